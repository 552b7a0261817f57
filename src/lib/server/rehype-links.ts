import { canonical } from './percent';
import type { PostContext } from './post-context';
import { lineOf, walk, type Tree } from './tree';

const EXTERNAL = /^(?:https?:\/\/[^/\\\s]|mailto:[^\s]*@)/i;
/** Not `//host` and not `/\host`, which lead away. */
const INTERNAL = /^\/(?![/\\])/;
const HERE = /^#./;
const OURS = new Set(['footnote-ref', 'footnote-backref']);

/** Sorts links into this page, this site and elsewhere. Any other kind is refused. */
export function rehypeLinks(context: PostContext) {
	return () => (tree: Tree) => {
		let line = 1;
		walk(tree, (node, index, parent) => {
			line = lineOf(node, line);
			if (node.tagName !== 'a' || OURS.has(String(node.properties?.class))) return;
			const { href: written, title } = node.properties ?? {};
			const href = inOneSpelling(String(written ?? ''));
			if (EXTERNAL.test(href)) {
				node.properties = { href, title, rel: 'noopener noreferrer' };
			} else if (INTERNAL.test(href) || HERE.test(href)) {
				context.links.push({ href, line });
				node.properties = { href: href.startsWith('#') ? href : context.base + href, title };
			} else {
				const message = `“${href.slice(0, 80)}” is not an address that a post links to.`;
				context.problem(line, message, fixFor(href));
				parent.children?.splice(index, 1, ...(node.children ?? []));
				return index;
			}
		});
	};
}

/** Pages of this site have a slash at the end; files have a dot in their name. Links elsewhere stay as they are. */
function inOneSpelling(href: string): string {
	if (!INTERNAL.test(href) && !HERE.test(href)) return href;
	const [, written = '', query = '', fragment = ''] =
		/^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(href) ?? [];
	const path = written.split('/').map(canonical).join('/');
	const name = path.slice(path.lastIndexOf('/') + 1);
	const slash = name === '' || name.includes('.') ? '' : '/';
	return path + slash + query + (fragment && `#${canonical(fragment)}`);
}

function fixFor(href: string): string {
	if (href === '') return 'Write an address between the parentheses.';
	if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return 'Link with https:, http: or mailto:.';
	return 'Write /posts/<slug>/ for a post, #id for a heading of this one, or a whole https:// address.';
}
