import fs from 'node:fs';
import path from 'node:path';

/** A header table: the first pattern that fits a path (without the base) gives its Cache-Control. */
export type CacheRules = [pattern: RegExp, cacheControl: string][];

export const IMMUTABLE = 'public, max-age=31536000, immutable';

/** As docs/hosting.md asks of a host; everything else is revalidated too, so that no test passes thanks to the HTTP cache. */
export const CACHE_RULES: CacheRules = [
	[/^\/(?:blobs|_app\/immutable)\//, IMMUTABLE],
	[/./, 'no-cache']
];

const TYPES: Record<string, string> = {
	html: 'text/html; charset=utf-8',
	js: 'text/javascript; charset=utf-8',
	css: 'text/css; charset=utf-8',
	json: 'application/json',
	webmanifest: 'application/manifest+json',
	png: 'image/png',
	jpg: 'image/jpeg',
	webp: 'image/webp',
	avif: 'image/avif',
	svg: 'image/svg+xml',
	ico: 'image/x-icon',
	woff2: 'font/woff2',
	xml: 'application/xml',
	txt: 'text/plain; charset=utf-8'
};

export const typeOf = (file: string) =>
	TYPES[path.extname(file).slice(1)] ?? 'application/octet-stream';

export const isText = (type: string) => /text|javascript|json|xml/.test(type);

/** A release as it lies on a host: a folder, and single files that another folder answers for. */
export interface Deployment {
	dir: string;
	/** Path below the base, as in the URL of the file itself (`/x/index.html`) → folder, or null: not there. */
	overrides?: Record<string, string | null>;
}

export type Found =
	| { kind: 'file'; file: string; name: string; status: 200 | 404 }
	| { kind: 'redirect'; to: string }
	| { kind: 'nothing' };

/** What a plain static host has at a path: index.html for a folder, /x → /x/, 404.html for the rest. */
export function findPublished(deployment: Deployment, base: string, pathname: string): Found {
	const decoded = decode(pathname);
	if (decoded === null || !(decoded + '/').startsWith(base + '/')) return { kind: 'nothing' };
	if (decoded === base && base !== '') return { kind: 'redirect', to: base + '/' };
	const name = decoded.slice(base.length);
	const direct = name.endsWith('/') ? name + 'index.html' : name;
	const file = locate(deployment, direct);
	if (file) return { kind: 'file', file, name: direct, status: 200 };
	if (locate(deployment, name + '/index.html')) return { kind: 'redirect', to: pathname + '/' };
	const missing = locate(deployment, '/404.html');
	if (missing) return { kind: 'file', file: missing, name: '/404.html', status: 404 };
	return { kind: 'nothing' };
}

/** The file a name stands for, if the deployment has it. */
export function locate({ dir, overrides }: Deployment, name: string): string | undefined {
	const folder = overrides && Object.hasOwn(overrides, name) ? overrides[name] : dir;
	if (!folder) return undefined;
	const file = path.join(folder, name);
	if (!file.startsWith(path.join(folder, path.sep))) return undefined;
	return isFile(file) ? file : undefined;
}

function isFile(file: string): boolean {
	try {
		return fs.statSync(file).isFile();
	} catch {
		// Not there, below a file, with a name no file can have: all the same to a reader.
		return false;
	}
}

function decode(pathname: string): string | null {
	try {
		return decodeURIComponent(pathname);
	} catch {
		return null;
	}
}
