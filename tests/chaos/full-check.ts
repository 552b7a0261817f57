import { paths } from '../../src/lib/pages/paths';
import { blobsOf } from '../../src/lib/library/catalogue';
import { checkStore } from './invariants';
import type { LibraryStatus, Visit } from './observations';
import { askStatus, brokenImages, spoiltFiles, walkStore } from './page-probe';
import { expectKept } from './reader-data';
import { tally } from './tally';
import type { Tab, World } from './world';

/** A cache of somebody else on the same origin: nothing of ours may touch it (I10). */
const FOREIGN = 'other-app';
const OTHER_PAGES = ['/', '/library/', '/search/', '/tags/go/', '/nowhere/at/all/'];

/** All of the items, or the one whose turn it is. */
type Chosen = (items: readonly string[]) => readonly string[];

/**
 * Everything that must hold at any moment, tried with the network down. Leaves the network as it was. Every post that is
 * said to be saved is asked for with all its files and hashed; `everyPage` also opens each, and every other kind of page,
 * where otherwise one post and one other page are opened, in turn. In a tab of its own, or the one that is given.
 */
export async function fullCheck(world: World, everyPage = true, given?: Tab): Promise<void> {
	const wasOnline = world.server.isOnline;
	await world.server.refuse();
	const tab = given ?? { page: await world.browser.newPage() };
	try {
		const turn = world.checks++;
		const chosen: Chosen = (items) =>
			everyPage ? items : items.slice(turn % items.length, (turn % items.length) + 1);
		const visits: Visit[] = [];
		for (const path of chosen(OTHER_PAGES)) visits.push(await world.visit(tab, path));
		if (visits.some(({ page }) => page?.fromWorker)) await checkDevice(world, tab, chosen);
		else if (world.oracle.claimed.size > 0) {
			world.violate({
				rule: 'I1',
				what: 'posts are saved, and nothing answers without the network'
			});
		}
	} finally {
		if (!given) await tab.page.close().catch(() => undefined);
		if (wasOnline) await world.server.accept();
	}
}

async function checkDevice(world: World, tab: Tab, chosen: Chosen): Promise<void> {
	// A worker that has nothing has nothing to say; who was told nothing need not wait for it.
	const status = await askStatus(tab.page, world.oracle.claimed.size > 0 ? 8_000 : 500);
	if (!status) {
		if (world.oracle.claimed.size === 0) return;
		world.violate({ rule: 'I1', what: 'posts are saved, and the worker does not answer' });
		return;
	}
	world.violate(...world.oracle.heard(status));
	await tally.time('hashing what is saved', () => checkFiles(world, tab, status));
	await checkSaved(world, tab, status, chosen(status.saved));
	const store = await walkStore(tab.page);
	const { prefix, base, releases, oracle } = world;
	world.violate(...checkStore(store, prefix, base, releases, oracle.spoilt));
	await checkForeign(world, tab, Object.keys(store));
}

/** Each post that is said to be saved is answered for whole: its text and all that belongs to it. */
async function checkFiles(world: World, tab: Tab, status: LibraryStatus): Promise<void> {
	const release = world.oracle.releaseOf(status);
	const posts = status.saved
		.filter((slug) => !world.oracle.isSpoilt(slug))
		.map((slug) => release?.post(slug))
		.filter((post) => post !== undefined);
	const names = posts.flatMap(blobsOf).map(({ name }) => name);
	const spoilt = await spoiltFiles(tab.page, world.base, names);
	if (spoilt.length === 0) return;
	world.violate({ rule: 'I1', what: `saved, and not to be had whole: ${spoilt.join(', ')}` });
}

/** Posts that are said to be saved open, with their images, as published. */
async function checkSaved(world: World, tab: Tab, status: LibraryStatus, slugs: readonly string[]) {
	const owed = new Set(status.saved.filter((slug) => !world.oracle.isSpoilt(slug)));
	for (const slug of slugs) {
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
