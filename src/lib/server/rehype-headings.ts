import GithubSlugger from 'github-slugger';
import type { PostContext } from './post-context';
import { textOf, walk, type Tree } from './tree';

/** Ids of the pages around a post; a heading of that name gets a number. */
const RESERVED = ['main', 'search', 'toc', 'status'];

/** Gives each heading an id, as GitHub would. */
export function rehypeHeadings(context: PostContext) {
	return () => (tree: Tree) => {
		const slugger = new GithubSlugger();
		for (const id of [...RESERVED, ...context.ids]) slugger.slug(id);
		walk(tree, (node) => {
			if (!/^h[1-6]$/.test(node.tagName ?? '')) return undefined;
			const title = textOf(node).trim().normalize('NFC');
			const id = slugger.slug(title) || slugger.slug('section');
			context.ids.add(id);
			context.anchors.push(id);
			node.properties = { id };
			return undefined;
		});
	};
}
