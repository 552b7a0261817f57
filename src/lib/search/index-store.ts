import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { within } from '../within';
import { INDEX_FORMAT } from './engine';
import type { Section } from './sections';

/** The text of a post, taken apart. It is valid as long as `body` is the name of the post's body. */
export interface StoredPost {
	slug: string;
	body: string;
	format: number;
	sections: Section[];
}

/** An index and what it was made from. */
export interface StoredIndex {
	format: number;
	release: string;
	/** What each post looked like when it was indexed. */
	versions: Record<string, string>;
	json: string;
}

/** Where an index outlives the page. Every method may reject, and none takes longer than `PATIENCE`. */
export interface Store {
	read(): Promise<{ index: StoredIndex | undefined; posts: StoredPost[] }>;
	savePost(post: StoredPost): Promise<void>;
	/** Keeps the index and forgets the posts that are gone, both or neither. */
	saveIndex(index: StoredIndex, gone: readonly string[]): Promise<void>;
}

interface Schema extends DBSchema {
	posts: { key: string; value: StoredPost };
	index: { key: 'current'; value: StoredIndex };
}

/** Milliseconds. A database may hang for ever: blocked by another tab, or by a browser that lost it. */
export const PATIENCE = 3_000;

/** The search database. It holds nothing that cannot be made again, so whatever is wrong with it, it is made anew. */
export class IndexStore implements Store {
	#name: string;
	#connection: Promise<IDBPDatabase<Schema>> | undefined;

	/** `base` is the base path: empty, or like `/blog`. */
	constructor(base: string) {
		this.#name = `cat-posts:${base}/:search`;
	}

	read(): ReturnType<Store['read']> {
		return this.#run(async (db) => {
			const transaction = db.transaction(['index', 'posts']);
			const [index, posts] = await Promise.all([
				transaction.objectStore('index').get('current'),
				transaction.objectStore('posts').getAll()
			]);
			return { index, posts };
		});
	}

	savePost(post: StoredPost): Promise<void> {
		return this.#run(async (db) => void (await db.put('posts', post)));
	}

	saveIndex(index: StoredIndex, gone: readonly string[]): Promise<void> {
		return this.#run(async (db) => {
			const transaction = db.transaction(['index', 'posts'], 'readwrite');
			const posts = transaction.objectStore('posts');
			await Promise.all([
				transaction.objectStore('index').put(index, 'current'),
				...gone.map((slug) => posts.delete(slug)),
				transaction.done
			]);
		});
	}

	/** Connections die (iOS closes them in the background): one that did is opened anew, once. */
	async #run<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
		const attempt = async () => work(await this.#open());
		const either = attempt().catch((error: unknown) => {
			if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
			this.#connection = undefined;
			return attempt();
		});
		return within(either, PATIENCE);
	}

	#open(): Promise<IDBPDatabase<Schema>> {
		if (this.#connection) return this.#connection;
		const forget = () => (this.#connection = undefined);
		this.#connection = connect(this.#name, forget).catch(async () => {
			// Damaged, or written by a newer release.
			await deleteDB(this.#name);
			return connect(this.#name, forget);
		});
		this.#connection.catch(forget);
		return this.#connection;
	}
}

function connect(name: string, forget: () => void): Promise<IDBPDatabase<Schema>> {
	return openDB<Schema>(name, 1, {
		upgrade(db) {
			db.createObjectStore('posts', { keyPath: 'slug' });
			db.createObjectStore('index');
		},
		// Another tab deletes or upgrades it: make way, and come back with the next call.
		blocking(_current, _next, event) {
			(event.target as IDBDatabase).close();
			forget();
		},
		terminated: forget
	});
}

/** What is kept was written by some release of ours, perhaps not by this one. */
export function isStoredIndex(value: StoredIndex | undefined): value is StoredIndex {
	return (
		value?.format === INDEX_FORMAT &&
		typeof value.json === 'string' &&
		typeof value.versions === 'object'
	);
}

export function isStoredPost({ slug, body, format, sections }: StoredPost): boolean {
	return (
		format === INDEX_FORMAT &&
		typeof slug === 'string' &&
		typeof body === 'string' &&
		Array.isArray(sections) &&
		sections.every((section) =>
			[section.anchor, section.heading, section.text, section.code].every(
				(part) => typeof part === 'string'
			)
		)
	);
}
