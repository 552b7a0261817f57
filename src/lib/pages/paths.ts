/** Every address of the site, in the one form that hosts serve without a redirect. */
export const paths = {
	index: '/',
	search: '/search/',
	library: '/library/',
	post: (slug: string) => `/posts/${encodeURIComponent(slug)}/`,
	tag: (tag: string) => `/tags/${encodeURIComponent(tag)}/`,
	blob: (name: string) => `/blobs/${name}`,
	catalogue: '/catalogue.json',
	recall: '/recall.json'
};

/** What a path asks for. `moved` is another spelling of a page's canonical path. */
export type Route =
	| { kind: 'index' | 'search' | 'library' }
	| { kind: 'post'; slug: string }
	| { kind: 'tag'; tag: string }
	| { kind: 'moved'; to: string }
	| { kind: 'unknown' };

/**
 * Reads a path without the base, e.g. `/posts/caf%C3%A9/`. Slash or none, `index.html`, doubled encodings of the same
 * letters (NFC, NFD) all lead to one canonical path, because hosts and links differ in all of them.
 */
export function resolveRoute(path: string): Route {
	let decoded: string;
	try {
		decoded = decodeURIComponent(path);
		// Half a character can be written in no address.
		encodeURIComponent(decoded);
	} catch {
		return { kind: 'unknown' };
	}
	const trimmed = decoded.normalize('NFC').replace(/\/index\.html$/, '/').replace(/\/?$/, '/');
	const route = match(trimmed);
	if (route.kind === 'unknown') return route;
	const to = canonicalPath(route);
	return decodeURIComponent(to) === decoded ? route : { kind: 'moved', to };
}

function match(path: string): Route {
	if (path === '/') return { kind: 'index' };
	if (path === '/search/') return { kind: 'search' };
	if (path === '/library/') return { kind: 'library' };
	const [, folder, name] = /^\/(posts|tags)\/(?!\.{1,2}\/)([^/]+)\/$/.exec(path) ?? [];
	if (folder === 'posts' && name) return { kind: 'post', slug: name };
	if (folder === 'tags' && name) return { kind: 'tag', tag: name };
	return { kind: 'unknown' };
}

function canonicalPath(route: Route): string {
	switch (route.kind) {
		case 'post':
			return paths.post(route.slug);
		case 'tag':
			return paths.tag(route.tag);
		case 'index':
		case 'search':
		case 'library':
			return paths[route.kind];
		case 'moved':
		case 'unknown':
			return '';
	}
}
