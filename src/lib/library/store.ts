import { matchesName } from './hash';
import { parseCatalogue, type Catalogue } from './catalogue';
import { within } from '../within';

/** What the device remembers beside the catalogue. */
export interface DeviceState {
	/** Milliseconds since 1970 of the last answer from the host, or 0. */
	checkedAt: number;
	news: { added: string[]; changed: string[] };
}

const TYPES: Record<string, string> = {
	css: 'text/css; charset=utf-8',
	gif: 'image/gif',
	jpg: 'image/jpeg',
	js: 'text/javascript; charset=utf-8',
	json: 'application/json',
	png: 'image/png',
	svg: 'image/svg+xml',
	txt: 'text/plain; charset=utf-8',
	webmanifest: 'application/manifest+json',
	webp: 'image/webp',
	avif: 'image/avif',
	woff2: 'font/woff2'
};

/** Headers are ours alone: what a host, a proxy or an old release sent with the bytes never comes back. */
function respond(bytes: BodyInit, path: string): Response {
	const type = TYPES[path.slice(path.lastIndexOf('.') + 1)] ?? 'application/octet-stream';
	return new Response(bytes, {
		headers: { 'content-type': type, 'x-content-type-options': 'nosniff' }
	});
}

/** For a write, and for a file without which a page is not whole. Milliseconds. */
const LONG_PATIENCE = 10_000;

/** What a cache has at an address. Unlike `open`, this makes no cache that is not there. */
function match(cacheName: string, url: string, patience?: number): Promise<Response | undefined> {
	return within(caches.match(url, { cacheName }), patience);
}

/**
 * The only user of Cache Storage. Two kinds of cache: `library`, files by the name that is their hash, and one
 * `shell-…` for each shell, which also holds the catalogue that shell has switched to. Storage may throw or hang; every
 * call is bounded by `within`, and callers decide what to do without it.
 */
export class Store {
	readonly #prefix: string;
	readonly #library: string;
	readonly #shell: string;

	constructor(
		readonly base: string,
		readonly shell: string
	) {
		this.#prefix = `cat-posts:${base}/:`;
		this.#library = `${this.#prefix}library`;
		this.#shell = `${this.#prefix}shell-${shell}`;
	}

