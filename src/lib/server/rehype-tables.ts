import { walk, type Tree } from './tree';

/** Columns are aligned by class, since styles are not allowed; boxes of tasks have names. */
export function rehypeTables() {
	return (tree: Tree) => {
		walk(tree, (node) => {
			const { tagName, properties } = node;
			if (tagName === 'th' || tagName === 'td') {
				const align = properties?.align;
				node.properties = {
					...(tagName === 'th' ? { scope: 'col' } : {}),
					...(align === 'right' || align === 'center' ? { class: `align-${align}` } : {})
				};
			}
			return undefined;
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
