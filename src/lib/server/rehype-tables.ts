import { uniqueLabel, type PostContext } from './post-context';
import { element, textOf, walk, type Tree } from './tree';

/** Tables scroll inside a region that a keyboard can reach; columns are aligned by class, since styles are not allowed. */
export function rehypeTables(context: PostContext) {
	return () => (tree: Tree) => {
		walk(tree, (node, index, parent) => {
			const { tagName, properties } = node;
			if (tagName === 'th' || tagName === 'td') {
				const align = properties?.align;
				node.properties = {
					...(tagName === 'th' ? { scope: 'col' } : {}),
					...(align === 'right' || align === 'center' ? { class: `align-${align}` } : {})
				};
			}
			if (tagName !== 'table' || isWrapper(parent)) return;
			const label = uniqueLabel(tableLabel(node), context.labels);
			const wrapper = element(
				'div',
				{ class: 'table', tabindex: '0', role: 'region', 'aria-label': label },
				[node]
			);
			parent.children?.splice(index, 1, wrapper);
			return index;
		});
		walk(tree, (node) => {
			if (node.tagName !== 'input') return;
			node.properties = {
				...node.properties,
				'aria-label': node.properties?.checked ? 'Done' : 'To do'
			};
		});
	};
}

function isWrapper(node: Tree): boolean {
	return node.properties?.class === 'table';
}

function tableLabel(table: Tree): string {
	const heads: string[] = [];
	walk(table, (node) => {
		if (node.tagName === 'th') heads.push(textOf(node).trim());
	});
	const name = heads.filter(Boolean).slice(0, 3).join(', ');
	return name ? `Table: ${name}` : 'Table';
}
