/** A local queue holds this many goroutines here; in Go it is 256. */
export const LOCAL = 6;
/** Ticks that a goroutine may run while others wait; in Go it is 10 ms. */
export const SLICE = 4;
/** Every so many rounds a P looks at the global queue first, as in Go. */
const FAIR = 61;
/** A system call this long loses its P; in Go the background monitor sees to it. */
const RETAKE = 2;
/** New goroutines: how many at the start, how many more every so many ticks, and how many in all. */
const LOAD = { first: 6, more: 3, every: 6, all: 24 };

/** How goroutines block once in their life. */
export type Blocking = 'syscall' | 'network' | 'never';

/** A goroutine: ticks of work left, when it blocks and for how long, and how long it ran in this slice. */
export interface G {
	id: number;
	left: number;
	blocksAt: number;
	blockedFor: number;
	ran: number;
}

/** A thread. In a system call it keeps its goroutine, and its P for as long as nobody takes it. */
export interface M {
	id: number;
	g?: G;
	p?: P;
	inCall: boolean;
	/** Ticks in the call so far. */
	called: number;
}

/** The right to run Go code, with a queue of its own. */
export interface P {
	id: number;
	queue: G[];
	m?: M;
	rounds: number;
}

/** The whole machine. */
export interface Scheduler {
	blocking: Blocking;
	global: G[];
	/** Goroutines that wait for the network; no thread waits with them. */
	network: G[];
	ps: P[];
	ms: M[];
	now: number;
	made: number;
	done: number;
	/** What happened in the last tick, as sentences without an end. */
	events: string[];
}

/** GOMAXPROCS processors; the first has a thread and six goroutines. */
export function createScheduler(count: number, blocking: Blocking = 'syscall'): Scheduler {
	const ps: P[] = Array.from({ length: count }, (_, id) => ({ id, queue: [], rounds: 0 }));
	const s: Scheduler = {
		...{ blocking, global: [], network: [], ps, ms: [], now: 0, made: 0, done: 0, events: [] }
	};
	startThread(s, ps[0]);
	spawn(s, LOAD.first);
	return s;
}

/** Starts goroutines on a P that runs, as a loop with `go` in one goroutine would. */
export function spawn(s: Scheduler, count: number): void {
	const home = s.ps.find(({ m }) => m && !m.inCall) ?? s.ps[0];
	if (home && s.now) s.events.push(`${count} goroutines start on P${home.id}`);
	for (let i = 0; home && i < count; i++) {
		const id = ++s.made;
		const left = 3 + ((id * 5) % 7);
		const blocksAt = s.blocking !== 'never' && id % 3 === 1 ? Math.floor(left / 2) : 0;
		put(s, home, { id, left, blocksAt, blockedFor: 0, ran: 0 });
	}
}

/** A full local queue sends its older half to the global one. */
function put(s: Scheduler, p: P, g: G): void {
	if (p.queue.length >= LOCAL) s.global.push(...p.queue.splice(0, LOCAL / 2), g);
	else p.queue.push(g);
}

/** One tick; false when every goroutine is done. */
export function tick(s: Scheduler): boolean {
	s.events = [];
	s.now++;
	if (s.now % LOAD.every === 0 && s.made < LOAD.all) spawn(s, LOAD.more);
	poll(s);
	for (const m of s.ms) if (m.inCall) inCall(s, m);
	for (const p of s.ps) if (p.m?.g && !p.m.inCall) execute(s, p, p.m, p.m.g);
	for (const p of s.ps) if (p.m && !p.m.g) schedule(s, p, p.m);
	wake(s);
	return s.done < s.made || s.made < LOAD.all;
}

/** Ready connections make their goroutines runnable again, through the global queue. */
function poll(s: Scheduler): void {
	for (const g of [...s.network]) {
		if (--g.blockedFor > 0) continue;
		s.network.splice(s.network.indexOf(g), 1);
		s.global.push(g);
		s.events.push(`the poller finds G${g.id} ready`);
	}
}

