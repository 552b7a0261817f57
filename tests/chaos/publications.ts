import fs from 'node:fs';
import path from 'node:path';
import { edited, makePost, makePosts, writePosts, type FixturePost } from '../fixtures/generate';
import { temporaryFolder } from '../rig/processes';
import { buildSite, type Patch } from '../rig/site';
import { RECALL_KEY } from './recalls';
import { Release } from './release';
import { workerWrapper, type StorageFault } from './storage-wrapper';

const FIRST_SEQ = 1_780_000_000;
const POSTS = 10;
const SEED = 77;

const CSS: Patch = {
	file: 'src/styles/tokens.css',
	find: '--paper:',
	replace: '--chaos: 1;\n\t--paper:'
};
const SCRIPT: Patch = {
	file: 'src/app/enhance.ts',
	find: 'void keepLook();',
	replace: "document.documentElement.dataset.chaos = 'yes';\nvoid keepLook();"
};

interface Plan {
	name: string;
	posts: FixturePost[];
	patches: Patch[];
}

/** What an author does to a blog over the weeks, one release after the other. */
function plans(): Plan[] {
	const first = makePosts(POSTS, SEED);
	const edit = (posts: FixturePost[], ...orders: number[]) =>
		posts.map((post) => (orders.includes(post.order) ? edited(post) : post));
	const added = [...edit(first, 2), makePost(POSTS + 1, SEED)];
	const removed = edit(added, 1).filter(({ order }) => order !== 3);
	return [
		{ name: 'first', posts: first, patches: [] },
		{ name: 'edited', posts: edit(first, 2), patches: [] },
		{ name: 'added', posts: added, patches: [] },
		{ name: 'restyled', posts: added, patches: [CSS] },
		{ name: 'removed', posts: removed, patches: [CSS] },
		{ name: 'reworked', posts: edit(removed, 4, 5), patches: [CSS, SCRIPT] },
		{ name: 'all edited', posts: removed.map(edited), patches: [CSS, SCRIPT] },
		{ name: 'taken back', posts: added, patches: [] }
	];
}

/** Builds the first `count` releases, with `mutation` in the sources of all of them. */
export async function publications(
	count = plans().length,
	base = '',
	mutation: readonly Patch[] = []
): Promise<Release[]> {
	const releases: Release[] = [];
	for (const [index, { name, posts, patches }] of plans().slice(0, count).entries()) {
		const postsDir = path.join(temporaryFolder('posts'), 'posts');
		writePosts(postsDir, posts);
		const seq = FIRST_SEQ + index * 100_000;
		const built = await buildSite({
			postsDir,
			base,
			seq,
			patches: [RECALL_KEY, ...mutation, ...patches]
		});
		releases.push(new Release(name, instrumented(built)));
	}
	return releases;
}

/**
 * A copy of a built site whose worker can be made to fail, or of such a copy with another fault. The worker's script is the
 * one file that no hash vouches for.
 */
export function instrumented(built: string, fault: StorageFault | null = null): string {
	const copy = path.join(temporaryFolder('release'), 'site');
	fs.cpSync(built, copy, { recursive: true });
	const worker = path.join(copy, 'service-worker.js');
	const own = fs.readFileSync(worker, 'utf8').replace(workerWrapper(), '');
	fs.writeFileSync(worker, workerWrapper(fault) + own);
	return copy;
}
