import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import { within } from '../within';
import { mergeMarks, type Mark, type ReaderFile, type SettingRow, type Settings } from './reader';

interface ReaderSchema extends DBSchema {
	settings: { key: string; value: SettingRow };
	marks: { key: string; value: Mark };
}

/** How long the database may take for a call before a page goes on without it, in milliseconds. */
const PATIENCE = 3_000;

/**
 * The reader's own database. Its schema only ever grows, no update or repair of the site deletes it, and a write counts
 * as done when its transaction is.
 */
export class ReaderDb {
	#connection: Promise<IDBPDatabase<ReaderSchema>> | undefined;

	/** `base` is the base path: empty, or like `/blog`. */
	constructor(readonly base: string) {}

	async settings(): Promise<Partial<Settings>> {
		const rows = await this.#run((db) => db.getAll('settings'));
		return Object.fromEntries(rows.map(({ key, value }) => [key, value]));
	}

	async set<K extends keyof Settings>(key: K, value: Settings[K]): Promise<void> {
		await this.#run((db) => db.put('settings', { key, value, at: Date.now() }));
	}

	marks(): Promise<Mark[]> {
		return this.#run((db) => db.getAll('marks'));
	}

	mark(slug: string): Promise<Mark | undefined> {
		return this.#run((db) => db.get('marks', slug));
	}

	/** Adds to what is known of a post. Read and written in one transaction, so two tabs cannot undo each other. */
	async addMark(mark: Mark): Promise<void> {
		await this.#run(async (db) => {
			const transaction = db.transaction('marks', 'readwrite', { durability: 'strict' });
			const known = await transaction.store.get(mark.slug);
			await transaction.store.put(known ? mergeMarks(known, mark) : mark);
			await transaction.done;
		});
	}

	/** Everything, as the file that `importFile` takes back. */
	async exportFile(): Promise<ReaderFile> {
		const [settings, marks] = await this.#run((db) =>
			Promise.all([db.getAll('settings'), db.getAll('marks')])
		);
		return { format: 'cat-posts-reader', version: 1, settings, marks };
	}

	/** Merges a file into what is here: the later of two values wins, and nothing here is deleted. */
	async importFile(file: ReaderFile): Promise<void> {
		await this.#run(async (db) => {
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

	/** Connections die (iOS closes them in the background): one that fails is opened anew, once. One that hangs is given up. */
	async #run<T>(work: (db: IDBPDatabase<ReaderSchema>) => Promise<T>): Promise<T> {
		const attempt = async () => work(await this.#open());
		try {
			return await within(attempt(), PATIENCE);
		} catch (error) {
			this.#connection = undefined;
			if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
			return within(attempt(), PATIENCE);
		}
	}

	#open(): Promise<IDBPDatabase<ReaderSchema>> {
		const forget = () => (this.#connection = undefined);
		return (this.#connection ??= openReader(`cat-posts:${this.base}/:reader`, forget));
	}
}

async function openReader(name: string, forget: () => void): Promise<IDBPDatabase<ReaderSchema>> {
	const options = {
		upgrade(db: IDBPDatabase<ReaderSchema>) {
			if (!db.objectStoreNames.contains('settings')) {
				db.createObjectStore('settings', { keyPath: 'key' });
			}
			if (!db.objectStoreNames.contains('marks'))
				db.createObjectStore('marks', { keyPath: 'slug' });
		},
		// Another tab wants a newer schema: make way, and come back for the next call.
		blocking(_current: number, _next: number | null, event: IDBVersionChangeEvent) {
			(event.target as IDBDatabase).close();
			forget();
		},
		terminated: forget
	};
	try {
		return await openDB<ReaderSchema>(name, 1, options);
	} catch (error) {
		// The site was rolled back and the database is newer: the schema only grows, so it still fits.
		if (error instanceof DOMException && error.name === 'VersionError') {
			return openDB<ReaderSchema>(name, undefined, options);
		}
		throw error;
	}
}
