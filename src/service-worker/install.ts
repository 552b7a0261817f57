import type { Catalogue } from '../lib/library/catalogue';
import {
	downloadBlob,
	fetchBytes,
	fetchCatalogue,
	forEachOf,
	LibraryError
} from '../lib/library/download';
import { missingBlobs, neededForSwitch, changes } from '../lib/library/compare';
import { maySwitch, parseRecall, type Recall } from '../lib/library/recall';
import type { Store } from '../lib/library/store';
import { site } from '../site';
import { shellManifest } from './manifest';
import { takeIn } from './shell';

/**
 * Takes in this worker's shell and catalogue, all or nothing: an error leaves the worker before it in charge, and what
 * was fetched is there for the next try. A device that already holds posts gets the new form of each first, so the
 * switch to this worker costs it none of them. Resolves with whether the device held a release before.
 */
export async function install(store: Store): Promise<boolean> {
	const current = await store.previousCatalogue();
	const next = await fetchCatalogue(store.base);
	if (next.shell !== store.shell) {
		throw new LibraryError('skew', 'The host is between two releases. The next visit tries again.');
	}
	if (current) await refuseOlder(store, current, next);
	await forEachOf(shellManifest, 6, (file) => takeIn(store, file));
	if (current) {
		const held = await store.held();
		const needed = missingBlobs(neededForSwitch(current, next, held), held);
		await forEachOf(needed, 6, async ({ name }) =>
			store.putBlob(name, await downloadBlob(store.base, name))
		);
		await store.setState({ checkedAt: Date.now(), news: changes(current, next) });
	}
	await store.switchTo(next);
	return current !== undefined;
}

/** An older release only by way of a recall, and a recalled one never. */
async function refuseOlder(store: Store, current: Catalogue, next: Catalogue): Promise<void> {
	const recall = await latestRecall(store);
	const isRecalled = recall?.releases.includes(next.release) ?? false;
	if (!isRecalled && (next.seq >= current.seq || maySwitch(current, next, recall))) return;
	throw new LibraryError('skew', 'The host answers with an older release than this device has.');
}

/** The host's recall counts at once: it may be what this older shell is published for. */
async function latestRecall(store: Store): Promise<Recall | undefined> {
	if (!site.recallKey) return undefined;
	const bytes = await fetchBytes(`${store.base}/recall.json`, 5_000).catch(() => undefined);
	const text = bytes ? new TextDecoder().decode(bytes) : await store.recall();
	return text === undefined ? undefined : parseRecall(text, site.recallKey);
}
