import { downloadBlob, fetchBytes, forEachOf, LibraryError } from '../lib/library/download';
import { missingBlobs, neededForSwitch, changes } from '../lib/library/compare';
import { hashOf } from '../lib/library/hash';
import { maySwitch, parseRecall, type Recall } from '../lib/library/recall';
import type { Store } from '../lib/library/store';
import { fetchCatalogue } from '../lib/library/sync';
import { site } from '../site';
import { shellManifest, type ShellFile } from './manifest';

/**
 * Takes in this worker's shell and catalogue, all or nothing: an error leaves the worker before it in charge, and what
 * was fetched is there for the next try. A device that already holds posts gets the new form of each first, so the
 * switch to this worker costs it none of them.
 */
export async function install(store: Store): Promise<void> {
	const current = await store.previousCatalogue();
	const next = await fetchCatalogue(store.base);
	if (next.shell !== store.shell) {
		throw new LibraryError('skew', 'The host is between two releases. The next visit tries again.');
	}
	if (current && !maySwitch(current, next, await latestRecall(store)) && next.seq < current.seq) {
		throw new LibraryError('skew', 'The host answers with an older release than this device has.');
	}
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
}

/** The host's recall counts at once: it may be what this older shell is published for. */
async function latestRecall(store: Store): Promise<Recall | undefined> {
	const bytes = await fetchBytes(`${store.base}/recall.json`, 5_000).catch(() => undefined);
	const text = bytes ? new TextDecoder().decode(bytes) : await store.recall();
	return text === undefined ? undefined : parseRecall(text, site.recallKey);
}

/** From an older shell if that has the same bytes, else from the host. */
async function takeIn(store: Store, { url, integrity }: ShellFile): Promise<void> {
	const path = `${store.base}/${url}`;
	const stored = await (await store.shellFile(path))?.arrayBuffer();
	const bytes = stored && (await hashOf(stored)) === integrity ? stored : await fetchBytes(path);
	if ((await hashOf(bytes)) !== integrity) {
		throw new LibraryError('altered', `${path} was altered on the way.`);
	}
	await store.putShellFile(path, bytes);
}

/** Puts back files of the shell that a wiped cache lost. */
export async function repairShell(store: Store): Promise<void> {
	await forEachOf(shellManifest, 6, async (file) => {
		if (!(await store.shellFile(`${store.base}/${file.url}`))) await takeIn(store, file);
	});
}
