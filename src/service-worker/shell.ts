import { fetchBytes, forEachOf, LibraryError } from '../lib/library/download';
import { hashOf } from '../lib/library/hash';
import type { Store } from '../lib/library/store';
import { shellManifest, type ShellFile } from './manifest';

/**
 * A file of the shell whose bytes are what the build made. Those of an older shell, which an open tab may still run,
 * are taken as they are: this worker does not know their hashes.
 */
export async function shellFile(store: Store, path: string): Promise<Response | undefined> {
	const stored = await store.shellFile(path);
	const file = shellManifest.find(({ url }) => `${store.base}/${url}` === path);
	if (!stored || !file) return stored;
	const bytes = await stored.arrayBuffer();
	if ((await hashOf(bytes)) !== file.integrity) return undefined;
	return new Response(bytes, { headers: stored.headers });
}

/** Into this shell: from an older one if that has the same bytes, else from the host. */
export async function takeIn(store: Store, { url, integrity }: ShellFile): Promise<void> {
	const path = `${store.base}/${url}`;
	const stored = await (await shellFile(store, path))?.arrayBuffer();
	const bytes = stored ?? (await fetchBytes(path));
	if ((await hashOf(bytes)) !== integrity) {
		throw new LibraryError('altered', `${path} was altered on the way.`);
	}
	await store.putShellFile(path, bytes);
}

/** Puts back files of the shell that were lost or are not what they were. */
export async function repairShell(store: Store): Promise<void> {
	await forEachOf(shellManifest, 6, async (file) => {
		if (!(await shellFile(store, `${store.base}/${file.url}`))) await takeIn(store, file);
	});
}
