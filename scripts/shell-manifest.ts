/** A file of the shell as the built service worker lists it. */
export interface ListedFile {
	url: string;
	/** base64url(SHA-256). */
	integrity: string;
}

/** The shell's files, read from the text of a built service worker. Empty when it is none of ours. */
export function readShellManifest(worker: string): ListedFile[] {
	const [list = '[]'] = /\[\{[^[\]]*"integrity":[^[\]]*\}\]/.exec(worker) ?? [];
	try {
		return JSON.parse(list);
	} catch {
		return [];
	}
}
