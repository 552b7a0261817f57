import { paths } from '../pages/paths';
import { decode } from './percent';
import type { InternalLink } from './post-context';
import { nearest, type Problem } from './problem';

/** The canonical paths that links may point to, each with its ids; undefined ids are not checked. */
export type Pages = Map<string, ReadonlySet<string> | undefined>;

const ROUTES = ['/', '/search/', '/library/', '/feed.xml'];

/** All addresses of the site, from its posts. */
export function pagesOf(posts: { slug: string; tags: string[]; anchors?: string[] }[]): Pages {
	const pages: Pages = new Map(ROUTES.map((route) => [route, undefined]));
	for (const { slug, tags, anchors } of posts) {
		pages.set(paths.post(slug), anchors && new Set(anchors));
		for (const tag of tags) pages.set(paths.tag(tag), undefined);
	}
	return pages;
}

/** Problems for the links of one post that lead nowhere. */
export function checkLinks(
	file: string,
	own: string,
	links: readonly InternalLink[],
	pages: Pages
): Problem[] {
	return links.flatMap(({ href, line }) => {
		const [, path = '', , fragment] = /^([^?#]*)(\?[^#]*)?(?:#(.*))?$/s.exec(href) ?? [];
		const page = path === '' ? own : path;
		if (!pages.has(page)) {
			const near = nearest(decode(page), [...pages.keys()].map(decode));
			const fix = near
				? `Did you mean ${near}?`
				: 'Link to a page that exists: /posts/<slug>/, /tags/<tag>/, /search/ or /library/.';
			return [{ file, line, message: `There is no page ${decode(page)}.`, fix }];
		}
		const anchors = pages.get(page);
		if (!fragment || !anchors) return [];
		const id = decode(fragment);
		if (anchors.has(id)) return [];
		const near = nearest(id, anchors);
		const place = path === '' ? 'This post' : decode(page);
		return [
			{
				file,
				line,
				message: `${place} has no heading with the id “${id}”.`,
				fix: near
					? `Did you mean #${near}?`
					: 'The id of a heading is its text in lower case, with hyphens for spaces.'
			}
		];
	});
}
