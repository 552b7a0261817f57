import { until } from '../rig/processes';
import { paths } from '../../src/lib/pages/paths';
import { seePage } from './page-probe';
import { expectKept } from './reader-data';
import { drawn, type Step } from './script';
import type { Tab, World } from './world';

const MOST_TABS = 4;

/** What a reader does with tabs and with the browser itself. */
export const tabOperations = {
	visit: (world: World, { draws }: Step) => open(world, tabOf(world, draws[0]), draws[1], draws[2]),

	async follow(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		if (!tab.seen?.kind) return;
		const before = tab.seen.timeOrigin;
		await world.arrive(tab, 'a link', async () => {
			const followed = await tab.page.eval((draw) => {
				const links = [
					...document.querySelectorAll<HTMLAnchorElement>('a[href]:not([data-do])')
				].filter(
					({ href, origin, pathname }) =>
						origin === location.origin &&
						pathname !== location.pathname &&
						!/\.(xml|json)$/.test(href)
				);
				const link = links[Math.floor(draw * links.length)];
				link?.click();
				return link !== undefined;
			}, draws[1]);
			if (followed) await loadedAnew(world, tab, before);
			return {};
		});
	},

	async back(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		const length = await tab.page.eval(() => history.length);
		// The first entry of a tab is about:blank, which is nobody's page.
		if (length > 2 && tab.seen?.kind)
			await world.arrive(tab, 'back', async () => {
				await tab.page.back();
				return {};
			});
	},

	async reload(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		if (tab.seen) await world.arrive(tab, 'reload', () => tab.page.reload());
	},

	async 'open-tab'(world: World, { draws }: Step) {
		if (world.tabs.length >= MOST_TABS) return;
		const tab: Tab = { page: await world.browser.newPage() };
		world.tabs.push(tab);
		world.touched.add(tab);
		await open(world, tab, draws[1], draws[2]);
	},

	async 'close-tab'(world: World, { draws }: Step) {
		if (world.tabs.length < 2) return;
		const tab = tabOf(world, draws[0]);
		world.tabs = world.tabs.filter((other) => other !== tab);
		await tab.page.close();
	},

	/** The reader looks at the page again, which is when it asks for news. */
	async 'come-back'(world: World, { draws }: Step) {
		const tab = tabOf(world, draws[0]);
		if (!tab.seen) return;
		await tab.page.eval(() => void document.dispatchEvent(new Event('visibilitychange')));
		await world.quiet(draws[1] * 800);
	},

	restart: (world: World) => world.restart('close'),
	kill: (world: World) => world.restart('kill')
};

/** The tab that a draw stands for; it counts as used from now on. */
export function tabOf(world: World, draw: number): Tab {
	const tab = drawn(world.tabs, draw);
	if (!tab) throw new Error('a browser has at least one tab');
	world.touched.add(tab);
	return tab;
}

async function open(world: World, tab: Tab, page: number, spelling: number): Promise<void> {
	const slugs = [
		...new Set(world.releases.slice(0, world.newest + 1).flatMap(({ slugs }) => slugs))
	];
	const posts = slugs.map(paths.post);
	const path = drawn(
		[...posts, ...posts, '/', '/', '/library/', '/search/', '/tags/go/', '/no/such/page/'],
		page
	);
	const spelled = drawn(
		[path, path, path, `${path}?utm_source=x`, path?.replace(/(.)\/$/, '$1'), `${path}index.html`],
		spelling
	);
	const visit = await world.visit(tab, spelled ?? '/');
	await expectKept(world, tab, visit);
}

/** Presses the button of the page's app that begins with these words. -> whether it was there. */
export async function press(tab: Tab, words: string): Promise<boolean> {
	// Where the page did not come, the browser may still be putting up its own.
	if (!tab.seen?.kind) return false;
	return tab.page.eval(async (words) => {
		for (let tries = 0; tries < 40; tries++) {
			const buttons = [...document.querySelectorAll<HTMLButtonElement>('#app button')];
			const button = buttons.find(({ textContent }) => textContent?.trim().startsWith(words));
			if (button && !button.disabled) {
				button.click();
				return true;
			}
			await new Promise((next) => setTimeout(next, 25));
		}
		return false;
	}, words);
}

/** Waits for another document in the tab. */
async function loadedAnew(world: World, tab: Tab, before: number): Promise<void> {
	const look = async () => (await seePage(tab.page, world.base)).timeOrigin !== before;
	await until(look, { timeout: 20_000, every: 30, what: 'the page behind a link' });
}
