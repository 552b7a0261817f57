import { workerState } from '../rig/probes';
import { sleep, until } from '../rig/processes';
import { fullCheck } from './full-check';
import { checkSize } from './invariants';
import type { LibraryStatus } from './observations';
import { askStatus, walkStore } from './page-probe';
import { press } from './tab-operations';
import { restoreRecall } from './recall-operations';
import { tally } from './tally';
import type { Tab, World } from './world';

/** How long a device may take in all. Milliseconds. */
const AT_LAST = 60_000;
/** A device that does nothing for so long looks for news when the reader goes on to another page. Milliseconds. */
const RESTING = 2_000;
/** One for a shell that was waiting before all was well, one for news, one for the shell they bring; and two for a busy machine. */
const MORE_PAGES = 5;
/** A device that asks again and again does so within this, and still after that. Milliseconds. */
const LISTENING = 1_000;
const QUIET_AT_LAST = 15_000;

/**
 * I9: all is well again with host and network; the device must get to the newest release, whole, and then be quiet.
 * `brief`, for cases by the hundred, in the first tab: not every page is opened, and nobody listens for what comes after.
 */
export async function checkConvergence(world: World, brief = false): Promise<void> {
	world.live = world.newest;
	restoreRecall(world);
	await world.server.setFaults();
	await world.deploy();
	await world.server.accept();
	const tab = (brief && world.tabs[0]) || (await openTab(world));
	await world.visit(tab, world.declined ? '/library/' : '/');
	if (world.declined && (await press(tab, 'keep posts'))) world.declined = false;
	if (!(await tally.time('waiting for the newest release', () => converges(world, tab)))) return;
	await fullCheck(world, !brief, brief ? tab : undefined);
	world.violate(...checkSize(await walkStore(tab.page), world.prefix, world.releases));
	if (!brief) await checkQuiet(world);
}

async function openTab(world: World): Promise<Tab> {
	const tab: Tab = { page: await world.browser.newPage() };
	world.tabs.push(tab);
	return tab;
}

/** Waits until the newest release is there and whole. A new shell waits for the next page, which is then loaded. */
async function converges(world: World, tab: Tab): Promise<boolean> {
	const { id, name, catalogue } = world.liveRelease;
	const { length } = catalogue.posts.filter(({ body }) => !world.recall.bodies.includes(body.name));
	let last: LibraryStatus | null = null;
	const arrived = () =>
		last?.release === id && last.saved.length === length && last.activity === 'idle';
	let busyAt = Date.now();
	const ask = async (enough: () => boolean) => {
		last = (await askStatus(tab.page, 2_000)) ?? last;
		const { installing, active, controlled } = await workerState(tab.page);
		// A page in WebKit may have a worker and know of none, until the next page.
		const isLost = controlled && active === null;
		const mayBegin = !isLost && !firstScriptWasCut(world);
		const busy = installing ?? (last ? last.activity !== 'idle' : mayBegin);
		if (busy) busyAt = Date.now();
		return enough();
	};
	const wait = (timeout: number, enough: () => boolean) =>
		until(() => ask(enough), { timeout, every: 60 }).catch(() => false);
	const waits = () => last?.activity === 'idle' && last.waiting;
	const rests = () => waits() || Date.now() - busyAt > RESTING;
	const end = Date.now() + AT_LAST;
	for (let more = MORE_PAGES; more >= 0 && !arrived(); more--) {
		const cameAt = (busyAt = Date.now());
		// The shell that waits takes over after a page; on a busy machine that is not at once.
		const tookTime = () => more === MORE_PAGES || Date.now() - cameAt > RESTING;
		const enough = () => arrived() || (more > 0 && rests() && tookTime());
		await wait(Math.max(0, end - Date.now()), enough);
		if (arrived() || more === 0) break;
		tally.count('more page loads', waits() ? 'for a new shell' : 'for news');
		if (last === null && firstScriptWasCut(world)) await forgetFiles(tab);
		world.log.push(`another page for ${JSON.stringify(last)}`);
		await world.visit(tab, '/');
	}
	if (arrived()) return true;
	world.violate({ rule: 'I9', what: `did not get to “${name}”: ${JSON.stringify(last)}` });
	return false;
}

/**
 * A proxy cut the first script of a page short, and said it was whole: without a worker the browser keeps it for as long as
 * the host says of the whole one, and no script of ours is there to notice.
 */
const firstScriptWasCut = (world: World) =>
	world.server.log.some(
		({ fault, url }) =>
			(fault === 'gzip-cut' || fault === 'truncate') &&
			url.includes('/_app/immutable/assets/theme.')
	);

/** What the reader can do then: loads the page's files past the browser's cache. */
async function forgetFiles(tab: Tab): Promise<void> {
	tally.count('more page loads', 'past the browser’s cache');
	await tab.page.eval(async () => {
		const files = [...document.querySelectorAll('script[src], link[href]')];
		const urls = files.map((file) => file.getAttribute('src') ?? file.getAttribute('href') ?? '');
		const own = urls.filter((url) => url.includes('/_app/'));
		await Promise.all(own.map((url) => fetch(url, { cache: 'reload' })));
	});
}

/** What is under way comes to an end, and then nothing is asked for. */
async function checkQuiet(world: World): Promise<void> {
	let asked: string[] = [];
	const isQuiet = async () => {
		const mark = world.server.log.length;
		await sleep(LISTENING);
		// The browser looks after the worker's script by itself, some time after each navigation.
		const ours = world.server.since(mark).filter(({ workerScript }) => !workerScript);
		asked = ours.map(({ url }) => url);
		return asked.length === 0;
	};
	const quiet = await until(isQuiet, { timeout: QUIET_AT_LAST, every: 0 }).catch(() => false);
	if (quiet) return;
	world.violate({ rule: 'I9', what: `asks without an end: ${asked.join(' ')}` });
}
