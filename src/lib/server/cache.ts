import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Asset, InternalLink } from './post-context';
import { hashOf, unchanged, type Dependency } from './post-files';
import type { Problem } from './problem';

/** What rendering a post gives, before other posts are looked at. */
export interface Rendered {
	body: string;
	anchors: string[];
	links: InternalLink[];
	warnings: Problem[];
	assets: Asset[];
	words: number;
	codeLines: number;
	dependencies: Dependency[];
}

/** Rendered posts on disk: one file for each post and base path, which holds only as long as all it was made from. */
export class RenderCache {
	readonly #root: string;
	readonly #directory: string;
	readonly #version: string;

	/** `root` is the folder of the project. */
	constructor(root: string, cacheDir: string) {
		this.#root = root;
		this.#directory = resolve(root, cacheDir, 'posts');
		this.#version = rendererVersion(root);
	}

	/** The rendered post, if nothing it depends on has changed. */
	read(slug: string, base: string, source: string): Rendered | undefined {
		try {
			const file = readFileSync(this.#path(slug, base), 'utf8');
			const end = file.indexOf('\n');
			const content = file.slice(end + 1);
			// The first line names both what it was made from and what it says, so half a file is no file.
			if (file.slice(0, end) !== this.#seal(source, content)) return undefined;
			const { assets, ...rest } = JSON.parse(content) as Stored;
			if (!unchanged(rest.dependencies, this.#root)) return undefined;
			return {
				...rest,
				assets: assets.map(({ base64, ...asset }) => ({
					...asset,
					bytes: new Uint8Array(Buffer.from(base64, 'base64'))
				}))
			};
		} catch {
			// Not there, or not readable: it is rendered again.
			return undefined;
		}
	}

	/** Keeps a rendered post. A reader sees the old file or the new one. */
	write(slug: string, base: string, source: string, rendered: Rendered): void {
		const stored: Stored = {
			...rendered,
			assets: rendered.assets.map(({ bytes, ...asset }) => ({
				...asset,
				base64: Buffer.from(bytes).toString('base64')
			}))
		};
		const content = JSON.stringify(stored);
		const path = this.#path(slug, base);
		const temporary = `${path}.${process.pid}.tmp`;
		mkdirSync(this.#directory, { recursive: true });
		writeFileSync(temporary, `${this.#seal(source, content)}\n${content}`);
		renameSync(temporary, path);
	}

	#path(slug: string, base: string): string {
		return join(this.#directory, `${hashOf(`${base}\n${slug}`)}.cache`);
	}

	#seal(source: string, content: string): string {
		return hashOf([this.#version, hashOf(source), hashOf(content)].join('\n'));
	}
}

type Stored = Omit<Rendered, 'assets'> & { assets: (Omit<Asset, 'bytes'> & { base64: string })[] };

/** A hash over everything but the posts that decides what a body looks like. */
function rendererVersion(root: string): string {
	const sources = ['server', 'pages', 'posts'].flatMap((folder) => {
		const path = join(root, 'src/lib', folder);
		return readdirSync(path).map((name) => join(path, name));
	});
	const files = sources.filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts')).sort();
	files.push(join(root, 'package-lock.json'));
	return hashOf(files.map((file) => hashOf(readFileSync(file))).join('\n'));
}
