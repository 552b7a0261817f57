import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';

/** A file that is a post. */
export interface Source {
	slug: string;
	/** Absolute path of the Markdown. */
	path: string;
	/** The folder with what belongs to the post; a single file has none. */
	directory?: string;
}

/** Finds `<slug>/index.md` and `<slug>.md`. Folders without a post and names with `_` in front are left alone. */
export function findSources(postsDir: string): Source[] {
	if (!existsSync(postsDir)) return [];
	return readdirSync(postsDir, { withFileTypes: true })
		.flatMap((entry) => toSource(postsDir, entry))
		.sort((a, b) => (a.path < b.path ? -1 : 1));
}

function toSource(postsDir: string, entry: Dirent): Source[] {
	if (/^[_.]/.test(entry.name)) return [];
	const path = join(postsDir, entry.name);
	if (entry.isFile())
		return entry.name.endsWith('.md') ? [{ slug: entry.name.slice(0, -'.md'.length), path }] : [];
	const index = join(path, 'index.md');
	return existsSync(index) ? [{ slug: entry.name, path: index, directory: path }] : [];
}
