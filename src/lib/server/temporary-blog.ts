import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { articleHtml } from '../pages/article';
import { readContent, type Content, type ContentOptions, type RenderedPost } from './content';

/** Files of a project by path; text or bytes. */
export type Files = Record<string, string | Uint8Array>;

/** For tests: a project in a folder of its own. */
export class TemporaryBlog {
	readonly root = mkdtempSync(join(tmpdir(), 'blog-'));

	constructor(files: Files = {}) {
		// The renderer asks the project for its own sources: they are part of what a cached body depends on.
		mkdirSync(join(this.root, 'src/lib'), { recursive: true });
		for (const folder of ['server', 'pages', 'posts'])
			symlinkSync(join(import.meta.dirname, '..', folder), join(this.root, 'src/lib', folder));
		symlinkSync(join(process.cwd(), 'package-lock.json'), join(this.root, 'package-lock.json'));
		this.write(files);
	}

	write(files: Files): void {
		for (const [path, content] of Object.entries(files)) {
			mkdirSync(dirname(join(this.root, path)), { recursive: true });
			writeFileSync(join(this.root, path), content);
		}
	}

	read(options: ContentOptions = {}): Promise<Content> {
		const site = { tags: ['go', 'backend'], series: [] };
		return readContent({
			root: this.root,
			postsDir: 'posts',
			cacheDir: '.cache',
			base: '',
			site,
			...options
		});
	}

	remove(): void {
		rmSync(this.root, { recursive: true, force: true });
	}
}

/** Front matter of five fields; the text after it begins on line 7. */
export function post(body: string, title = 'A post'): string {
	return `---\ntitle: "${title}"\ndescription: "One sentence."\ndate: 2026-11-21\ntags: [go]\n---\n${body}`;
}

/** For tests: one post, `posts/one/index.md`, with the given text and files beside it. */
export async function renderOne(
	body: string,
	beside: Files = {},
	options: ContentOptions = {}
): Promise<Content & { html: string; only: RenderedPost }> {
	const blog = new TemporaryBlog({ 'posts/one/index.md': post(body) });
	try {
		for (const [path, content] of Object.entries(beside)) {
			blog.write({ [path.startsWith('/') ? path.slice(1) : `posts/one/${path}`]: content });
		}
		const content = await blog.read(options);
		const [only] = content.posts;
		if (!only) throw new Error(JSON.stringify(content.problems, null, 2));
		return { ...content, html: articleHtml(only.body), only };
	} finally {
		blog.remove();
	}
}

/** For tests: the problems of a post as `line: message fix`; the text begins on line 7. */
export async function problemsOf(markdown: string, beside: Files = {}): Promise<string[]> {
	const { problems } = await renderOne(markdown, beside);
	return problems.map(
		({ file, line, message, fix }) => `${file.replace('posts/one/', '')}:${line} ${message} ${fix}`
	);
}
