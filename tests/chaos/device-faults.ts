import { sleep } from '../rig/processes';
import { evictInPage } from '../rig/probes';
import { networkFault } from './network-faults';
import { armPage, armWorker } from './page-probe';
import type { Step } from './script';
import type { StorageFault } from './storage-wrapper';
import { inTime, type Tab, type World } from './world';

/** A fault that is there before the operation begins; what comes back ends it. */
type Arm = (
	world: World,
	tab: Tab,
	draws: Step['draws']
) => Promise<(() => Promise<void>) | undefined>;
/** A fault that strikes while the operation runs. */
type Strike = (world: World) => Promise<void>;

/** Runs the operation under the fault of its step. */
export async function underFault(
	world: World,
	step: Step,
	operate: () => Promise<void>
): Promise<void> {
	const { fault, draws } = step;
	if (!fault) return operate();
	const next = world.neighbour(1) ?? world.live;
	const rules = networkFault(fault, draws, {
		older: world.releaseAt(world.live - 1).dir,
		newer: world.releaseAt(next).dir
	});
	if (rules) {
		// What one edge has is published: a device that met it does not go back.
		if (fault === 'fresh-edge') world.newest = Math.max(world.newest, next);
		world.transformed = fault === 'transform';
		world.everTransformed ||= world.transformed;
		world.navigated ||= fault.endsWith('edge');
		await world.server.setFaults(...rules);
		await operate();
		// What the operation has set off in the background is to meet the fault as well.
		await world.quiet(draws[0] * 800);
		await world.server.setFaults();
		world.transformed = false;
		return;
	}
	const strike = strikes[fault];
	if (strike) return struckMidway(world, strike, draws[2] * LATEST_STRIKE, operate);
	const tab = world.tabs.find(({ seen }) => seen?.kind && seen.shell);
	const end = tab && (await arms[fault]?.(world, tab, draws));
	await operate();
	if (end) await world.quiet(draws[0] * 800);
	await end?.();
}

/** Most operations take less; what strikes later meets what they have set off. Milliseconds. */
const LATEST_STRIKE = 500;

async function struckMidway(
	world: World,
	strike: Strike,
	after: number,
	operate: () => Promise<void>
) {
	let interrupted = false;
	const { launches } = world;
	const operation = operate().catch((error: unknown) => {
		if (!interrupted) throw error;
	});
	await Promise.race([operation, sleep(after)]);
	interrupted = true;
	// The operation itself may be ending the browser: then there is nothing to strike.
	await strike(world).catch((error: unknown) => {
		if (world.launches === launches) throw error;
	});
	await inTime(operation, 30_000).catch(() => undefined);
}

const strikes: Record<string, Strike | undefined> = {
	'kill-browser': (world) => world.restart('kill'),
	'end-workers': (world) => endWorkers(world),
	freeze: (world) => world.browser.freeze(500)
};

/** The browser ends idle workers when it likes; only Chromium does it on demand. */
export async function endWorkers(world: World): Promise<void> {
	if (world.engine === 'chromium') await world.browser.stopWorkers();
}

const arms: Record<string, Arm | undefined> = {
	async 'wipe-caches'(world, tab) {
		world.oracle.wiped();
		world.foreignCache = false;
		if (world.engine === 'firefox') await evictInPage(tab.page, 'caches');
		else await world.browser.clearData('caches', world.server.origin);
		// WebKit takes the registration along.
		if (world.engine === 'webkit') world.workerSince = undefined;
		return undefined;
	},

	async 'wipe-origin'(world) {
		if (world.engine === 'firefox') return undefined;
		world.loseWorker();
		world.declined = false;
		await world.browser.clearData('all', world.server.origin);
		return undefined;
	},

	'delete-entry': (world, tab, draws) => spoilEntry(world, tab, draws[1], 'delete'),
	'damage-entry': (world, tab, draws) => spoilEntry(world, tab, draws[1], 'damage'),

	async 'small-quota'(world, _tab, draws) {
		if (world.engine !== 'chromium') return undefined;
		const { origin } = world.server;
		await world.browser.setQuota(Math.floor(draws[1] * 400_000), origin);
		return () => world.browser.setQuota(null, origin);
	},

	'storage-throws': (world, tab, draws) => failStorage(world, tab, draws, 'caches', 'unknown'),
	'storage-full': (world, tab, draws) => failStorage(world, tab, draws, 'puts', 'quota'),
	'storage-hangs': (world, tab, draws) => failStorage(world, tab, draws, 'caches', 'hang'),

	async 'reader-throws'(_world, tab, draws) {
		const how = draws[1] < 0.5 ? 'unknown' : 'hang';
		await armPage(tab.page, { calls: 'databases', nth: 1, onwards: true, how });
		return undefined;
	},

	/** A later version of the site opens the database, as before a rollback. */
	async 'newer-database'(world, tab) {
		// That version's own calls are to come through.
		await armPage(tab.page, null);
		const letIn = await tab.page.eval(async (name) => {
			const known = (await indexedDB.databases()).find((one) => one.name === name);
			if (!known?.version) return true;
			const request = indexedDB.open(name, known.version + 1);
			return new Promise<boolean>((resolve) => {
				request.onsuccess = () => {
					request.result.close();
					resolve(true);
				};
				request.onerror = () => resolve(true);
				// Pages of the older version have been asked to let go by now.
				request.onblocked = () => setTimeout(resolve, 2_000, false);
			});
		}, `${world.prefix}reader`);
		if (!letIn) {
			world.violate({ rule: 'I6', what: 'an open page keeps a newer version from its database' });
		}
		return undefined;
	}
};

async function spoilEntry(world: World, tab: Tab, draw: number, how: 'delete' | 'damage') {
	const spoilt = await tab.page.eval(
		async (name, draw, how) => {
			if (!(await caches.has(name))) return '';
			const cache = await caches.open(name);
			const keys = await cache.keys();
			const key = keys[Math.floor(draw * keys.length)];
			if (!key) return '';
			if (how === 'delete') await cache.delete(key);
			else await cache.put(key, new Response('<p>half of a text'));
			return key.url.slice(key.url.lastIndexOf('/') + 1);
		},
		`${world.prefix}library`,
		draw,
		how
	);
	if (spoilt) world.oracle.damaged(spoilt);
	return undefined;
}

async function failStorage(
	world: World,
	tab: Tab,
	draws: Step['draws'],
	calls: StorageFault['calls'],
	how: StorageFault['how']
) {
	// A step writes a few times only, and asks more often.
	const nth = 1 + Math.floor(draws[2] * (calls === 'puts' ? 6 : 20));
	const answer = await armWorker(tab.page, { calls, nth, how, onwards: draws[1] < 0.4 });
	if (answer === null) return undefined;
	world.storageFails = true;
	return async () => {
		world.storageFails = false;
		const alive = world.tabs.find(({ seen }) => seen?.kind && seen.shell);
		if (alive) await armWorker(alive.page, null);
	};
}
