import { existsSync, readdirSync, type Dirent } from 'node:fs';
import { join } from 'node:path';
import type { Problem } from './problem';

/** A file that is a post. */
export interface Source {
	/** In NFC, however the file system spells it: macOS may take letters and their accents apart. */
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
	const { name } = entry;
	if (/^[_.]/.test(name)) return [];
	const path = join(postsDir, name);
	if (name.endsWith('.md') && !entry.isDirectory())
		return [{ slug: name.slice(0, -'.md'.length).normalize('NFC'), path }];
	const index = join(path, 'index.md');
	return existsSync(index) ? [{ slug: name.normalize('NFC'), path: index, directory: path }] : [];
}

/** Letters that have no capital form or are not it, and digits; accents follow a letter. Nothing that cannot be seen. */
const WORD = '[\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}][\\p{Ll}\\p{Lo}\\p{Lm}\\p{N}\\p{M}]*';
const SLUG = new RegExp(`^(?!.*\\p{Default_Ignorable_Code_Point})${WORD}(?:-${WORD})*$`, 'u');

/** A slug is part of an address, and there is one post for it. */
export function checkSlugs(
	sources: readonly Source[],
	nameOf: (path: string) => string
): Problem[] {
	const problems: Problem[] = [];
	const first = new Map<string, string>();
	for (const { slug, path } of sources) {
		const file = nameOf(path);
		const other = first.get(slug);
		if (other) {
			const message = `${other} has the slug “${slug}” too.`;
			problems.push({ file, line: 1, message, fix: 'Rename one of the two.' });
		} else if (!SLUG.test(slug)) {
			const message = `“${slug}” cannot be part of an address.`;
			const fix = 'Name it with lower-case letters and digits, joined by single hyphens.';
			problems.push({ file, line: 1, message, fix });
		}
		first.set(slug, file);
	}
	return problems;
}

/** One kind of line end, no byte order mark, and none of the control characters that HTML has no place for. */
export function normalise(markdown: string): string {
	return (
		markdown
			.replace(/^\ufeff/, '')
			.replace(/\r\n?/g, '\n')
			// eslint-disable-next-line no-control-regex -- these are the ones that are meant
			.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd')
	);
}
