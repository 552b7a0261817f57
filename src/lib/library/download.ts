import { parseCatalogue, type Catalogue } from './catalogue';
import { matchesName } from './hash';
import type { Trouble } from './messages';
import { within } from '../within';

/** A failure that has a name, and so a sentence for the reader. */
export class LibraryError extends Error {
	constructor(
		readonly trouble: Trouble,
		message: string
	) {
		super(message);
		this.name = 'LibraryError';
	}
}

/** What storage or network threw, by the one name that engines agree on. */
export function troubleOf(error: unknown): Trouble {
	if (error instanceof LibraryError) return error.trouble;
	if (error instanceof Error && /QuotaExceeded|NO_DEVICE_SPACE/.test(error.name + error.message)) {
		return 'quota';
	}
	return 'storage';
}

/** The bytes at an address of our own host, from the network and not from the browser's cache. */
export async function fetchBytes(url: string, milliseconds = 20_000): Promise<ArrayBuffer> {
	try {
		const request = fetch(url, {
			cache: 'no-store',
			redirect: 'error',
			signal: AbortSignal.timeout(milliseconds)
		});
		const response = await within(request, milliseconds);
		if (response.status !== 200) throw new Error(`status ${response.status}`);
		return await within(response.arrayBuffer(), milliseconds);
	} catch (error) {
		throw new LibraryError('network', `${url}: ${String(error)}`);
	}
}

/**
 * A file whose bytes are what its name says. A first answer that is not (a login page, half a file, an edge that is
 * still old) is asked for once more past every cache on the way.
 */
export async function downloadBlob(base: string, name: string): Promise<ArrayBuffer> {
	const url = `${base}/blobs/${name}`;
	const bytes = await fetchBytes(url);
	if (await matchesName(bytes, name)) return bytes;
	const again = await fetchBytes(`${url}?again=${Date.now()}`);
	if (await matchesName(again, name)) return again;
	throw new LibraryError('altered', `${url} was altered on the way.`);
}

/** The host's catalogue; anything else in its place is trouble with the network, not news. */
export async function fetchCatalogue(base: string): Promise<Catalogue> {
	const bytes = await fetchBytes(`${base}/catalogue.json`, 10_000);
	const catalogue = await parseCatalogue(new TextDecoder().decode(bytes));
	if (!catalogue) throw new LibraryError('altered', 'The catalogue was altered on the way.');
	return catalogue;
}

/** So many failures in a row mean that it is not the items. */
const GIVE_UP_AFTER = 4;

/**
 * Runs a task for each item, a few at a time. One that fails costs only itself: the first error is thrown after all the
 * others. A full or broken store, or failure after failure, ends it early.
 */
export async function forEachOf<T>(
	items: readonly T[],
	atOnce: number,
	task: (item: T) => Promise<void>
): Promise<void> {
	const queue = [...items];
	const errors: unknown[] = [];
	let inARow = 0;
	const run = async () => {
		for (let item = queue.shift(); item !== undefined; item = queue.shift()) {
			try {
				await task(item);
				inARow = 0;
			} catch (error) {
				errors.push(error);
				const hopeless = ['quota', 'storage'].includes(troubleOf(error));
				if (hopeless || ++inARow >= GIVE_UP_AFTER) queue.length = 0;
			}
		}
	};
	await Promise.all(Array.from({ length: atOnce }, run));
	if (errors.length > 0) throw errors[0];
}