	/** Names of the files in the library. */
	async held(): Promise<Set<string>> {
		if (!(await within(caches.has(this.#library)))) return new Set();
		const cache = await within(caches.open(this.#library));
		const requests = await within(cache.keys());
		return new Set(requests.map(({ url }) => url.slice(url.lastIndexOf('/') + 1)));
	}

	/** A file whose bytes are what its name says. One that is not is dropped, and counts as absent. */
	async blob(name: string, patience?: number): Promise<ArrayBuffer | undefined> {
		const response = await match(this.#library, this.#blobUrl(name), patience);
		if (!response) return undefined;
		const bytes = await within(response.arrayBuffer(), patience);
		if (await matchesName(bytes, name)) return bytes;
		await this.dropBlobs([name]);
		return undefined;
	}

	/** Answers a page's request for a file of the library. */
	async blobResponse(name: string): Promise<Response | undefined> {
		const bytes = await this.blob(name, LONG_PATIENCE);
		return bytes && respond(bytes, name);
	}

	/** Keeps a file. The caller has checked its hash. */
	async putBlob(name: string, bytes: ArrayBuffer): Promise<void> {
		const cache = await within(caches.open(this.#library));
		await within(cache.put(this.#blobUrl(name), respond(bytes, name)), LONG_PATIENCE);
	}

	/** Deletes every file of the library but these. */
	async keepBlobs(names: ReadonlySet<string>): Promise<void> {
		await this.dropBlobs([...(await this.held())].filter((name) => !names.has(name)));
	}

	async dropBlobs(names: readonly string[]): Promise<void> {
		if (names.length === 0) return;
		const cache = await within(caches.open(this.#library));
		for (const name of names) await within(cache.delete(this.#blobUrl(name)));
	}

	/** The latest recall as it was published; it outlives every shell. */
	async recall(): Promise<string | undefined> {
		const response = await match(`${this.#prefix}recall`, this.#path('recall.json'));
		return response && within(response.text());
	}

	async putRecall(text: string): Promise<void> {
		const cache = await within(caches.open(`${this.#prefix}recall`));
		await within(cache.put(this.#path('recall.json'), respond(text, 'recall.json')));
	}

	/** A file of this shell, or of an older one that an open tab still runs. */
	async shellFile(path: string): Promise<Response | undefined> {
		const own = await match(this.#shell, path);
		if (own) return own;
		for (const name of await this.#otherShells()) {
			const response = await match(name, path);
			if (response) return response;
		}
		return undefined;
	}

	async putShellFile(path: string, bytes: BodyInit): Promise<void> {
		const cache = await within(caches.open(this.#shell));
		await within(cache.put(path, respond(bytes, path)), LONG_PATIENCE);
	}

	/** The catalogue this shell has switched to. */
	async catalogue(): Promise<Catalogue | undefined> {
		return this.#read(this.#shell, 'catalogue.json');
	}

	/** The newest catalogue of any other shell: what the device served before this one. */
	async previousCatalogue(): Promise<Catalogue | undefined> {
		const catalogues = await this.#otherCatalogues();
		return catalogues.sort((a, b) => b.seq - a.seq)[0];
	}

	/** The switch: one put, so it happens or it does not. The one before stays a root for open tabs. */
	async switchTo(next: Catalogue, current?: Catalogue): Promise<void> {
		if (current) await this.putShellFile(this.#path('previous.json'), JSON.stringify(current));
		await this.putShellFile(this.#path('catalogue.json'), JSON.stringify(next));
	}

	/** Catalogues that something on this device may still need. */
	async roots(): Promise<Catalogue[]> {
		const own = await Promise.all([this.catalogue(), this.#read(this.#shell, 'previous.json')]);
		return [...own, ...(await this.#otherCatalogues())].filter((root) => root !== undefined);
	}

	async state(): Promise<DeviceState> {
		const response = await match(this.#shell, this.#path('state.json'));
		const state: DeviceState | undefined =
			// Not worth failing for: what is lost is when the host last answered.
			response && (await within(response.json()).catch(() => undefined));
		return state ?? { checkedAt: 0, news: { added: [], changed: [] } };
	}

	async setState(state: DeviceState): Promise<void> {
		await this.putShellFile(this.#path('state.json'), JSON.stringify(state));
	}

	/** Deletes the shells that are neither this one nor the one before it. */
	async dropOldShells(): Promise<void> {
		const previous = await this.previousCatalogue();
		for (const name of await this.#otherShells()) {
			if (name !== `${this.#prefix}shell-${previous?.shell}`) await within(caches.delete(name));
		}
	}

	/** Deletes all that is ours, and nothing else. */
	async removeEverything(): Promise<void> {
		for (const name of await within(caches.keys())) {
			if (name.startsWith(this.#prefix)) await within(caches.delete(name));
		}
	}

	async #otherShells(): Promise<string[]> {
		const names = await within(caches.keys());
		return names.filter((name) => name.startsWith(`${this.#prefix}shell-`) && name !== this.#shell);
	}

	async #otherCatalogues(): Promise<Catalogue[]> {
		const shells = await this.#otherShells();
		const read = await Promise.all(shells.map((name) => this.#read(name, 'catalogue.json')));
		return read.filter((catalogue) => catalogue !== undefined);
	}

	async #read(cacheName: string, file: string): Promise<Catalogue | undefined> {
		const response = await match(cacheName, this.#path(file));
		return response && parseCatalogue(await within(response.text()));
	}

	#path(file: string): string {
		return `${this.base}/${file}`;
	}

	#blobUrl(name: string): string {
		return `${this.base}/blobs/${name}`;
	}
}
