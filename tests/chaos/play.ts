import type { Engine } from '../rig/browser';
import { until } from '../rig/processes';
import { workerState } from '../rig/probes';
import { authorOperations } from './author-operations';
import { endWorkers, underFault } from './device-faults';
import { checkConvergence } from './convergence';
import { fullCheck } from './full-check';
import { checkNoTakeover, checkPage, checkPolicy, checkUndisturbed } from './invariants';
import type { Violation } from './observations';
import { recallOperations } from './recall-operations';
import { readerOperations } from './reader-operations';
import { seePage } from './page-probe';
import type { Release } from './release';
import { describeStep, type OperationName, type Step } from './script';
import { tally } from './tally';
import { inTime, World } from './world';

/** How a run ended: without violations, it was a good one. */
export interface Outcome {
	violations: Violation[];
	/** Steps that were played, the failing one included. */
	played: Step[];
	log: string[];
}

export interface Stage {
	engine: Engine;
	releases: readonly Release[];
	base?: string;
}

const CHECK_EVERY = 8;
/** A step that takes longer hangs. Milliseconds. */
const LONGEST_STEP = 60_000;
const LONGEST_CHECK = 180_000;
const LONGEST_END = 20_000;

type Operation = (world: World, step: Step) => Promise<void>;

const operations: Record<OperationName, Operation> = {
	...readerOperations,
	...authorOperations,
	...recallOperations,
	'stop-workers': endWorkers,
	'go-offline': (world) => world.server.refuse(),
	'go-online': (world) => world.server.accept()
};

/** Plays the steps in a fresh world, up to the first violation. */
export async function play(steps: readonly Step[], stage: Stage): Promise<Outcome> {
	const world = await tally.time('beginning', () =>
		World.begin(stage.engine, stage.releases, stage.base)
	);
	const played: Step[] = [];
	try {
		for (const [index, step] of steps.entries()) {
			played.push(step);
			await playStep(world, step);
			if (world.violations.length === 0 && (index + 1) % CHECK_EVERY === 0) {
				const before = seenNow(world);
				await tally.time('full checks', () => inTime(fullCheck(world, false), LONGEST_CHECK));
				await checkTabs(world, before);
			}
			if (world.violations.length > 0) break;
		}
		if (world.violations.length === 0)
			await tally.time('convergence', () => inTime(checkConvergence(world), LONGEST_CHECK));
	} catch (error) {
		world.violate({
			rule: 'run',
			what: error instanceof Error ? (error.stack ?? error.message) : String(error)
		});
	} finally {
		await tally.time('ending', () => inTime(world.end(), LONGEST_END).catch(() => undefined));
		tally.count('seeds', world.violations.length === 0 ? 'passed' : 'failed');
		for (const { rule } of world.violations) tally.count('violations', rule);
	}
	return { violations: world.violations, played, log: world.log };
}

/** Whether what pages were told during the step may be older than what the step took from the device. */
const takesAway = ({ do: operation, fault }: Step) =>
	['remove', 'retire-worker'].includes(operation) ||
	/^(?:wipe|delete|damage|kill)-/.test(fault ?? '');

/** A worker that takes over because somebody went to another page may come a little after the page. */
async function takeoversDone(world: World): Promise<void> {
	const tab = world.tabs.find(({ seen }) => seen?.fromWorker);
	if (!tab) return;
	const done = async () => {
		const { waiting, active } = await workerState(tab.page);
		return waiting === null && active !== 'activating';
	};
	await until(done, { timeout: 3_000, every: 20 }).catch(() => undefined);
}

/** How each tab's page was when somebody last looked. */
const seenNow = (world: World) => new Map(world.tabs.map((tab) => [tab, tab.seen]));

/** Looks at every tab again: a page that nobody touched since `before` must be as it was. */
async function checkTabs(world: World, before: ReturnType<typeof seenNow>): Promise<void> {
	if (world.navigated) await takeoversDone(world);
	for (const tab of world.tabs) {
		const was = before.get(tab);
		// A tab of a browser that was started anew has not been anywhere yet.
		if (!tab.seen) continue;
		const is = await inTime(seePage(tab.page, world.base), 10_000);
		if (was === tab.seen && !world.touched.has(tab)) world.violate(...checkUndisturbed(was, is));
		// Firefox loses a worker behind which another waits: see askForHandover.
		if (was && !world.navigated && world.engine !== 'firefox')
			world.violate(...checkNoTakeover(was, is));
		if (is.fromWorker) world.violate(...checkPage(is, world.releases));
		if (!world.everTransformed) world.violate(...checkPolicy(is));
		tab.seen = is;
	}
}

async function playStep(world: World, step: Step): Promise<void> {
	const begun = Date.now();
	world.touched.clear();
	const before = seenNow(world);
	tally.count('operations', step.do);
	if (step.fault) tally.count('faults', step.fault);
	const operate = () => tally.time(step.do, () => operations[step.do](world, step));
	await inTime(
		tally.time(`with ${step.fault ?? 'no fault'}`, () => underFault(world, step, operate)),
		LONGEST_STEP
	);
	await checkTabs(world, before);
	const told = world.tabs.map(({ seen }) => seen?.status ?? null);
	// A worker that is being removed may still tell of what it had.
	world.hear(told, takesAway(step) || world.declined);
	const state = `${world.server.isOnline ? 'up' : 'down'} ${world.liveRelease.name} saved ${world.oracle.claimed.size}`;
	world.log.push(`${describeStep(step)}  ${Date.now() - begun} ms  [${state}]`);
}
