import { deleteDB, openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';
import { connection, type Call } from '../connection';
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

/** Where an index outlives the page. Every method may reject, and none takes longer than a `Call`. */
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

/** The search database. It holds nothing that cannot be made again, so whatever is wrong with it, it is made anew. */
export class IndexStore implements Store {
	readonly #call: Call<Schema>;

	/** `base` is the base path: empty, or like `/blog`. */
	constructor(base: string) {
		const name = `cat-posts:${base}/:search`;
		this.#call = connection((endings) => openIndex(name, endings));
	}

	read(): ReturnType<Store['read']> {
		return this.#call(async (db) => {
			const transaction = db.transaction(['index', 'posts']);
			const [index, posts] = await Promise.all([
				transaction.objectStore('index').get('current'),
				transaction.objectStore('posts').getAll()
			]);
			return { index, posts };
		});
	}

	savePost(post: StoredPost): Promise<void> {
		return this.#call(async (db) => void (await db.put('posts', post)));
	}

	saveIndex(index: StoredIndex, gone: readonly string[]): Promise<void> {
		return this.#call(async (db) => {
			const transaction = db.transaction(['index', 'posts'], 'readwrite');
			const posts = transaction.objectStore('posts');
			await Promise.all([
				transaction.objectStore('index').put(index, 'current'),
				...gone.map((slug) => posts.delete(slug)),
				transaction.done
			]);
		});
	}
}

async function openIndex(
	name: string,
	endings: OpenDBCallbacks<Schema>
): Promise<IDBPDatabase<Schema>> {
	const attempt = () =>
		openDB<Schema>(name, 1, {
			upgrade(db) {
				db.createObjectStore('posts', { keyPath: 'slug' });
				db.createObjectStore('index');
			},
			...endings
		});
	return attempt().catch(async () => {
		// Damaged, or written by a newer release.
		await deleteDB(name);
		return attempt();
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
