import { createRandom } from '$figure/clock';

/** Events that the queue between source and splitter holds. */
export const QUEUE = 5;
export const LANES = ['a', 'b', 'c'] as const;

/** What a reader may turn while it runs. */
export interface Settings {
	/** Events that make a batch full. */
	size: number;
	/** Ticks after its first event at which a batch goes even if it is not full. */
	linger: number;
	/** Ticks that the sink takes for one write, whatever is in it. */
	cost: number;
}

/** An event of one key; `turn` counts the events of that key. */
export interface Event {
	id: number;
	lane: number;
	turn: number;
	made: number;
}

/** A lane collects a batch, then writes it, and takes nothing while it writes. */
export interface Lane {
	batch: Event[];
	/** Ticks since the first event of the batch. */
	age: number;
	writing: Event[];
	/** Ticks until the write is done. */
	left: number;
}

/** One write as the sink saw it. */
export interface Write {
	events: Event[];
	cause: 'size' | 'time';
	at: number;
}

/** A source, a bounded queue, a splitter by key, lanes and a sink. */
export interface Pipeline {
	settings: Settings;
	now: number;
	queue: Event[];
	/** The event that the source cannot get rid of. */
	held?: Event;
	lanes: Lane[];
	writes: Write[];
	/** Ticks that the source waited. */
	waited: number;
	turns: number[];
	made: number;
	random: () => number;
}

/** An empty pipeline. */
export function createPipeline(settings: Settings, seed = 3): Pipeline {
	return {
		settings: { ...settings },
		now: 0,
		queue: [],
		lanes: LANES.map(() => ({ batch: [], age: 0, writing: [], left: 0 })),
		writes: [],
		waited: 0,
		turns: LANES.map(() => 0),
		made: 0,
		random: createRandom(seed)
	};
}

/** One tick, from right to left, so that room made now is used in the next tick at the earliest by the source. */
export function tick(one: Pipeline): void {
	one.now++;
	for (const lane of one.lanes) collect(one, lane);
	split(one);
	for (const lane of one.lanes) if (lane.batch.length >= one.settings.size) flush(one, lane, 'size');
	produce(one);
}

function collect(one: Pipeline, lane: Lane): void {
	if (lane.writing.length && --lane.left <= 0) lane.writing = [];
	if (!lane.batch.length || lane.writing.length) return;
	if (++lane.age >= one.settings.linger) flush(one, lane, 'time');
}

function flush(one: Pipeline, lane: Lane, cause: Write['cause']): void {
	one.writes.push({ events: lane.batch, cause, at: one.now + one.settings.cost });
	lane.writing = lane.batch;
	lane.left = one.settings.cost;
	lane.batch = [];
	lane.age = 0;
}

/** Moves up to two events to their lanes. The one in front holds up the others, or order would be lost. */
function split(one: Pipeline): void {
	for (let i = 0; i < 2; i++) {
		const [event] = one.queue;
		const lane = event && one.lanes[event.lane];
		if (!event || !lane || !accepts(one, lane)) return;
		one.queue.shift();
		lane.batch.push(event);
	}
}

function accepts({ settings }: Pipeline, { batch, writing }: Lane): boolean {
	return !writing.length && batch.length < settings.size;
}

/** Whether the splitter has an event in its hand that its lane does not take. */
export function stuck(one: Pipeline): boolean {
	const [event] = one.queue;
	const lane = event && one.lanes[event.lane];
	return lane !== undefined && !accepts(one, lane);
}

function produce(one: Pipeline): void {
	// Thirty busy ticks, then thirty quiet ones.
	const chance = one.now % 60 < 30 ? 0.9 : 0.2;
	const [luck, key] = [one.random(), one.random()];
	if (!one.held && luck < chance) {
		const lane = Math.floor(key * LANES.length);
		const turn = (one.turns[lane] = (one.turns[lane] ?? 0) + 1);
		one.held = { id: ++one.made, lane, turn, made: one.now };
	}
	if (!one.held) return;
	if (one.queue.length >= QUEUE) {
		one.waited++;
		return;
	}
	one.queue.push(one.held);
	one.held = undefined;
}

/** Sums over all writes so far. */
export function totals({ writes, now }: Pipeline) {
	const done = writes.filter(({ at }) => at <= now);
	const events = done.flatMap((write) => write.events.map(({ made }) => write.at - made));
	const age = events.reduce((sum, one) => sum + one, 0) / Math.max(1, events.length);
	return { events: events.length, writes: done.length, age };
}
