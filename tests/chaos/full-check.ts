import { paths } from '../../src/lib/pages/paths';
import { sleep, until } from '../rig/processes';
import { checkSize, checkStore } from './invariants';
import type { LibraryStatus } from './observations';
import { askStatus, brokenImages, walkStore } from './page-probe';
import { expectKept } from './reader-data';
import { press } from './reader-operations';
import type { Tab, World } from './world';

/** A cache of somebody else on the same origin: nothing of ours may touch it (I10). */
const FOREIGN = 'other-app';

/** Everything that must hold at any moment, tried with the network down. Leaves the network as it was. */
export async function fullCheck(world: World): Promise<void> {
	const wasOnline = world.server.isOnline;
	await world.server.offline();
	const tab: Tab = { page: await world.browser.newPage() };
	try {
		const home = await world.visit(tab, '/');
		if (home.page?.fromWorker) await checkDevice(world, tab);
		else if (world.oracle.claimed.size > 0) {
			world.violate({
				rule: 'I1',
				what: 'posts are saved, and nothing answers without the network'
			});
		}
	} finally {
		await tab.page.close().catch(() => undefined);
		if (wasOnline) await world.server.online();
	}
}

async function checkDevice(world: World, tab: Tab): Promise<void> {
	const status = await askStatus(tab.page);
	if (!status) {
		if (world.oracle.claimed.size === 0) return;
		world.violate({ rule: 'I1', what: 'posts are saved, and the worker does not answer' });
		return;
	}
	const heard = world.oracle.heard(status);
	if (!world.oracle.unsettled) world.violate(...heard);
	await checkSaved(world, tab, status);
	for (const path of ['/', '/library/', '/search/', '/tags/go/', '/nowhere/at/all/']) {
		await world.visit(tab, path);
	}
	const store = await walkStore(tab.page);
	if (!world.oracle.unsettled) {
		world.violate(...checkStore(store, world.prefix, world.base, world.releases));
	}
	await checkForeign(world, tab, Object.keys(store));
}

/** Each post that is said to be saved opens whole, with its images, as published. */
async function checkSaved(world: World, tab: Tab, status: LibraryStatus): Promise<void> {
	const owed = new Set(world.oracle.unsettled ? [] : status.saved);
	for (const slug of status.saved) {
		const visit = await world.visit(tab, paths.post(slug), owed);
		if (!owed.has(slug) || visit.page?.kind !== 'post') continue;
		const broken = await brokenImages(tab.page);
		if (broken.length > 0)
			world.violate({ rule: 'I1', what: `${slug} lacks ${broken.join(', ')}` });
		await expectKept(world, tab, visit);
	}
}

async function checkForeign(world: World, tab: Tab, caches: string[]): Promise<void> {
	if (world.foreignCache && !caches.includes(FOREIGN)) {
		world.violate({ rule: 'I10', what: 'a cache of somebody else is gone' });
	}
	world.foreignCache = await tab.page.eval(
		async (name) => (await self.caches.open(name)) !== null,
		FOREIGN
	);
}

const SOON = 25_000;
const AT_LAST = 35_000;

/** I9: all is well again with host and network; the device must get to the newest release, whole, and then be quiet. */
export async function checkConvergence(world: World): Promise<void> {
	world.live = world.newest;
	await world.server.setFaults();
	await world.deploy();
	await world.server.online();
	const tab: Tab = { page: await world.browser.newPage() };
	world.tabs.push(tab);
	const { id } = world.liveRelease;
	const slugs = world.liveRelease.catalogue.posts
		.filter(({ body }) => !world.recall.bodies.includes(body.name))
		.map(({ slug }) => slug);
	let last: LibraryStatus | null = null;
	const arrived = async () => {
		last = await askStatus(tab.page, 2_000);
		return last?.release === id && last.saved.length === slugs.length && last.activity === 'idle';
	};
	await world.visit(tab, world.declined ? '/library/' : '/');
	if (world.declined && (await press(tab, 'keep posts'))) world.declined = false;
	const soon = await until(arrived, { timeout: SOON, every: 300 }).catch(() => false);
	if (!soon) await world.visit(tab, '/');
	const atLast =
		soon || (await until(arrived, { timeout: AT_LAST, every: 300 }).catch(() => false));
	if (!atLast) {
		world.violate({
			rule: 'I9',
			what: `did not get to “${world.liveRelease.name}”: ${JSON.stringify(last)}`
		});
		return;
	}
	await fullCheck(world);
	world.violate(...checkSize(await walkStore(tab.page), world.prefix, world.releases));
	await world.server.idle(1_000);
	const mark = world.server.log.length;
	await sleep(1_500);
	// The browser looks after the worker's script by itself, some time after each navigation.
	const ours = world.server.since(mark).filter(({ workerScript }) => !workerScript);
	const asked = ours.map(({ url }) => url);
	if (asked.length > 0) {
		world.violate({
			rule: 'I9',
			what: `asks when there is nothing to ask for: ${asked.join(' ')}`
		});
	}
}
