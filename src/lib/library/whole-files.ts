import type { Store } from './store';

/** How long a file that was hashed counts as whole without being read again, in milliseconds. */
const TRUST_FOR = 10_000;
/** Above this many files a status trusts what is there; `verify` reads them all. */
const HASH_AT_MOST = 400;

/** Which stored files are what their names say: the count shown to a reader rests on it. */
export class WholeFiles {
	#hashedAt = new Map<string, number>();

	constructor(readonly store: Store) {}

	/** A file that was hashed just now. */
	trust(name: string): void {
		this.#hashedAt.set(name, Date.now());
	}

	/** Names of the files in the library, less those that are not whole; these are dropped on the way. */
	async names(): Promise<Set<string>> {
		const held = await this.store.held();
		if (held.size > HASH_AT_MOST) return held;
		for (const name of held) {
			if (Date.now() - (this.#hashedAt.get(name) ?? 0) < TRUST_FOR) continue;
			if (await this.store.blob(name)) this.trust(name);
			else held.delete(name);
		}
		return held;
	}
}
