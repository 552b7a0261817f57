/** What an attribute may hold while the tree is being changed; `html.ts` decides how it is written. */
export type Attribute = string | number | boolean | string[] | null | undefined;

/** A node of either tree, Markdown's or HTML's: the few fields the build looks at. */
export interface Tree {
	type: string;
	value?: string;
	children?: Tree[];
	position?: { start: { line: number } };
	/** HTML: an element's name and attributes. */
	tagName?: string;
	properties?: Record<string, Attribute>;
	/** Markdown. */
	lang?: string | null;
	meta?: string | null;
	url?: string;
	title?: string | null;
	alt?: string | null;
	identifier?: string;
	label?: string | null;
	depth?: number;
	data?: Record<string, unknown>;
}

/** Called for every node below `tree`, parents first. Returning a number continues at that index. */
export type Visitor = (node: Tree, index: number, parent: Tree) => number | undefined;

/** Walks in document order; a visitor may replace what it is looking at. */
export function walk(tree: Tree, visit: Visitor): void {
	const children = tree.children;
	if (!children) return;
	for (let index = 0; index < children.length;) {
		const node = children[index];
		if (!node) break;
		const next = visit(node, index, tree);
		if (typeof next === 'number') {
			index = next;
			continue;
		}
		walk(node, visit);
		index++;
	}
}

/** All text below a node, as a reader sees it. */
export function textOf(node: Tree): string {
	if (node.type === 'text' || node.type === 'inlineCode') return node.value ?? '';
	if (node.tagName === 'br' || node.type === 'break') return '\n';
	return (node.children ?? []).map(textOf).join('');
}

/** The line of a node, or of the nearest thing that is known. */
export function lineOf(node: Tree, fallback = 1): number {
	return node.position?.start.line ?? fallback;
}

/** An element, with children. */
export function element(
	tagName: string,
	properties: Record<string, Attribute>,
	children: Tree[] = []
): Tree {
	return { type: 'element', tagName, properties, children };
}

/** A piece of text. */
export function text(value: string): Tree {
	return { type: 'text', value };
}

/** HTML the build itself has made; nothing an author wrote gets here unescaped. */
export function raw(value: string): Tree {
	return { type: 'raw', value };
}
