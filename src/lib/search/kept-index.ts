import { Engine, INDEX_FORMAT } from './engine';
import { Finder } from './finder';
import { isStoredIndex, isStoredPost, type Store, type StoredPost } from './index-store';
import {
	versionOf,
	type Catalogued,
	type PostInfo,
	type Storage,
	type WantedBody
} from './messages';
import { NO_TAGS, parseQuery, type TagChoice } from './query';
import type { Results } from './results';
import { sections } from './sections';

/** Work is done in slices of so many milliseconds, so that a query never waits for longer. */
const SLICE = 8;
/** What is asked for practice: the beginnings of some titles, as if they were being typed. */
const MOST_PRACTISED = 32;
const PRACTISED_LETTERS = [3, 6, 9, 14];

/** The index over the posts of a catalogue: kept in a store, brought up to date post by post, made anew when lost. */
export class KeptIndex {
	storage: Storage = 'kept';
	#store: Store;
	#finder = new Finder();
	#catalogued: Catalogued = { release: '', posts: [] };
	#tags = new Set<string>();
	/** Texts at hand, by slug. */
	#texts = new Map<string, StoredPost>();
	/** What the index holds of each post whose text is in it. */
	#versions = new Map<string, string>();
	#gone = new Set<string>();
	/** The release the kept index answers for; nothing when there is none or it has changed since. */
	#savedFor: string | undefined;
	#isPractised = false;

	constructor(store: Store) {
		this.#store = store;
	}

	/** Takes what was kept before, as far as it is of use. Never rejects. */
	async load(): Promise<void> {
		const kept = await this.#try(() => this.#store.read());
		for (const post of kept?.posts.filter(isStoredPost) ?? []) this.#texts.set(post.slug, post);
		const index = kept?.index;
		if (!isStoredIndex(index)) return;
		try {
			this.#finder = new Finder(new Engine(index.json));
			this.#versions = new Map(Object.entries(index.versions));
			this.#savedFor = index.release;
		} catch {
			// Damaged: the texts are enough to make it anew.
		}
	}

	/** Makes the index answer for this catalogue, as far as the texts are at hand. */
	async update(catalogued: Catalogued): Promise<void> {
		this.#catalogued = catalogued;
		this.#tags = new Set(catalogued.posts.flatMap(({ tags }) => tags));
		const slugs = new Set(catalogued.posts.map(({ slug }) => slug));
		for (const slug of [...this.#versions.keys(), ...this.#texts.keys()])
			if (!slugs.has(slug)) this.#drop(slug);
		let resting = performance.now();
		for (const post of catalogued.posts) {
			this.#gone.delete(post.slug);
			this.#take(post);
			if (performance.now() - resting < SLICE) continue;
			await rest();
			resting = performance.now();
		}
		this.#finder.putInOrder([...slugs]);
	}

	get wanted(): WantedBody[] {
		return this.#catalogued.posts
			.filter(({ slug, body }) => this.#texts.get(slug)?.body !== body)
			.map(({ slug, body }) => ({ slug, body }));
	}

	get size(): number {
		return this.#catalogued.posts.length;
	}

	/** Takes the text of a post. One that nobody wants any more is ignored. */
	async addBody(slug: string, body: string, html: string): Promise<void> {
		const post = this.#catalogued.posts.find((each) => each.slug === slug && each.body === body);
		if (!post || this.#texts.get(slug)?.body === body) return;
		const stored = { slug, body, format: INDEX_FORMAT, sections: sections(html) };
		this.#texts.set(slug, stored);
		this.#take(post);
		await this.#try(() => this.#store.savePost(stored));
	}

	/** Keeps the index for the next time, if it changed. */
	async save(): Promise<void> {
		if (this.#savedFor === this.#catalogued.release || this.storage === 'memory') return;
		await this.#finder.compact();
		const index = {
			format: INDEX_FORMAT,
			release: this.#catalogued.release,
			versions: Object.fromEntries(this.#versions),
			json: this.#finder.toJSON()
		};
		const gone = [...this.#gone];
		this.#savedFor = index.release;
		await this.#try(() => this.#store.saveIndex(index, gone));
		for (const slug of gone) this.#gone.delete(slug);
	}

	/** Uses idle time for what the first queries would have to wait for: posts not read yet, code not compiled yet. */
	async readAhead(): Promise<void> {
		while (this.#finder.readAhead()) await rest();
		if (this.#isPractised) return;
		this.#isPractised = true;
		for (const { title } of this.#catalogued.posts.slice(0, MOST_PRACTISED))
			for (const letters of PRACTISED_LETTERS) {
				this.search(title.slice(0, letters), NO_TAGS, 10);
				await rest();
			}
	}

	search(input: string, tags: TagChoice, limit: number): Results {
		const query = parseQuery(input, tags, this.#tags);
		try {
			return this.#finder.search(query, limit);
		} catch {
			// A kept index can be damaged in ways that only show when it is asked.
			this.#makeAnew();
			return this.#finder.search(query, limit);
		}
	}

	#makeAnew(): void {
		this.#finder = new Finder();
		this.#versions.clear();
		for (const post of this.#catalogued.posts) this.#take(post);
	}

	#take(post: PostInfo): void {
		const text = this.#texts.get(post.slug);
		const version = versionOf(post);
		const isWhole = text?.body === post.body;
		const isIndexed = isWhole && this.#versions.get(post.slug) === version;
		this.#finder.add({ ...post, sections: isWhole ? text.sections : [] }, isIndexed);
		if (!isIndexed) this.#savedFor = undefined;
		if (isWhole) this.#versions.set(post.slug, version);
		else this.#versions.delete(post.slug);
	}

	#drop(slug: string): void {
		this.#finder.remove(slug);
		this.#texts.delete(slug);
		this.#versions.delete(slug);
		this.#gone.add(slug);
		this.#savedFor = undefined;
	}

	async #try<T>(work: () => Promise<T>): Promise<T | undefined> {
		if (this.storage === 'memory') return undefined;
		try {
			return await work();
		} catch {
			// Blocked, full or broken: the index then lives as long as the page, and the page says so.
			this.storage = 'memory';
			return undefined;
		}
	}
}

function rest(): Promise<void> {
	return new Promise((resolve) => setTimeout(resolve));
}
