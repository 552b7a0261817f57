import type { PostContext } from './post-context';
import { lineOf, textOf, walk, type Tree } from './tree';

const WORD = /[\p{L}\p{N}]/u;
const BLOCKS = new Set(['paragraph', 'heading', 'tableCell']);
const DELIMITER_ROW = /^\s*\|?\s*:?-+:?\s*\|[\s:|-]*$/m;

/** Counts the words of prose, and finds what would silently come out wrong. */
export function remarkProse(context: PostContext) {
	return () => (tree: Tree) => {
		const defined = new Map<string, number>();
		const used = new Map<string, number>();
		walk(tree, (node) => {
			const line = lineOf(node);
			if (BLOCKS.has(node.type))
				context.words += textOf(node)
					.split(/\s+/)
					.filter((word) => WORD.test(word)).length;
			if (node.type === 'heading') checkHeading(node, line, context);
			if (node.type === 'paragraph' && DELIMITER_ROW.test(textOf(node))) {
				context.warn(
					line,
					'A table that follows a line of text is not a table.',
					'Leave an empty line before it.'
				);
			}
			const name = node.identifier?.toUpperCase() ?? '';
			if (node.type === 'footnoteDefinition') {
				if (defined.has(name))
					context.problem(
						line,
						`The footnote [^${node.label ?? name}] is written twice.`,
						'Give one of them another name.'
					);
				defined.set(name, line);
			}
			if (node.type === 'footnoteReference' && !used.has(name)) used.set(name, line);
		});
		for (const [name, line] of used) {
			if (!defined.has(name))
				context.problem(
					line,
					`There is no text for the footnote [^${name.toLowerCase()}].`,
					`Write it in a paragraph of its own: [^${name.toLowerCase()}]: text`
				);
		}
		for (const [name, line] of defined) {
			if (!used.has(name))
				context.warn(
					line,
					`No text refers to the footnote [^${name.toLowerCase()}], so it is not shown.`,
					'Refer to it, or remove it.'
				);
		}
	};
}

function checkHeading(node: Tree, line: number, context: PostContext): void {
	if (node.depth === 1) {
		context.problem(
			line,
			'The title is the only heading of the first level.',
			'Begin this heading with ## instead of #.'
		);
	}
	if (textOf(node).trim() === '')
		context.problem(line, 'This heading has no text.', 'Write one, or remove the line.');
}
