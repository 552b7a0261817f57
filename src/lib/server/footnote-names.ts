import type { PostContext } from './post-context';
import { lineOf, walk, type Tree } from './tree';

/** Each call of a footnote needs its text, and each text a call. */
export function checkFootnotes(tree: Tree, context: PostContext): void {
	const texts = new Map<string, Tree>();
	const calls = new Map<string, Tree>();
	const nested = new Map<string, Tree>();
	walk(tree, (node, index) => {
		if (node.type === 'footnoteReference') addFirst(calls, node);
		if (node.type !== 'footnoteDefinition') return;
		if (texts.has(nameOf(node))) {
			const message = `The footnote [^${shown(node)}] is written twice.`;
			context.problem(lineOf(node), message, 'Give one of them another name.');
		}
		texts.set(nameOf(node), node);
		walk(node, (inner) => {
			if (inner.type === 'footnoteReference') addFirst(nested, inner);
		});
		return index + 1;
	});

	for (const [name, node] of calls) {
		if (texts.has(name)) continue;
		const fix = `Write it in a paragraph of its own: [^${shown(node)}]: text`;
		context.problem(lineOf(node), `The footnote [^${shown(node)}] has no text.`, fix);
	}
	for (const [name, node] of nested) {
		if (calls.has(name)) continue;
		const message = `Only another footnote calls the footnote [^${shown(node)}].`;
		context.problem(lineOf(node), message, 'Call it in the text, or write the two as one.');
	}
	for (const [name, node] of texts) {
		if (calls.has(name) || nested.has(name)) continue;
		const message = `Nothing calls the footnote [^${shown(node)}], so it is not shown.`;
		context.warn(lineOf(node), message, 'Call it in the text, or remove it.');
	}
}

function addFirst(map: Map<string, Tree>, node: Tree): void {
	if (!map.has(nameOf(node))) map.set(nameOf(node), node);
}

function nameOf(node: Tree): string {
	return (node.identifier ?? '').toUpperCase();
}

function shown(node: Tree): string {
	return node.label ?? node.identifier ?? '';
}
