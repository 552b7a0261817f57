import type { Catalogue } from '../lib/library/catalogue';
import type { Store } from '../lib/library/store';
import type { Sync } from '../lib/library/sync';
import { within } from '../lib/library/within';
import { resolveRoute, type Route } from '../lib/pages/paths';
import { DOCUMENT_HEADERS } from '../lib/pages/policy';
import type { Composer } from './compose';
import { shellFile } from './shell';

/** How long a page that is not on the device may wait for the network, in milliseconds. */
const NETWORK_PATIENCE = 3_000;
/** How long storage may take before the network is asked for a page instead, in milliseconds. */
const STORAGE_PATIENCE = 400;
/** The same for a file of a page. */
const FILE_PATIENCE = 2_000;

/** Shown when even the catalogue is gone: it is part of this script, so no wiped cache can take it away. */
const LAST_RESORT = `<!doctype html>
<html lang="en" data-page="unsaved"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Not on this device</title>
<h1>Not on this device</h1>
<p>The browser has removed what was stored here, and the network did not answer. Open this page again with a connection; everything will be saved anew.</p>
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

	async #document(request: Request, url: URL, path: string): Promise<Response> {
		const route = resolveRoute(path);
		if (route.kind === 'moved') {
			return Response.redirect(`${this.store.base}${route.to}${url.search}`, 302);
		}
		const catalogue = await within(this.sync.catalogue(), STORAGE_PATIENCE).catch(() => undefined);
		const page = catalogue && (await this.composer.page(route, catalogue).catch(() => undefined));
		return page ? text(page) : this.#fromNetwork(request, route, catalogue);
	}

	/** A page this device does not have. Only a document of ours passes: no login page, no error page of a proxy. */
	async #fromNetwork(
		request: Request,
		route: Route,
		catalogue: Catalogue | undefined
	): Promise<Response> {
		const known =
			catalogue !== undefined &&
			route.kind === 'post' &&
			catalogue.posts.some(({ slug }) => slug === route.slug);
		try {
			const response = await within(fetch(request.url, { redirect: 'error' }), NETWORK_PATIENCE);
			const body = await within(response.text(), NETWORK_PATIENCE);
			if (isOurs(body, route)) return text(body, response.status);
			if (catalogue && response.status === 404) return text(this.composer.missing(catalogue), 404);
		} catch {
			// No network is the case this site is made for; what follows is the answer to it.
		}
		if (!catalogue) return text(LAST_RESORT, 504);
		if (known) return text(await this.composer.unsaved(catalogue), 504);
		return text(this.composer.missing(catalogue), 404);
	}
}

/** A whole document of this site, and not the home page that some hosts have for every address they do not know. */
function isOurs(body: string, route: Route): boolean {
	const [, kind] =
		/^<!doctype html>\n<html [^>]*data-page="(\w+)"[^>]* data-shell="/.exec(body) ?? [];
	if (!kind || !body.trimEnd().endsWith('</html>')) return false;
	return kind !== 'index' || route.kind === 'index';
}
