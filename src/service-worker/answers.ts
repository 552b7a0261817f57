import type { Catalogue } from '../lib/library/catalogue';
import type { Store } from '../lib/library/store';
import type { Sync } from '../lib/library/sync';
import { within } from '../lib/within';
import { resolveRoute, type Route } from '../lib/pages/paths';
import { DOCUMENT_HEADERS } from '../lib/pages/policy';
import type { Composer } from './compose';
import { shellFile } from './shell';

/** How long storage and network may take for a page before another is shown in its place, in milliseconds. */
const PAGE_PATIENCE = 3_200;
/** How long storage may take before the network is asked for a page as well, in milliseconds. */
const STORAGE_PATIENCE = 400;
/** The same for a file of a page. */
const FILE_PATIENCE = 2_000;

/** Shown when even the catalogue is gone: it is part of this script, so no wiped cache can take it away. */
const LAST_RESORT = `<!doctype html>
<html lang="en" data-page="unsaved"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not on this device</title>
<h1>Not on this device</h1>
<p>What was stored here cannot be read, and the network did not answer. Open this page again with a connection.</p>
</html>
`;

const text = (body: string, status = 200) =>
	new Response(body, { status, headers: DOCUMENT_HEADERS });

/** Which request, which answer. Every answer settles: this never rejects and never waits for ever. */
export class Answers {
	constructor(
		readonly store: Store,
		readonly sync: Sync,
		readonly composer: Composer
	) {}

	/** The answer to a request, or undefined when it is none of ours and the browser goes on by itself. */
	answer(request: Request): Promise<Response> | undefined {
		const { base } = this.store;
		const url = new URL(request.url);
		if (request.method !== 'GET' || url.origin !== location.origin) return undefined;
		if (!url.pathname.startsWith(`${base}/`)) return undefined;
		const path = url.pathname.slice(base.length);
		if (request.mode === 'navigate') return this.#document(request, url, path);
		if (path === '/catalogue.json') {
			return this.#stored(request, async () => {
				const catalogue = await this.sync.catalogue();
				return catalogue && Response.json(catalogue);
			});
		}
		if (path.startsWith('/blobs/')) {
			return this.#stored(request, () => this.store.blobResponse(path.slice('/blobs/'.length)));
		}
		if (
			path.startsWith('/_app/') ||
			path.startsWith('/icons/') ||
			path === '/manifest.webmanifest'
		) {
			return this.#stored(request, () => shellFile(this.store, url.pathname));
		}
		return undefined;
	}

	/** From the device; from the network when the device has nothing or is slow, whichever comes; else 504. */
	async #stored(request: Request, read: () => Promise<Response | undefined>): Promise<Response> {
		// Storage that throws or hangs is the same as storage that is empty.
		const stored = read().catch(() => undefined);
		const soon = await within(stored, FILE_PATIENCE).catch(() => undefined);
		if (soon) return soon;
		return fetch(request).catch(async () => (await stored) ?? new Response(null, { status: 504 }));
	}

	/** From the device; from the network when the device has nothing or is slow, whichever comes; else what says so. */
	async #document(request: Request, url: URL, path: string): Promise<Response> {
		const route = resolveRoute(path);
		if (route.kind === 'moved') {
			return Response.redirect(`${this.store.base}${route.to}${url.search}`, 302);
		}
		const end = Date.now() + PAGE_PATIENCE;
		const catalogue = await within(this.sync.catalogue(), STORAGE_PATIENCE).catch(() => undefined);
		const stored = this.#composed(route, catalogue);
		const soon = await within(stored, STORAGE_PATIENCE).catch(() => undefined);
		if (soon) return soon;
		const either = Promise.any([stored, this.#published(request, route, catalogue)]);
		return within(either, end - Date.now()).catch(() => this.#instead(route, catalogue));
	}

	/** Rejects when the device does not have the page. */
	async #composed(route: Route, catalogue: Catalogue | undefined): Promise<Response> {
		const page = catalogue && (await this.composer.page(route, catalogue));
		if (!page) throw new Error('not on this device');
		return text(page);
	}

	/** Only a document of ours passes: no login page, no error page of a proxy. Else rejects. */
	async #published(
		request: Request,
		route: Route,
		catalogue: Catalogue | undefined
	): Promise<Response> {
		const signal = AbortSignal.timeout(PAGE_PATIENCE);
		const response = await fetch(request.url, { redirect: 'error', signal });
		const body = await response.text();
		if (isOurs(body, route)) return text(body, response.status);
		if (catalogue && response.status === 404) return text(this.composer.missing(catalogue), 404);
		throw new Error('not a page of this site');
	}

	async #instead(route: Route, catalogue: Catalogue | undefined): Promise<Response> {
		if (!catalogue) return text(LAST_RESORT, 504);
		const isKnown =
			route.kind === 'post' && catalogue.posts.some(({ slug }) => slug === route.slug);
		return isKnown
			? text(await this.composer.unsaved(catalogue), 504)
			: text(this.composer.missing(catalogue), 404);
	}
}

/** A whole document of this site, and not the home page that some hosts have for every address they do not know. */
function isOurs(body: string, route: Route): boolean {
	const [, kind] =
		/^<!doctype html>\n<html [^>]*data-page="(\w+)"[^>]* data-shell="/.exec(body) ?? [];
	if (!kind || !body.trimEnd().endsWith('</html>')) return false;
	return kind !== 'index' || route.kind === 'index';
}
