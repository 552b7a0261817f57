import { Random } from '../rig/random';

/** What a reader, an author or a device does, and how often compared with the rest. */
export const OPERATIONS = {
	visit: 10,
	follow: 4,
	back: 2,
	reload: 4,
	'open-tab': 3,
	'close-tab': 2,
	'come-back': 5,
	search: 2,
	'search-here': 2,
	save: 2,
	verify: 2,
	check: 3,
	remove: 1,
	theme: 2,
	size: 2,
	'read-on': 3,
	'export-import': 1,
	restart: 2,
	kill: 2,
	'stop-workers': 2,
	'go-offline': 3,
	'go-online': 5,
	'new-device': 1,
	publish: 4,
	update: 4,
	'publish-partly': 3,
	'publish-rest': 4,
	rollback: 1,
	'recall-release': 1,
	'recall-post': 1,
	'forge-recall': 2,
	'retire-worker': 0.5
} as const;

export type OperationName = keyof typeof OPERATIONS;

/** What goes wrong while an operation runs. */
export const FAULTS = {
	drop: 2,
	'drop-connection': 2,
	'cut-length': 2,
	'cut-chunked': 2,
	'cut-close': 3,
	'cut-gzip': 3,
	stall: 2,
	hang: 2,
	slow: 2,
	delay: 2,
	status: 3,
	'right-bytes-wrong-status': 1,
	'portal-page': 4,
	'portal-redirect': 2,
	spa: 2,
	'slash-none': 1,
	'slash-html': 1,
	'slash-index': 1,
	vary: 2,
	mime: 1,
	immutable: 2,
	date: 1,
	transform: 2,
	partial: 1,
	'stale-edge': 4,
	'fresh-edge': 2,
	'flipping-edge': 2,
	'sw-missing': 1,
	'sw-is-html': 1,
	'kill-browser': 3,
	'end-workers': 4,
	freeze: 1,
	'wipe-caches': 1,
	'wipe-origin': 1,
	'delete-entry': 2,
	'damage-entry': 2,
	'small-quota': 3,
	'storage-throws': 3,
	'storage-full': 6,
	'storage-hangs': 2,
	'reader-throws': 1,
	'newer-database': 1
} as const;

export type FaultName = keyof typeof FAULTS;

/** One thing that happens. Everything it needs to choose, it chooses by its draws: a step means the same wherever it stands. */
export interface Step {
	do: OperationName;
	fault?: FaultName;
	/** Each at least 0 and below 1: which object, which variant, where the fault hits. */
	draws: [number, number, number];
}

export interface Script {
	seed: number;
	steps: Step[];
}

const names = <Name extends string>(table: Record<Name, number>) => Object.keys(table) as Name[];

/** The script that a seed stands for. Every first step is a visit: nothing can happen before it. */
export function plan(seed: number, count: number): Script {
	const random = new Random(seed);
	const draw = () => Math.round(random.next() * 999) / 1000;
	const steps = Array.from({ length: count }, (_, index): Step => {
		const operation = random.weighted(names(OPERATIONS), (name) => OPERATIONS[name]);
		const fault = random.weighted(names(FAULTS), (name) => FAULTS[name]);
		const draws: Step['draws'] = [draw(), draw(), draw()];
		const faulty = random.chance(0.5);
		return { do: index === 0 ? 'visit' : operation, ...(faulty && { fault }), draws };
	});
	return { seed, steps };
}

/** The item that a draw stands for. */
export function drawn<Item>(items: readonly Item[], draw: number): Item | undefined {
	return items[Math.floor(draw * items.length)];
}

/** One line a step, as a person reads it. */
export const describeStep = ({ do: operation, fault, draws }: Step) =>
	`${operation}${fault ? ` + ${fault}` : ''} (${draws.join(', ')})`;
