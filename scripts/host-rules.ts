import { createHash } from 'node:crypto';
import { articleHtml } from '../src/lib/pages/article';
import type { Answer } from './host-request';

/** What is wrong with an answer, and what to do about it. */
export interface Complaint {
	problem: string;
	fix: string;
}

/** For files whose names are hashes. */
export const IMMUTABLE =
	'It never changes, so it can be cached for good: Cache-Control: public, max-age=31536000, immutable, no-transform';

/** For text that could be a third as long. */
export const UNCOMPRESSED =
	'It is sent uncompressed, so saving takes about three times as long. Switch on brotli or gzip for text, scripts and JSON.';

/** Whether compressing an answer would have been worth it, and was not done. */
export function isUncompressed({ headers, bytes }: Answer): boolean {
	const type = headers['content-type'] ?? '';
	if (headers['content-encoding'] || bytes.length < 2_000) return false;
	return /^text\/|javascript|json|svg/.test(type);
}

/** For whatever does not arrive as it was built. */
export const ALTERED: Complaint = {
	problem: 'Its bytes are not those that were built.',
	fix: 'Switch off whatever rewrites files on the way (minifying, e-mail obfuscation, script injection), and upload in binary.'
};

const HALF: Complaint = {
	problem: 'It belongs to another release than catalogue.json.',
	fix: 'Upload the whole build, and purge the cache of the host if it has one.'
};

/** Content types without which a browser refuses a file; the first is the one to recommend. */
const TYPES: Record<string, [string, ...string[]]> = {
	'': ['text/html'],
	js: ['text/javascript', 'application/javascript'],
	css: ['text/css'],
	json: ['application/json'],
	webmanifest: ['application/manifest+json', 'application/json'],
	svg: ['image/svg+xml']
};

/** `path` is relative to the site; a folder's is its page. */
export function typeComplaint(path: string, type = 'none'): Complaint | undefined {
	const wanted = TYPES[/\.([a-z0-9]+)$/.exec(path)?.[1] ?? ''];
	if (!wanted || wanted.includes(type.replace(/;.*/s, '').trim().toLowerCase())) return undefined;
	return { problem: `Its content type is ${type}.`, fix: `Serve it as ${wanted[0]}.` };
}

/** So many seconds late is an update on hosts whose headers nobody can set. */
const SHORT = 600;

/** How an answer may be cached that changes with every release. */
export function freshness(control = ''): 'fresh' | 'short' | 'long' {
	if (/\bno-cache\b|\bno-store\b/.test(control)) return 'fresh';
	const age = /(?:^|[\s,])max-age=(\d+)/.exec(control)?.[1];
	if (age === undefined) return 'long';
	return Number(age) === 0 ? 'fresh' : Number(age) <= SHORT ? 'short' : 'long';
}

/** What a page must be. `shell` is the catalogue's, `body` the text of its post as it is stored. */
export interface ExpectedPage {
	base: string;
	shell?: string;
	body?: string;
}

/** Whether a document is one that the build wrote, as far as that can be told without the build. */
export function pageComplaint(
	text: string,
	{ base, shell, body }: ExpectedPage
): Complaint | undefined {
	const head = /^<!doctype html>\n<html [^>]*data-base="([^"]*)" data-shell="([^"]*)">/.exec(text);
	if (!head || !text.endsWith('</html>\n')) {
		return { ...ALTERED, problem: 'This is not the page that was built.' };
	}
	if (head[1] !== base) {
		const fix = `Build with BASE_PATH=${base}.`;
		return { problem: `It was built for the base path "${head[1]}".`, fix };
	}
	const scripts = [...text.matchAll(/<script\b([^>]*)>/gi)].map(
		([, attributes = '']) => attributes
	);
	if (!scripts.every((attributes) => isOurScript(attributes, base))) {
		return { ...ALTERED, problem: 'A script was added that is not ours.' };
	}
	if (shell !== undefined && head[2] !== shell) return HALF;
	if (body !== undefined && !text.includes(articleHtml(body))) {
		return { ...ALTERED, problem: 'The text of the post is not the one that was built.' };
	}
	return undefined;
}

function isOurScript(attributes: string, base: string): boolean {
	if (attributes === ' type="application/ld+json"') return true;
	return /\ssrc="([^"]*)"/.exec(attributes)?.[1]?.startsWith(`${base}/_app/`) ?? false;
}

/** Whether a worker is of this release. One that was put there to remove the library is none, and on purpose. */
export function workerComplaint(
	text: string,
	files: number,
	shell: string | undefined
): Complaint | undefined {
	if (files === 0) return { ...ALTERED, problem: 'This is not the worker that was built.' };
	return shell === undefined || text.includes(shell) ? undefined : HALF;
}

/** base64url(SHA-256), as published names carry it. */
export function hash(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('base64url');
}
