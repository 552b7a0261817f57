import { sleep } from '../rig/processes';
import { slugOf } from './invariants';
import type { Visit } from './observations';
import { seePage } from './page-probe';
import type { Tab, World } from './world';

/** How long a page may take to show what the reader has chosen and left, in milliseconds. */
const PATIENCE = 4_000;

/** I6: a page that was loaded afresh shows the theme, the size and the place that were kept. */
export async function expectKept(world: World, tab: Tab, visit: Visit): Promise<void> {
	const { page } = visit;
	if (visit.failure !== undefined || !page?.kind || !page.shell) return;
	const slug = page.kind === 'post' ? slugOf(page.path) : undefined;
	const keys = ['theme', 'size', ...(slug ? [`place of ${slug}`] : [])];
	const end = Date.now() + PATIENCE;
	let shown = await show(world, tab, slug);
	// A default may be on the screen for a moment, until the database has answered.
	while (Date.now() < end && keys.some((key) => !fits(world, key, shown[key] ?? ''))) {
		await sleep(100);
		shown = await show(world, tab, slug);
	}
	for (const key of keys) world.violate(...world.oracle.shows(key, shown[key] ?? ''));
}

function fits(world: World, key: string, value: string): boolean {
	return world.oracle.allowed(key)?.has(value) ?? true;
}

async function show(
	world: World,
	tab: Tab,
	slug: string | undefined
): Promise<Record<string, string>> {
	const { theme, size } = await seePage(tab.page, world.base);
	const place = await tab.page.eval(
		() => document.querySelector('a.continue')?.getAttribute('href') ?? ''
	);
	return { theme, size, ...(slug && { [`place of ${slug}`]: decodeURIComponent(place) }) };
}
