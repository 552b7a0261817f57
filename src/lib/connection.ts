import type { DBSchema, IDBPDatabase, OpenDBCallbacks } from 'idb';
import { within } from './within';

/** Milliseconds for a call. A database may hang for ever: blocked by another tab, or by a browser that lost it. */
export const PATIENCE = 3_000;

/** Opens a database, and passes on to `openDB` what is to be done when the connection ends. */
type Open<Schema extends DBSchema> = (
	endings: Pick<OpenDBCallbacks<Schema>, 'blocking' | 'terminated'>
) => Promise<IDBPDatabase<Schema>>;

/** A call to a database. It rejects as its work does, or with a `TimeoutError` after `PATIENCE`. */
export type Call<Schema extends DBSchema> = <T>(
	work: (db: IDBPDatabase<Schema>) => Promise<T>
) => Promise<T>;

/** A connection to a database: made for the first call, and made anew when it was lost. */
export function connection<Schema extends DBSchema>(open: Open<Schema>): Call<Schema> {
	let opened: Promise<IDBPDatabase<Schema>> | undefined;
	const terminated = () => (opened = undefined);
	const endings = {
		// Another tab deletes or upgrades it: make way, and come back with the next call.
		blocking(_current: number, _next: number | null, event: IDBVersionChangeEvent) {
			(event.target as IDBDatabase).close();
			terminated();
		},
		terminated
	};
	return async (work) => {
		const attempt = async () => work(await (opened ??= open(endings)));
		try {
			return await within(attempt(), PATIENCE);
		} catch (error) {
			terminated();
			// Connections die (iOS closes them in the background): one that did is opened anew, once. One that hangs is given up.
			if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw error;
			return within(attempt(), PATIENCE);
		}
	};
}
