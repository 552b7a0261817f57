import { DOCUMENT_HEADERS } from '../pages/policy';

/**
 * A `_headers` file for Netlify and Cloudflare Pages (https://docs.netlify.com/routing/headers/). Both serve what is
 * not named here with `max-age=0, must-revalidate`, which is right for pages, the worker and the catalogue.
 */
export function hostHeaders(base: string): string {
	const everywhere = Object.entries(DOCUMENT_HEADERS).filter(([name]) => name !== 'content-type');
	const forGood: [string, string][] = [
		['cache-control', 'public, max-age=31536000, immutable, no-transform']
	];
	const rule = (path: string, headers: [string, string][]) =>
		[`${base}${path}`, ...headers.map(([name, value]) => `  ${name}: ${value}`), ''].join('\n');
	return [
		rule('/*', everywhere),
		rule('/blobs/*', forGood),
		rule('/_app/immutable/*', forGood)
	].join('\n');
}
