import { createRandom } from '$figure/clock';

/** What the producer does when the queue is full. */
export type WhenFull = 'block' | 'reject';

/** What a reader may turn while the pool runs. */
export interface Settings {
	workers: number;
	/** Jobs the channel holds; 0 is a channel without a buffer. */
	capacity: number;
	whenFull: WhenFull;
}

/** One unit of work; `takes` and `left` are ticks. */
export interface Job {
	id: number;
	made: number;
	takes: number;
	left: number;
}

/** A producer, a bounded queue and the workers that empty it. */
export interface Pool {
	settings: Settings;
	now: number;
	closed: boolean;
	/** The oldest first. */
	queue: Job[];
	/** One place per worker: its job, or undefined while it waits. */
	workers: (Job | undefined)[];
	/** The job that the producer cannot get rid of. */
	blocked?: Job;
	/** The job that was rejected in this tick. */
	dropped?: Job;
	accepted: number;
	rejected: number;
	/** Ticks the producer spent in its send. */
	blockedFor: number;
	/** Jobs in the order in which they were started. */
	started: number[];
	done: number;
	/** Ticks that all started jobs waited, together. */
	waited: number;
	/** After each tick: how full the queue was, and whether the producer felt it. */
	trace: { depth: number; full: boolean }[];
	ids: number;
	random: () => number;
}

/** An idle pool with an empty queue. */
export function createPool(settings: Settings, seed = 4): Pool {
	return {
		settings: { ...settings },
		now: 0,
		closed: false,
		queue: [],
		workers: Array.from({ length: settings.workers }, () => undefined),
		accepted: 0,
		rejected: 0,
		blockedFor: 0,
		started: [],
		done: 0,
		waited: 0,
		trace: [],
		ids: 0,
		random: createRandom(seed)
	};
}

/** One tick; false when the pool was closed and everything accepted is done. */
export function tick(pool: Pool): boolean {
	pool.now++;
	work(pool);
	resize(pool);
	feed(pool);
	const full = produce(pool);
	pool.trace.push({ depth: pool.queue.length, full });
	return !(pool.closed && !pool.queue.length && pool.workers.every((job) => !job));
}

function work(pool: Pool): void {
	for (const [i, job] of pool.workers.entries()) {
		if (!job || --job.left > 0) continue;
		pool.workers[i] = undefined;
		pool.done++;
	}
}

/** A worker that is one too many finishes its job and leaves; it is never interrupted. */
function resize({ workers, settings }: Pool): void {
	while (workers.length < settings.workers) workers.push(undefined);
	while (workers.length > settings.workers && !workers.at(-1)) workers.pop();
}

/** Gives waiting jobs to waiting workers, the oldest first. */
function feed(pool: Pool): void {
	for (let i = 0; i < Math.min(pool.workers.length, pool.settings.workers); i++) {
		if (pool.workers[i]) continue;
		const job = pool.queue.shift();
		if (job) start(pool, i, job);
	}
}

function start(pool: Pool, worker: number, job: Job): void {
	pool.workers[worker] = job;
	pool.started.push(job.id);
	pool.waited += pool.now - job.made;
}

/** The channel's send: to a waiting worker, else into the buffer, else it fails. */
function send(pool: Pool, job: Job): boolean {
	const idle = pool.workers.findIndex((other, i) => !other && i < pool.settings.workers);
	if (idle >= 0 && !pool.queue.length) start(pool, idle, job);
	else if (pool.queue.length < pool.settings.capacity) pool.queue.push(job);
	else return false;
	pool.accepted++;
	return true;
}

/** Makes a job when it is time and sends it; true when the pool pushed back. */
function produce(pool: Pool): boolean {
	pool.dropped = undefined;
	// Work comes in waves: forty ticks with much of it, then forty with little.
	const chance = pool.now % 80 < 40 ? 0.8 : 0.3;
	const luck = pool.random();
	let job = pool.blocked;
	pool.blocked = undefined;
	if (pool.closed) return false;
	if (!job) {
		if (luck >= chance) return false;
		const takes = 4 + ((pool.ids++ * 7) % 5);
		job = { id: pool.ids, made: pool.now, takes, left: takes };
	}
	if (send(pool, job)) return false;
	if (pool.settings.whenFull === 'reject') {
		pool.rejected++;
		pool.dropped = job;
	} else {
		pool.blockedFor++;
		pool.blocked = job;
	}
	return true;
}
