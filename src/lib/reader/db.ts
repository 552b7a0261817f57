import { openDB, type DBSchema, type IDBPDatabase, type OpenDBCallbacks } from 'idb';
import { connection, type Call } from '../connection';
import { mergeMarks, type Mark, type ReaderFile, type SettingRow, type Settings } from './reader';

interface ReaderSchema extends DBSchema {
	settings: { key: string; value: SettingRow };
	marks: { key: string; value: Mark };
}

/**
 * The reader's own database. Its schema only ever grows, no update or repair of the site deletes it, and a write counts
 * as done when its transaction is.
 */
export class ReaderDb {
	readonly #call: Call<ReaderSchema>;

	/** `base` is the base path: empty, or like `/blog`. */
	constructor(base: string) {
		const name = `cat-posts:${base}/:reader`;
		this.#call = connection((endings) => openReader(name, endings));
	}

	async settings(): Promise<Partial<Settings>> {
		const rows = await this.#call((db) => db.getAll('settings'));
		return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
	}

	async set<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
		await this.#call((db) => db.put('settings', { key, value, at: Date.now() }));
	}

	marks(): Promise<Mark[]> {
		return this.#call((db) => db.getAll('marks'));
	}

	mark(slug: string): Promise<Mark | undefined> {
		return this.#call((db) => db.get('marks', slug));
	}

	/** Adds to what is known of a post. Read and written in one transaction, so two tabs cannot undo each other. */
	async addMark(mark: Mark): Promise<void> {
		await this.#call(async (db) => {
			const transaction = db.transaction('marks', 'readwrite', { durability: 'strict' });
			const known = await transaction.store.get(mark.slug);
			await transaction.store.put(known ? mergeMarks(known, mark) : mark);
			await transaction.done;
		});
	}

	/** Everything, as the file that `importFile` takes back. */
	async exportFile(): Promise<ReaderFile> {
		const [settings, marks] = await this.#call((db) =>
			Promise.all([db.getAll('settings'), db.getAll('marks')])
		);
		return { format: 'cat-posts-reader', version: 1, settings, marks };
	}

	/** Merges a file into what is here: the later of two values wins, and nothing here is deleted. */
	async importFile(file: ReaderFile): Promise<void> {
		await this.#call(async (db) => {
			const transaction = db.transaction(['settings', 'marks'], 'readwrite', {
				durability: 'strict'
			});
			const settings = transaction.objectStore('settings');
			for (const row of file.settings) {
				const known = await settings.get(row.key);
				if (!known || known.at < row.at) await settings.put(row);
			}
			const marks = transaction.objectStore('marks');
			for (const mark of file.marks) {
				const known = await marks.get(mark.slug);
				await marks.put(known ? mergeMarks(known, mark) : mark);
			}
			await transaction.done;
		});
	}
}

async function openReader(
	name: string,
	endings: OpenDBCallbacks<ReaderSchema>
): Promise<IDBPDatabase<ReaderSchema>> {
	const options = {
		upgrade(db: IDBPDatabase<ReaderSchema>) {
			if (!db.objectStoreNames.contains('settings')) {
				db.createObjectStore('settings', { keyPath: 'key' });
			}
			if (!db.objectStoreNames.contains('marks'))
				db.createObjectStore('marks', { keyPath: 'slug' });
		},
		...endings
	};
	try {
		return await openDB(name, 1, options);
	} catch (error) {
		// The site was rolled back and the database is newer: the schema only grows, so it still fits.
		if (error instanceof DOMException && error.name === 'VersionError') {
			return openDB(name, undefined, options);
		}
		throw error;
	}
}
