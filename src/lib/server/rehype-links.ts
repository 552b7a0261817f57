import type { PostContext } from './post-context';
import { lineOf, walk, type Tree } from './tree';

const EXTERNAL = /^(?:https?:\/\/[^/\\\s]|mailto:[^\s]*@)/i;
const INTERNAL = /^\/(?![/\\])/;

/** Sorts links into this page, this site and elsewhere. Any other kind is refused. */
export function rehypeLinks(context: PostContext) {
	return () => (tree: Tree) => {
		let line = 1;
		walk(tree, (node, index, parent) => {
			line = lineOf(node, line);
			if (node.tagName !== 'a' || isOurs(node)) return;
			const href = String(node.properties?.href ?? '');
			const title = node.properties?.title;
			const keep = (properties: Tree['properties']) => {
				node.properties = { ...properties, ...(title ? { title } : {}) };
			};
			if (EXTERNAL.test(href)) return keep({ href, rel: 'noopener noreferrer' });
			if (href.startsWith('#') && href.length > 1) {
				context.links.push({ href, line });
				return keep({ href });
			}
			if (INTERNAL.test(href)) {
				const canonical = withSlash(href);
				context.links.push({ href: canonical, line });
				return keep({ href: context.base + canonical });
			}
			context.problem(
				line,
				`“${readable(href)}” is not an address this site links to.`,
				fixFor(href)
			);
			parent.children?.splice(index, 1, ...(node.children ?? []));
			return index;
		});
	};
}

function isOurs(node: Tree): boolean {
	return ['footnote-ref', 'footnote-backref', 'anchor'].includes(String(node.properties?.class));
}

/** Pages have a slash at the end; files have a dot in their name. */
function withSlash(href: string): string {
	const [, path = '', rest = ''] = /^([^?#]*)(.*)$/s.exec(href) ?? [];
	const last = path.slice(path.lastIndexOf('/') + 1);
	return last === '' || last.includes('.') ? href : `${path}/${rest}`;
}

function fixFor(href: string): string {
	if (href === '') return 'Write an address between the parentheses.';
	if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return 'Link with https:, http: or mailto:.';
	return 'Write /posts/<slug>/ for a post of this site, #heading for this page, or a whole https:// address.';
}

function readable(href: string): string {
	return href.length > 80 ? href.slice(0, 80) + '…' : href;
}
