import GithubSlugger from 'github-slugger';
import type { PostContext } from './post-context';
import { element, text, textOf, walk, type Tree } from './tree';

/** Ids of the pages around a post; a heading of that name gets a number. */
const RESERVED = ['main', 'search', 'toc', 'status'];

/** Gives each heading an id, as GitHub would, and a link to itself. */
export function rehypeHeadings(context: PostContext) {
	return () => (tree: Tree) => {
		const slugger = new GithubSlugger();
		for (const id of [...RESERVED, ...context.ids]) slugger.slug(id);
		walk(tree, (node, index) => {
			if (!/^h[1-6]$/.test(node.tagName ?? '')) return;
			const title = textOf(node).trim().normalize('NFC');
			const id = slugger.slug(title) || slugger.slug('section');
			context.ids.add(id);
			context.anchors.push(id);
			const anchor = {
				class: 'anchor',
				href: `#${encodeURIComponent(id)}`,
				'aria-label': `Link to this section: ${title}`
			};
			node.properties = { id };
			node.children = [...(node.children ?? []), text(' '), element('a', anchor, [text('#')])];
			return index + 1;
		});
	};
}
