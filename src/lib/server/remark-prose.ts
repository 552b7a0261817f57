import { checkFootnotes } from './footnote-names';
import type { PostContext } from './post-context';
import { lineOf, textOf, walk, type Tree } from './tree';

const WORD = /[\p{L}\p{N}]/u;
const BLOCKS = new Set(['paragraph', 'heading', 'tableCell']);
const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*\|[\s:|-]*$/m;

/** Counts the words of prose, and finds what would silently come out wrong. */
export function remarkProse(context: PostContext) {
	return () => (tree: Tree) => {
		walk(tree, (node) => {
			if (BLOCKS.has(node.type)) context.words += countWords(textOf(node));
			if (node.type === 'heading') checkHeading(node, context);
			if (node.type === 'paragraph' && DELIMITER_ROW.test(textOf(node))) {
				const message = 'A table right below a line of text is not a table.';
				context.warn(lineOf(node), message, 'Leave an empty line before it.');
			}
		});
		checkFootnotes(tree, context);
	};
}

function countWords(prose: string): number {
	return prose.split(/\s+/).filter((word) => WORD.test(word)).length;
}

function checkHeading(node: Tree, context: PostContext): void {
	if (node.depth === 1) {
		const message = 'The title is the only heading of the first level.';
		context.problem(lineOf(node), message, 'Begin this heading with ##.');
	}
	if (textOf(node).trim() === '') {
		context.problem(lineOf(node), 'This heading has no text.', 'Write one, or remove the line.');
	}
}
