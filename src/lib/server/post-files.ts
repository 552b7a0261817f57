import { createHash } from 'node:crypto';
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';

/** A file that a post was made from; the hash is null when it was looked for and was not there. */
export interface Dependency {
	/** From the folder of the project, so that a cache may move with it. */
	path: string;
	hash: string | null;
}

/** The files beside one post. Remembers which were looked at, so that the cache knows when they change. */
export class PostFiles {
	readonly dependencies = new Map<string, string | null>();

	/** `directory` is undefined for a post that is a single file: it has nothing beside it. */
	constructor(
		readonly root: string,
		readonly directory: string | undefined
	) {}

	/** The bytes of a file, or why there are none. */
	read(path: string): Uint8Array | 'outside' | 'missing' {
		if (this.directory === undefined) return 'outside';
		const absolute = resolve(this.directory, path);
		if (!inside(this.directory, absolute)) return 'outside';
		const bytes = this.track(absolute);
		if (bytes === undefined) return 'missing';
		// A symbolic link may not lead out either.
		return inside(realpathSync(this.directory), realpathSync(absolute)) ? bytes : 'outside';
	}

	/** Reads any file, and remembers that it was read. */
	track(absolute: string): Uint8Array | undefined {
		const bytes = readIfFile(absolute);
		this.dependencies.set(
			relative(this.root, absolute),
			bytes === undefined ? null : hashOf(bytes)
		);
		return bytes;
	}

	list(): Dependency[] {
		return [...this.dependencies]
			.map(([path, hash]) => ({ path, hash }))
			.sort((a, b) => (a.path < b.path ? -1 : 1));
	}
}

/** Whether each file is what it was. */
export function unchanged(dependencies: readonly Dependency[], root: string): boolean {
	return dependencies.every(({ path, hash }) => {
		const bytes = readIfFile(resolve(root, path));
		return (bytes === undefined ? null : hashOf(bytes)) === hash;
	});
}

/** SHA-256, for comparing and not for publishing. */
export function hashOf(bytes: Uint8Array | string): string {
	return createHash('sha256').update(bytes).digest('hex');
}

function readIfFile(path: string): Uint8Array | undefined {
	return existsSync(path) && statSync(path).isFile() ? readFileSync(path) : undefined;
}

function inside(directory: string, path: string): boolean {
	const way = relative(directory, path);
	return (
		way !== '' && way !== '..' && !way.startsWith('..' + sep) && resolve(directory, way) === path
	);
}
