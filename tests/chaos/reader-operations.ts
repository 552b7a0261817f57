import { sleep, until } from '../rig/processes';
import { workerState } from '../rig/probes';
import { saveAllBut } from './first-save';
import { slugOf } from './invariants';
import { order, seePage } from './page-probe';
import { drawn, type Step } from './script';
import { press, tabOf, tabOperations } from './tab-operations';
import type { World } from './world';

/** After so long without scrolling, and a little, a page keeps the place. Milliseconds. */
const RESTS = 900;

/** Everything a reader can do. Each function draws what it needs and does nothing where there is nothing to do. */
export const readerOperations = {
	...tabOperations,

	async search(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		const words =
			drawn(['queue worker', 'zz', 'überall', '<b>', '"the disk is full"'], draws[1]) ?? 'a';
		await world.visit(tab, `/search/?q=${encodeURIComponent(words)}`);
	},

	/** Opens the search over the page, whose script may not have been needed before. */
	async 'search-here'(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		if (!tab.seen?.fromWorker || !tab.seen.shell || tab.seen.kind === 'search') return;
		const opened = await tab.page.eval(async () => {
			document.querySelector<HTMLElement>('a[data-do=search]')?.click();
			for (let tries = 0; tries < 160; tries++) {
				const dialog = document.querySelector<HTMLDialogElement>('#search-dialog');
				// Our script takes the place of the plain form; where it cannot come, the link leads to the page.
				if (dialog?.open || location.pathname.endsWith('/search/')) return true;
				await new Promise((next) => setTimeout(next, 50));
			}
			return false;
		});
		if (!opened && !world.storageFails) {
			world.violate({ rule: 'I8', what: `${tab.seen.path}: the search does not open` });
		}
		await world.visit(tab, '/');
	},

	save: (world: World, { draws }: Step) => give(world, draws, 'save'),
	verify: (world: World, { draws }: Step) => give(world, draws, 'verify'),
	check: (world: World, { draws }: Step) => give(world, draws, 'check'),

	/** The reader says twice that everything stored shall go. */
	async remove(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		await world.visit(tab, '/library/');
		const pressed = (await press(tab, 'remove everything')) && (await press(tab, 'really remove'));
		if (!pressed) return;
		world.declined = true;
		world.workerSince = undefined;
		world.oracle.wiped();
		const gone = async () => (await workerState(tab.page)).active === null;
		await until(gone, { timeout: 2_000, every: 20 }).catch(() => undefined);
	},

	/** The site on another device of the reader's, and a host that lacks one post. */
	async 'new-device'(world: World, { draws, fault }: Step) {
		const tab = tabOf(world, draws[0]);
		const missing = drawn(world.liveRelease.catalogue.posts, draws[1]);
		if (!missing || fault || !isSound(world)) return;
		world.loseWorker();
		world.declined = false;
		for (const kind of ['all', 'http'] as const) {
			await world.browser.clearData(kind, world.server.origin);
		}
		await saveAllBut(world, tab, missing);
		await world.server.setFaults();
	},

	theme: (world: World, { draws }: Step) =>
		choose(world, draws, 'theme', ['auto', 'light', 'dark']),
	size: (world: World, { draws }: Step) => choose(world, draws, 'size', ['smaller', 'larger']),

	/** Reads on to a heading, and rests there or puts the phone away, which is when the place is kept. */
	async 'read-on'(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		if (tab.seen?.kind !== 'post' || !tab.seen.fromWorker) return;
		const heading = await tab.page.eval(async () => {
			const [, second] = document.querySelectorAll('.prose h2[id]');
			const scrolled = new Promise((done) => addEventListener('scroll', done, { once: true }));
			second?.scrollIntoView();
			await Promise.race([scrolled, new Promise((late) => setTimeout(late, 300))]);
			return second?.id ?? '';
		});
		const slug = slugOf(tab.seen.path);
		if (slug && heading) world.oracle.asks(`place of ${slug}`, `#${heading}`);
		if (draws[1] < 0.2) await sleep(RESTS);
		else await tab.page.eval(putAway);
	},

	/** Takes the reader's data out as a file, and puts the same file in again: nothing may change by that. */
	async 'export-import'(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		await world.visit(tab, '/library/');
		if (!(await press(tab, 'export'))) return;
		await tab.page.eval(async () => {
			const { chaos } = self as unknown as { chaos: { exported: string } };
			for (let tries = 0; tries < 20 && !chaos.exported; tries++) {
				await new Promise((next) => setTimeout(next, 50));
			}
			const input = document.querySelector<HTMLInputElement>('#app input[type=file]');
			if (!chaos.exported || !input) return;
			const files = new DataTransfer();
			files.items.add(new File([chaos.exported], 'reader.json', { type: 'application/json' }));
			input.files = files.files;
			input.dispatchEvent(new Event('change', { bubbles: true }));
		});
		await world.quiet(200);
	}
};

/** The host can be reached, and is not half-way from one release to another; and the engine can lose what an origin stored. */
const isSound = ({ server, uploading, engine }: World) =>
	server.isOnline && uploading === undefined && engine !== 'firefox';

async function give(world: World, draws: Step['draws'], command: 'save' | 'verify' | 'check') {
	const tab = tabOf(world, draws[0]);
	if (!tab.seen?.kind) return;
	if (command === 'save' && world.declined) {
		const { page } = await world.visit(tab, '/library/');
		// Without a worker and a host there is no page to give an order.
		if (!page?.kind) return;
		if (await press(tab, 'keep posts')) world.declined = false;
	}
	await order(tab.page, command);
	await world.quiet(draws[1] * 1_000);
}

async function choose(
	world: World,
	draws: Step['draws'],
	what: 'theme' | 'size',
	values: string[]
) {
	const tab = tabOf(world, draws[0]);
	if (!tab.seen?.kind) return;
	const value = drawn(values, draws[1]) ?? '';
	const selector =
		what === 'theme' ? `.settings [value="${value}"]` : `.settings [data-do="${value}"]`;
	await tab.page.eval(
		(selector) => document.querySelector<HTMLElement>(selector)?.click(),
		selector
	);
	const { theme, size } = await seePage(tab.page, world.base);
	const shown = what === 'theme' ? theme : size;
	// Where a proxy cut the scripts, buttons do nothing, and nothing was chosen.
	if (shown) world.oracle.asks(what, shown);
}

/** As when the page is hidden; it is shown again at once. */
function putAway(): void {
	Object.defineProperty(document, 'visibilityState', { value: 'hidden', configurable: true });
	document.dispatchEvent(new Event('visibilitychange'));
	Reflect.deleteProperty(document, 'visibilityState');
}
