import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { readShellManifest } from '../scripts/shell-manifest';
import { blobsOf, packed } from '../src/lib/library/catalogue';
import { catalogue, expect, filesOf, pagePaths, SITE, test } from './site';

/** Bytes over the wire, as a host at full compression sends them. */
function wire(file: string): number {
	const bytes = readFileSync(join(SITE, file));
	if (/\.(woff2|png|jpg|webp|avif)$/.test(file)) return bytes.length;
	return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}

const sum = (files: Iterable<string>) => [...files].reduce((total, file) => total + wire(file), 0);

/** A script of the shell by its name, with all that it imports at once. */
function asset(name: string): string[] {
	const found = filesOf(SITE).find(
		(file) => file.includes(`/assets/${name}.`) && file.endsWith('.js')
	);
	if (!found) throw new Error(`There is no script ${name}.`);
	const text = readFileSync(join(SITE, found), 'utf8');
	const imports = [...text.matchAll(/(?:from|import) ?["']\.\/([^."']+)\./g)];
	return [found, ...imports.flatMap(([, imported = '']) => asset(imported))];
}

test.describe('bytes of scripts, brotli', () => {
	const everywhere = [...asset('theme'), ...asset('enhance')];
	const budgets: [string, string[], number][] = [
		['a post', everywhere, 6_000],
		['the index', everywhere, 8_000],
		['a tag page', [...everywhere, ...asset('tag-page')], 8_000],
		['search', [...everywhere, ...asset('search-page'), ...asset('worker')], 40_000],
		['the library', [...everywhere, ...asset('library-page')], 40_000]
	];
	for (const [page, files, budget] of budgets) {
		test(`${page}: at most ${budget}`, () => {
			expect(files.length).toBeGreaterThan(1);
			expect(sum(new Set(files))).toBeLessThanOrEqual(budget);
		});
	}

	test('each figure: at most 6,000', () => {
		const figures = catalogue.posts
			.flatMap(({ assets }) => assets)
			.filter(({ name }) => name.endsWith('.js'));
		for (const { name } of figures) expect(wire(`blobs/${name}`)).toBeLessThanOrEqual(6_000);
	});
});

test('the whole install stays within 1.4 times what the authors wrote, code included', async () => {
	const worker = readFileSync(join(SITE, 'service-worker.js'), 'utf8');
	const shell = readShellManifest(worker).map(({ url }) => url);
	expect(shell.length).toBeGreaterThan(8);
	const inPack = new Set(packed(catalogue).map(({ name }) => name));
	const blobs = [...catalogue.posts.flatMap(blobsOf), ...(catalogue.pack ? [catalogue.pack] : [])]
		.filter(({ name }) => !inPack.has(name))
		.map(({ name }) => `blobs/${name}`);
	const install = sum(new Set([...shell, ...blobs, 'service-worker.js', 'catalogue.json']));
	const posts = process.env.POSTS_DIR ?? 'posts';
	const markdown = catalogue.posts.map(({ slug }) => readFileSync(join(posts, slug, 'index.md')));
	const written = catalogue.posts.map(({ slug }) => withCode(join(posts, slug)));
	const compressed = (texts: (string | Buffer)[]) =>
		texts.reduce((total, text) => total + brotliCompressSync(text).length, 0);
	const [alone, whole] = [compressed(markdown), compressed(written)];
	console.log(
		`install ${install}; Markdown ${alone} (${(install / alone).toFixed(2)} ×), with its code ${whole} (${(install / whole).toFixed(2)} ×)`
	);
	// What each part takes, and what would make it less: docs/decisions.md.
	expect(install / whole).toBeLessThanOrEqual(1.4);
});

test('everything a page refers to is published', () => {
	const published = new Set(filesOf(SITE));
	for (const path of pagePaths) {
		const page = readFileSync(join(SITE, decodeURIComponent(path), 'index.html'), 'utf8');
		for (const [, url = ''] of page.matchAll(/ (?:href|src|data-figure)="(\/[^"#?]*)/g)) {
			const file = decodeURIComponent(url.slice(1)) + (url.endsWith('/') ? 'index.html' : '');
			expect(published.has(file), `${path} refers to ${url}`).toBe(true);
		}
	}
});

/** A post's Markdown with the code it takes from files, as if the author had typed it there. */
function withCode(folder: string): string {
	const markdown = readFileSync(join(folder, 'index.md'), 'utf8');
	return markdown.replace(
		/^(```\w+)[^\n]*?file=(\S+)(?: +region=(\S+))?[^\n]*\n/gm,
		(_, fence: string, file: string, region?: string) => {
			const text = readFileSync(join(folder, file), 'utf8');
			const [, part = text] = region
				? (new RegExp(`region ${region}\\n([^]*?)\\n[^\\n]*endregion`).exec(text) ?? [])
				: [];
			return `${fence}\n${part}\n`;
		}
	);
}
