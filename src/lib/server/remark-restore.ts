import type { PostContext } from './post-context';
import type { Protection } from './protect';
import { lineOf, text, walk, type Tree } from './tree';

/**
 * Gives each protected character its meaning back, now that it can only be text. The first plugin of all:
 * everything after it sees what the author wrote.
 */
export function remarkRestore({ prose, literal, strange }: Protection, context: PostContext) {
	return () => (tree: Tree) => {
		walk(tree, (node, index, parent) => {
			switch (node.type) {
				case 'text':
					warnAbout(strange(node.value ?? ''), lineOf(node), context);
					node.value = prose(node.value ?? '');
					break;
				case 'code':
				case 'inlineCode':
					node.value = literal(node.value ?? '');
					break;
				case 'html':
				case 'svelteTag':
				case 'svelteBlock':
					// Nothing should get here. If something does, it is shown and not run.
					parent.children?.splice(index, 1, asText(node, parent, literal(node.value ?? '')));
					return;
			}
			if (node.type === 'code') {
				node.lang = literal(node.lang ?? '');
				node.meta = literal(node.meta ?? '');
			}
			if (node.url !== undefined) node.url = prose(node.url);
			if (node.title) node.title = prose(node.title);
			if (node.alt) node.alt = prose(node.alt);
			if (node.identifier) node.identifier = literal(node.identifier);
			if (node.label) node.label = literal(node.label);
		});
	};
}

function warnAbout(strange: string | undefined, line: number, context: PostContext): void {
	if (strange === '<!--') {
		const message = 'A comment in HTML is not hidden: readers will see it.';
		context.warn(line, message, 'Remove it.');
	} else if (strange) {
		const message = `“${strange}” is not a character that the build knows, and is shown as it is.`;
		context.warn(line, message, 'Write the character itself, or code between backticks.');
	}
}

const INLINE_PARENTS = new Set([
	'paragraph',
	'heading',
	'emphasis',
	'strong',
	'delete',
	'link',
	'linkReference',
	'tableCell'
]);

function asText(node: Tree, parent: Tree, value: string): Tree {
	const leaf = text(value);
	return INLINE_PARENTS.has(parent.type)
		? leaf
		: { type: 'paragraph', children: [leaf], position: node.position };
}
