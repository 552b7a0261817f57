/** Which call of Cache Storage, on which cache or address. */
export type CacheCall = 'open' | 'has' | 'keys' | 'delete' | 'match' | 'put';

interface Kept {
	bytes: ArrayBuffer;
	headers: [string, string][];
}

/** As much of Cache Storage as the site uses, in memory, and able to fail as browsers do. */
export class FakeCaches {
	readonly stores = new Map<string, Map<string, Kept>>();
	/** Bytes that fit into all caches together. */
	quota = Infinity;
	/** Called before each operation: may throw, or return a promise that never settles. */
	before: (call: CacheCall, target: string) => Promise<void> | void = () => undefined;
	puts = 0;

	async open(name: string): Promise<FakeCache> {
		await this.before('open', name);
		if (!this.stores.has(name)) this.stores.set(name, new Map());
		return new FakeCache(this, name);
	}

	async has(name: string): Promise<boolean> {
		await this.before('has', name);
		return this.stores.has(name);
	}

	async keys(): Promise<string[]> {
		await this.before('keys', '');
		return [...this.stores.keys()];
	}

	async delete(name: string): Promise<boolean> {
		await this.before('delete', name);
		return this.stores.delete(name);
	}

	async match(url: string, { cacheName }: { cacheName: string }): Promise<Response | undefined> {
		await this.before('match', url);
		return this.read(cacheName, url);
	}

	read(name: string, url: string): Response | undefined {
		const kept = this.stores.get(name)?.get(absolute(url));
		return kept && new Response(kept.bytes.slice(0), { headers: kept.headers });
	}

	write(name: string, url: string, kept: Kept): void {
		const others = [...this.stores].flatMap(([cache, files]) =>
			[...files].filter(([key]) => cache !== name || key !== absolute(url))
		);
		const used = others.reduce((sum, [, { bytes }]) => sum + bytes.byteLength, 0);
		if (used + kept.bytes.byteLength > this.quota) {
			throw new DOMException('Quota exceeded.', 'QuotaExceededError');
		}
		// A cache that was deleted while it was open takes what it is given and keeps nothing.
		this.stores.get(name)?.set(absolute(url), kept);
		this.puts++;
	}

	/** Paths of what a cache holds. */
	paths(name: string): string[] {
		return [...(this.stores.get(name)?.keys() ?? [])].map((url) => new URL(url).pathname).sort();
	}

	/** Flips the first byte of a stored file, as a failing disk would. */
	damage(name: string, url: string): void {
		const bytes = this.stores.get(name)?.get(absolute(url))?.bytes;
		if (!bytes) throw new Error(`${name} has no ${url}`);
		new Uint8Array(bytes)[0] = (new Uint8Array(bytes)[0] ?? 0) ^ 1;
	}
}

class FakeCache {
	constructor(
		readonly caches: FakeCaches,
		readonly name: string
	) {}

	async put(url: string, response: Response): Promise<void> {
		await this.caches.before('put', url);
		const bytes = await response.arrayBuffer();
		this.caches.write(this.name, url, { bytes, headers: [...response.headers] });
	}

	async match(url: string): Promise<Response | undefined> {
		return this.caches.match(url, { cacheName: this.name });
	}

	async keys(): Promise<{ url: string }[]> {
		await this.caches.before('keys', this.name);
		return [...(this.caches.stores.get(this.name)?.keys() ?? [])].map((url) => ({ url }));
	}

	async delete(url: string): Promise<boolean> {
		await this.caches.before('delete', url);
		return this.caches.stores.get(this.name)?.delete(absolute(url)) ?? false;
	}
}

function absolute(url: string): string {
	return new URL(url, 'https://blog.test').href;
}
