import { decode } from './percent';
import type { PostContext } from './post-context';
import { element, text, walk, type Tree } from './tree';

/** Numbers the footnotes in the order they are called, with ids and names that stay apart. */
export function rehypeFootnotes(context: PostContext) {
	return () => (tree: Tree) => {
		const numbers = new Map<string, number>();
		walk(tree, (node, index, parent) => {
			const { tagName, properties, children } = node;
			const [link] = children ?? [];
			if (tagName === 'sup' && hasClass(link, 'footnote-ref')) {
				const name = decodeId(String(link?.properties?.href).slice('#fn-'.length));
				const first = !numbers.has(name);
				if (first) numbers.set(name, numbers.size + 1);
				const number = numbers.get(name) ?? 0;
				const label = `Footnote ${number}`;
				const id = claim(context, first ? `fnref-${number}` : undefined);
				const anchor = element(
					'a',
					{ href: `#fn-${number}`, class: 'footnote-ref', 'aria-label': label },
					[text(String(number))]
				);
				parent.children?.splice(index, 1, element('sup', { id }, [anchor]));
				return index + 1;
			}
			if (tagName === 'div' && hasClass(node, 'footnotes')) {
				node.tagName = 'section';
				node.properties = { class: 'footnotes', 'aria-label': 'Footnotes' };
				node.children = (children ?? []).filter(
					(child) => child.tagName !== 'hr' && child.type !== 'text'
				);
			}
			const id = String(properties?.id ?? '');
			if (tagName === 'li' && id.startsWith('fn-')) {
				const number = numbers.get(decodeId(id.slice('fn-'.length))) ?? 0;
				node.properties = { id: claim(context, `fn-${number}`) };
			}
			if (hasClass(node, 'footnote-backref')) {
				const number = numbers.get(decodeId(String(properties?.href).slice('#fnref-'.length))) ?? 0;
				node.properties = {
					href: `#fnref-${number}`,
					class: 'footnote-backref',
					'aria-label': `Back to the text of footnote ${number}`
				};
				parent.children?.splice(index, 0, text(' '));
				return index + 2;
			}
		});
		walk(tree, (node) => {
			// The list is in the order in which mdsvex came upon them, and it reads tables backwards.
			if (!hasFootnotes(node)) return;
			const items = (node.children ?? []).filter((child) => child.tagName === 'li');
			node.children = items
				.sort((a, b) => numberOf(a) - numberOf(b))
				.flatMap((item) => [text('\n'), item]);
		});
	};
}

function hasFootnotes(node: Tree): boolean {
	return node.tagName === 'ol' && (node.children ?? []).some((child) => numberOf(child) > 0);
}

function numberOf(item: Tree): number {
	return Number(/^fn-(\d+)$/.exec(String(item.properties?.id))?.[1] ?? 0);
}

function claim(context: PostContext, id: string | undefined): string | undefined {
	if (id) {
		context.ids.add(id);
		context.anchors.push(id);
	}
	return id;
}

function hasClass(node: Tree | undefined, name: string): boolean {
	const list = node?.properties?.className;
	return Array.isArray(list) && list.includes(name);
}

/** The same name is percent-encoded in an address and not in an id; in upper case they compare equal. */
function decodeId(name: string): string {
	return decode(name).toUpperCase();
}