function inCall(s: Scheduler, m: M): void {
	const { g, p } = m;
	if (!g) return;
	m.called++;
	if (--g.blockedFor <= 0) return returnFromCall(s, m, g);
	if (!p || m.called < RETAKE) return;
	// The monitor takes the P away; a thread that is free, or a new one, goes on with it.
	m.p = undefined;
	p.m = undefined;
	if (p.queue.length || s.global.length) {
		const other = startThread(s, p);
		s.events.push(`M${m.id} blocks with G${g.id}: P${p.id} goes to M${other.id}`);
	} else s.events.push(`M${m.id} blocks with G${g.id}: P${p.id} is idle`);
}

function returnFromCall(s: Scheduler, m: M, g: G): void {
	m.inCall = false;
	if (m.p) return;
	const free = s.ps.find((p) => !p.m);
	if (free) {
		join(m, free);
		s.events.push(`G${g.id} returns, M${m.id} takes P${free.id}`);
		return;
	}
	m.g = undefined;
	s.global.push(g);
	s.events.push(`G${g.id} returns, no P free: to global`);
}

function execute(s: Scheduler, p: P, m: M, g: G): void {
	g.left--;
	g.ran++;
	if (g.left === 0) {
		s.done++;
		m.g = undefined;
	} else if (g.left === g.blocksAt) block(s, p, m, g);
	else if (g.ran >= SLICE && (p.queue.length || s.global.length)) {
		m.g = undefined;
		s.global.push(g);
		s.events.push(`G${g.id} used its slice: to global`);
	}
}

function block(s: Scheduler, p: P, m: M, g: G): void {
	g.blockedFor = 4 + (g.id % 3);
	if (s.blocking === 'syscall') {
		m.inCall = true;
		m.called = 0;
		s.events.push(`G${g.id} enters a system call on M${m.id}`);
		return;
	}
	m.g = undefined;
	s.network.push(g);
	s.events.push(`G${g.id} waits, P${p.id} goes on`);
}

/** The order of Go's findRunnable, without runnext: global now and then, own queue, global, steal. */
function schedule(s: Scheduler, p: P, m: M): void {
	p.rounds++;
	const fair = p.rounds % FAIR === 0 ? s.global.shift() : undefined;
	const g = fair ?? p.queue.shift() ?? fromGlobal(s, p) ?? steal(s, p);
	if (g) {
		g.ran = 0;
		m.g = g;
		return;
	}
	p.m = undefined;
	m.p = undefined;
	s.events.push(`P${p.id} finds nothing, M${m.id} sleeps`);
}

function fromGlobal(s: Scheduler, p: P): G | undefined {
	const count = Math.min(s.global.length, Math.floor(s.global.length / s.ps.length) + 1, LOCAL / 2);
	const [first, ...rest] = s.global.splice(0, count);
	p.queue.push(...rest);
	if (first) s.events.push(`P${p.id} takes ${count} from global`);
	return first;
}

/** Half of the first queue that has something, rounded up. */
function steal(s: Scheduler, p: P): G | undefined {
	for (let i = 1; i < s.ps.length; i++) {
		const victim = s.ps[(p.id + i) % s.ps.length];
		if (!victim?.queue.length) continue;
		const loot = victim.queue.splice(0, Math.ceil(victim.queue.length / 2));
		s.events.push(`P${p.id} steals ${loot.length} from P${victim.id}`);
		const first = loot.shift();
		p.queue.push(...loot);
		return first;
	}
	return undefined;
}

/** While there is work and an idle P, one more thread is woken per tick. */
function wake(s: Scheduler): void {
	const free = s.ps.find((p) => !p.m);
	if (!free || !(s.global.length || s.ps.some((p) => p.queue.length))) return;
	schedule(s, free, startThread(s, free));
}

function startThread(s: Scheduler, p: P | undefined): M {
	let m = s.ms.find((one) => !one.p && !one.inCall);
	if (!m) s.ms.push((m = { id: s.ms.length, inCall: false, called: 0 }));
	if (p) join(m, p);
	return m;
}

function join(m: M, p: P): void {
	m.p = p;
	p.m = m;
}
