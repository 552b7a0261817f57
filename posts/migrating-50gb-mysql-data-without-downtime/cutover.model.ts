import { createRandom } from '$figure/clock';

/** Rows that fit the picture; the last three do not exist at the start. */
export const ROWS = 12;
const CHUNK = 3;

/** Who reads and writes what; the order in which a migration goes through them. */
export const PHASES = ['old', 'dual', 'read new', 'new only'] as const;

/** The right order, and three ways to get it wrong. */
export const PLANS = ['safe', 'copy first', 'no locks', 'read early'] as const;
export type Plan = (typeof PLANS)[number];

type Work = 'wait' | 'copy' | 'verify';
type Stop = readonly [phase: 0 | 1 | 2 | 3, work: Work];

const WAIT: Work = 'wait';
const TO_NEW: readonly Stop[] = [
	[2, WAIT],
	[3, WAIT]
];
const ROUTES: Record<Plan, readonly Stop[]> = {
	safe: [[0, WAIT], [1, WAIT], [1, 'copy'], [1, 'verify'], ...TO_NEW],
	'no locks': [[0, WAIT], [1, WAIT], [1, 'copy'], [1, 'verify'], ...TO_NEW],
	'copy first': [[0, WAIT], [0, 'copy'], [1, WAIT], [1, 'verify'], ...TO_NEW],
	'read early': [[0, WAIT], [1, WAIT], [2, WAIT], [2, 'copy'], [2, 'verify'], [3, WAIT]]
};

type Table = (number | undefined)[];

/** Two tables with one version number per row, the application that uses them, and the plan. */
export interface Migration {
	plan: Plan;
	/** Without it nobody looks before the reads move. */
	verifies: boolean;
	now: number;
	/** Which stop of the plan, and ticks spent there. */
	at: number;
	spent: number;
	/** What the application was told is stored. */
	truth: Table;
	old: Table;
	new: Table;
	/** The next row to copy, and the versions of the chunk in hand. */
	cursor: number;
	hand: Table;
	/** The copy ends at the last row that existed when it began. */
	end: number;
	copied: boolean;
	/** Rows written in this tick, and rows whose write waits for the copy's locks. */
	written: number[];
	waiting: number[];
	reads: number;
	wrongReads: number;
	over?: 'finished' | 'stopped';
	random: () => number;
}

/** Nine rows in the old table, none in the new one. */
export function createMigration(plan: Plan, verifies = true, seed = 118): Migration {
	const old = Array.from({ length: ROWS }, (_, i) => (i < ROWS - 3 ? 1 : undefined));
	return {
		...{ plan, verifies, now: 0, at: 0, spent: 0 },
		...{ truth: [...old], old, new: Array.from({ length: ROWS }, () => undefined) },
		...{ cursor: 0, hand: [], end: ROWS, copied: false, written: [], waiting: [] },
		...{ reads: 0, wrongReads: 0, random: createRandom(seed) }
	};
}

/** Where the plan is: an index into PHASES and what is done there. */
export function present({ plan, at }: Migration): Stop {
	return ROUTES[plan][at] ?? [3, WAIT];
}

/** The stops of the plan by name, and whether each is the present one. */
export function route({ plan, at, verifies }: Migration): { name: string; here: boolean }[] {
	return ROUTES[plan]
		.map(([phase, work], i) => ({ name: work === WAIT ? PHASES[phase] : work, here: i === at }))
		.filter(({ name }) => verifies || name !== 'verify');
}

/** What is wrong with a row of the new table, if it is. */
export function fault(one: Migration, row: number): 'stale' | 'lost' | undefined {
	const [phase] = present(one);
	if (one.truth[row] === undefined || one.new[row] === one.truth[row]) return undefined;
	if (one.new[row] !== undefined) return 'stale';
	return one.copied || phase > 1 ? 'lost' : undefined;
}

/** One tick: the application writes a row and reads one, the migration goes on; false when the plan is at its end. */
export function tick(one: Migration): boolean {
	if (one.over) return false;
	one.now++;
	one.written = [];
	for (const row of one.waiting.splice(0)) write(one, row);
	write(one, pick(one));
	read(one);
	if (proceed(one)) advance(one);
	return !one.over;
}

/** A row to change, or now and then the first one that does not exist yet. */
function pick({ truth, random, now }: Migration): number {
	const next = truth.indexOf(undefined);
	const luck = random();
	if (next >= 0 && now % 7 === 3) return next;
	return Math.floor(luck * (next < 0 ? ROWS : next));
}

function write(one: Migration, row: number): void {
	const [phase] = present(one);
	if (one.plan !== 'no locks' && row >= one.cursor && row < one.cursor + one.hand.length) {
		if (!one.waiting.includes(row)) one.waiting.push(row);
		return;
	}
	const inserts = one.truth[row] === undefined;
	one.truth[row] = (one.truth[row] ?? 0) + 1;
	// From phase "dual" on: change the old row, then copy all of it, in one transaction.
	if (phase < 3) one.old[row] = one.truth[row];
	if (phase === 1 || phase === 2) one.new[row] = one.truth[row];
	// An UPDATE of a row that is not there changes nothing.
	if (phase === 3 && (inserts || one.new[row] !== undefined)) one.new[row] = one.truth[row];
	one.written.push(row);
}

function read(one: Migration): void {
	const [phase] = present(one);
	const row = Math.floor(one.random() * one.truth.filter((version) => version).length);
	one.reads++;
	if ((phase < 2 ? one.old : one.new)[row] !== one.truth[row]) one.wrongReads++;
}

/** Does the work of the present stop; true when it is done. */
function proceed(one: Migration): boolean {
	const [, work] = present(one);
	one.spent++;
	if (work === 'copy') return copy(one);
	if (work === 'verify' && one.spent === 2 && differences(one)) one.over = 'stopped';
	return one.spent >= (work === 'verify' ? 2 : 4);
}

/** Two ticks a chunk: the first reads it from the old table, the second writes it to the new one. */
function copy(one: Migration): boolean {
	if (one.spent === 1) one.end = one.old.filter((version) => version).length;
	if (!one.hand.length) {
		one.hand = one.old.slice(one.cursor, Math.min(one.cursor + CHUNK, one.end));
		return false;
	}
	for (const [i, version] of one.hand.entries()) one.new[one.cursor + i] = version;
	one.cursor += one.hand.length;
	one.hand = [];
	one.copied = one.cursor >= one.end;
	return one.copied;
}

function differences({ old, new: other }: Migration): number {
	return old.filter((version, row) => version !== other[row]).length;
}

function advance(one: Migration): void {
	one.spent = 0;
	one.at++;
	if (!one.verifies && present(one)[1] === 'verify') one.at++;
	if (one.over || one.at < ROUTES[one.plan].length) return;
	one.at--;
	one.over = 'finished';
}
