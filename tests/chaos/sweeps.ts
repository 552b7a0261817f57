import type { Fault, FaultKind } from '../rig/faults';
import { until } from '../rig/processes';
import { uploadOrder } from './author-operations';
import { checkConvergence } from './convergence';
import { saveAllBut } from './first-save';
import { fullCheck } from './full-check';
import { askStatus, armPage, armWorker, order } from './page-probe';
import { instrumented } from './publications';
import { readerOperations } from './reader-operations';
import { Release } from './release';
import type { StorageFault } from './storage-wrapper';
import type { Tab, World } from './world';

/**
 * One question asked again and again: the fault at the first occasion, at the second, and so on, until a run ends in
 * which it did not come to it.
 */
export interface Sweep {
	name: string;
	/** Plays case `k`, counted from 1, in a fresh world. -> false when there was no k-th occasion. */
	play(world: World, k: number): Promise<boolean>;
	/** Before anything lands only each so many-th case is played, where all would take too long. */
	hurriedStride?: number;
	/** The releases of the world, where the first two will not do. */
	releases?(all: readonly Release[], k: number): readonly Release[];
}

const RESPONSE_FAULTS: [string, FaultKind][] = [
	['stalled', { kind: 'stall' }],
	['cut short', { kind: 'truncate', framing: 'close' }],
	['404', { kind: 'status', status: 404 }],
	['a login page', { kind: 'portal', how: 'page' }],
	['reset', { kind: 'drop' }]
];

const STORAGE_FAULTS: [string, Pick<StorageFault, 'calls' | 'how'>][] = [
	['hanging', { calls: 'caches', how: 'hang' }],
	['full', { calls: 'puts', how: 'quota' }],
	['broken', { calls: 'caches', how: 'unknown' }]
];

/** More than an installation makes: it is over before anybody can ask it how many it made. */
const MOST_INSTALL_CALLS = 60;

/** The first two releases in which the shell changes, and in which it does not. */
const SAME_SHELL = [0, 1] as const;
const OTHER_SHELL = [2, 3] as const;

/** What waits most comes first, so that other lanes have something to do meanwhile. */
export const sweeps: Sweep[] = [
	...STORAGE_FAULTS.map(([name, fault]): Sweep => ({
		name: `update, storage ${name}`,
		hurriedStride: 3,
		async play(world, k) {
			await saved(world);
			await armWorker(tabOf(world).page, { ...fault, nth: k });
			await update(world);
			const struck = await armWorker(tabOf(world).page, null);
			await fullCheck(world, false, tabOf(world));
			await checkConvergence(world, true);
			return struck !== 0;
		}
	})),
	...STORAGE_FAULTS.map(([name, fault]): Sweep => ({
		name: `installing a new shell, storage ${name}`,
		hurriedStride: 6,
		releases: (all, k) => {
			const [before, after] = pick(all, OTHER_SHELL);
			return [before, bornWith(after, { ...fault, nth: k }), after];
		},
		async play(world, k) {
			await saved(world);
			await update(world);
			await fullCheck(world, false, tabOf(world));
			world.extras['/service-worker.js'] = world.releaseAt(2).dir;
			await checkConvergence(world, true);
			return k < MOST_INSTALL_CALLS;
		}
	})),
	...STORAGE_FAULTS.map(([name, fault]): Sweep => ({
		name: `first save, storage ${name}`,
		hurriedStride: 10,
		releases: (all, k) => {
			const [first] = pick(all, SAME_SHELL);
			return [bornWith(first, { ...fault, nth: k }), first];
		},
		async play(world) {
			await world.visit(tabOf(world), '/');
			await settled(world, 5_000);
			const struck = await armWorker(tabOf(world).page, null);
			world.extras['/service-worker.js'] = world.releaseAt(1).dir;
			await checkConvergence(world, true);
			return struck !== 0;
		}
	})),
	...RESPONSE_FAULTS.map(([name, kind]): Sweep => ({
		name: `first save, one answer ${name}`,
		hurriedStride: 3,
		async play(world, k) {
			await world.server.setFaults({ ...kind, nth: k });
			await world.visit(tabOf(world), '/');
			await settled(world, 5_000);
			return healed(world);
		}
	})),
	...[SAME_SHELL, OTHER_SHELL].flatMap((pair) =>
		RESPONSE_FAULTS.map(([name, kind]): Sweep => ({
			name: `update${pair === OTHER_SHELL ? ' with a new shell' : ''}, one answer ${name}`,
			hurriedStride: 3,
			releases: (all) => pick(all, pair),
			async play(world, k) {
				await saved(world);
				await update(world, { ...kind, nth: k });
				await fullCheck(world, false, tabOf(world));
				return healed(world);
			}
		}))
	),
	{
		name: 'first save, one article missing',
		async play(world, k) {
			const missing = world.liveRelease.catalogue.posts[k - 1];
			if (!missing) return false;
			await saveAllBut(world, tabOf(world), missing);
			return healed(world);
		}
	},
	{
		name: 'choosing a theme, the database failing',
		async play(world, k) {
			await saved(world);
			const how = k % 2 === 0 ? 'hang' : 'unknown';
			const nth = Math.ceil(k / 2);
			await armPage(tabOf(world).page, { calls: 'databases', nth, how });
			await readerOperations.theme(world, { do: 'theme', draws: [0, 0.9, 0] });
			await world.visit(tabOf(world), '/');
			await fullCheck(world, false, tabOf(world));
			return k < 6;
		}
	},
	{
		name: 'every state of an upload in parts',
		releases: (all) => pick(all, OTHER_SHELL),
		async play(world, k) {
			if (k >= 2 ** PARTS.length) return false;
			await saved(world);
			const [before, after] = [world.releaseAt(0), world.releaseAt(1)];
			const there = uploadOrder(before, after, true, 0).filter((file) => k & (1 << partOf(file)));
			const folderOf = (file: string) => (after.hashes.has(file) ? after.dir : null);
			await world.deploy(Object.fromEntries(there.map((file) => [file, folderOf(file)])));
			world.newest = 1;
			await lookForNews(world);
			await fullCheck(world, false, tabOf(world));
			await checkConvergence(world, true);
			return true;
		}
	}
];

