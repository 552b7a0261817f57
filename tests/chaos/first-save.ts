import type { CatalogueEntry } from '../../src/lib/library/catalogue';
import { until } from '../rig/processes';
import { askStatus } from './page-probe';
import type { Tab, World } from './world';

/** A small site is saved in less than two. Milliseconds. */
const LONGEST_SAVE = 20_000;

/** The first visit of a device that has nothing, to a host that lacks the text of one post: it gets all others. */
export async function saveAllBut(world: World, tab: Tab, missing: CatalogueEntry): Promise<void> {
	const { pack, posts } = world.liveRelease.catalogue;
	const match = [missing.body.name, ...(pack ? [pack.name] : [])].join('|');
	await world.server.setFaults({ kind: 'status', status: 404, match });
	await world.visit(tab, '/');
	const { bodies } = world.recall;
	const rest = posts.filter((post) => post !== missing && !bodies.includes(post.body.name));
	const hasRest = async () => {
		const saved = (await askStatus(tab.page))?.saved ?? [];
		return rest.every(({ slug }) => saved.includes(slug));
	};
	const reached = await until(hasRest, { timeout: LONGEST_SAVE }).catch(() => false);
	if (!reached) world.violate({ rule: 'I9', what: 'one post that is missing costs others' });
}
