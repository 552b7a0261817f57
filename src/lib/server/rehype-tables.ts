import { walk, type Tree } from './tree';

const ROWS = new Set(['table', 'thead', 'tbody', 'tr']);

/** Columns are aligned by class, since styles are not allowed; boxes of tasks have names. */
export function rehypeTables() {
	return (tree: Tree) => {
		walk(tree, (node) => {
			const { tagName, properties, children } = node;
			// Line breaks between rows and cells show nowhere.
			if (ROWS.has(tagName ?? ''))
				node.children = children?.filter(({ type }) => type === 'element');
			if (tagName === 'th' || tagName === 'td') {
				const align = properties?.align;
				node.properties = {
					...(tagName === 'th' ? { scope: 'col' } : {}),
					...(align === 'right' || align === 'center' ? { class: `align-${align}` } : {})
				};
			}
			if (tagName === 'input') {
				node.properties = {
					...properties,
					'aria-label': properties?.checked ? 'Done' : 'To do'
				};
			}
			return undefined;
		});
	};
}