/** The parts an upload may come in, as far as a device can tell them apart. */
const PARTS = [/^\/blobs\//, /^\/_app\//, /^\/catalogue\.json$/, /^\/service-worker\.js$/, /./];
const partOf = (file: string) => PARTS.findIndex((part) => part.test(file));

function pick(all: readonly Release[], [from, to]: readonly [number, number]): [Release, Release] {
	const [before, after] = [all[from], all[to]];
	if (!before || !after) throw new Error(`there are only ${all.length} releases`);
	return [before, after];
}

/** The release with a worker that meets the fault from its first call on, by the script it is loaded from. */
const bornWith = (release: Release, fault: StorageFault) =>
	new Release(release.name, instrumented(release.dir, fault));

function tabOf(world: World): Tab {
	const [tab] = world.tabs;
	if (!tab) throw new Error('there is no tab');
	return tab;
}

/** Everything is on the device. */
async function saved(world: World): Promise<void> {
	await world.visit(tabOf(world), '/');
	const { length } = world.liveRelease.slugs;
	const all = async () => {
		const status = await askStatus(tabOf(world).page);
		if (status?.saved.length !== length || status.activity !== 'idle') return false;
		world.violate(...world.oracle.heard(status));
		return true;
	};
	await until(all, { timeout: 30_000, what: 'everything saved' });
}

/** The second release is out, and the device looks for it. */
async function update(world: World, fault?: Fault): Promise<void> {
	world.live = world.newest = 1;
	await world.deploy();
	if (fault) await world.server.setFaults(fault);
	await lookForNews(world);
}

async function lookForNews(world: World): Promise<void> {
	await order(tabOf(world).page, 'check');
	await settled(world, 4_000);
	await world.visit(tabOf(world), '/');
}

/** Waits until nothing is asked for and nothing is done, or for so long. */
async function settled(world: World, patience: number): Promise<void> {
	await world.server.idle(200, patience);
}

/** The host is well again, and so must the device be. -> whether there was a fault at all. */
async function healed(world: World): Promise<boolean> {
	const struck = world.server.log.some(({ fault }) => fault !== null);
	await checkConvergence(world, true);
	return struck;
}
