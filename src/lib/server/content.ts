import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import type { Post } from '../posts/post';
import { site as ourSite, type Series } from '../../site';
import { RenderCache, rendererVersion, type Rendered } from './cache';
import { checkLinks, pagesOf } from './check-links';
import { parseFrontMatter, type FrontMatter } from './front-matter';
import type { Asset, PostContext } from './post-context';
import { PostFiles } from './post-files';
import { sortProblems, type Problem } from './problem';
import { protect } from './protect';
import { renderBody } from './render';
import { checkSeries } from './series';
import { findSources, type Source } from './sources';

/** A post, ready to be published. */
export interface RenderedPost {
	post: Post;
	/** Only with `drafts`: not to be published. */
	draft: boolean;
	/** The article's text as an HTML fragment: no title, no table of contents. */
	body: string;
	/** Files the body needs, by the name it calls them: `${base}/blobs/${name}`. */
	assets: Asset[];
	/** Ids a link may point to. */
	anchors: string[];
	/** Absolute path of the Markdown. */
	path: string;
	/** The folder of the post, when it has one. */
	dir?: string;
	/** The day it last changed, as its author says. */
	lastmod: string;
}

/** Everything in posts/, newest first, and everything that is wrong with it. */
export interface Content {
	posts: RenderedPost[];
	problems: Problem[];
	warnings: Problem[];
}

export interface ContentOptions {
	/** The folder of the project; paths in problems are relative to it. */
	root?: string;
	postsDir?: string;
	/** '' or '/blog'. */
	base?: string;
	cacheDir?: string;
	/** Show drafts, as development does. */
	drafts?: boolean;
	site?: { tags: readonly string[]; series: readonly Series[] };
}

const WORDS_A_MINUTE = 220;
const CODE_LINES_A_MINUTE = 40;

interface Draft {
	source: Source;
	file: string;
	data: FrontMatter;
	rendered: Rendered;
}

/** Reads, checks, sorts and renders all posts. It reports what is wrong and leaves it to the caller to stop. */
export async function readContent(options: ContentOptions = {}): Promise<Content> {
	const root = resolve(options.root ?? process.cwd());
	const postsDir = resolve(root, options.postsDir ?? process.env.POSTS_DIR ?? 'posts');
	const base = (options.base ?? process.env.BASE_PATH ?? '').replace(/\/+$/, '');
	const cacheDir = resolve(root, options.cacheDir ?? process.env.CACHE_DIR ?? '.cache');
	const site = options.site ?? ourSite;
	const cache = new RenderCache(cacheDir, rendererVersion(root));
	const nameOf = (path: string) => relative(root, path).split(sep).join('/');

	const problems: Problem[] = [];
	const warnings: Problem[] = [];
	const drafts: Draft[] = [];
	const slugs = new Map<string, string>();
	/** Posts that exist but cannot be shown: a link to one is not a second problem. */
	const broken: { slug: string; tags: string[] }[] = [];

	for (const source of findSources(postsDir)) {
		const file = nameOf(source.path);
		if (!checkSlug(source, file, slugs, problems)) continue;
		const markdown = normalise(readFileSync(source.path, 'utf8'));
		const { data, body } = parseFrontMatter(markdown, site.tags, (line, field, message, fix) =>
			problems.push({ file, line, ...(field ? { field } : {}), message, fix })
		);
		if (data?.draft && !options.drafts) continue;

		const cached = cache.read(source.slug, base, body);
		const rendered =
			cached ??
			(await render(source, body, base, root, nameOf, problems, (result) =>
				cache.write(source.slug, base, body, result)
			));
		warnings.push(...rendered.warnings);
		if (data) drafts.push({ source, file, data, rendered });
		else broken.push({ slug: source.slug, tags: [] });
	}

	const pages = pagesOf([
		...broken,
		...drafts.map(({ source, data, rendered }) => ({
			slug: source.slug,
			tags: data.tags,
			anchors: rendered.anchors
		}))
	]);
	for (const { source, file, rendered } of drafts) {
		problems.push(...checkLinks(file, `/posts/${source.slug}/`, rendered.links, pages));
	}
	problems.push(...checkSeries(site.series, new Set(slugs.keys()), root));

	drafts.sort(
		(a, b) =>
			compare(b.data.date, a.data.date) ||
			(a.data.order ?? Infinity) - (b.data.order ?? Infinity) ||
			compare(a.data.title, b.data.title) ||
			compare(a.source.slug, b.source.slug)
	);
	return {
		posts: drafts.map(publishable),
		problems: sortProblems(problems),
		warnings: sortProblems(warnings)
	};
}

async function render(
	source: Source,
	body: string,
	base: string,
	root: string,
	nameOf: (path: string) => string,
	problems: Problem[],
	keep: (rendered: Rendered) => void
): Promise<Rendered> {
	const warnings: Problem[] = [];
	const before = problems.length;
	const files = new PostFiles(source.directory);
	const report =
		(list: Problem[]) =>
		(line: number, message: string, fix: string, path = source.path) => {
			list.push({ file: nameOf(path), line, message, fix });
		};
	const context: PostContext = {
		slug: source.slug,
		base,
		root,
		figureKit: resolve(root, 'src/lib/figure'),
		files,
		protection: protect(body),
		problem: report(problems),
		warn: report(warnings),
		links: [],
		anchors: [],
		ids: new Set(),
		labels: new Set(),
		assets: new Map(),
		figures: new Set(),
		words: 0,
		codeLines: 0
	};
	const html = await renderBody(context);
	const { anchors, links, assets, words, codeLines } = context;
	const rendered = {
		body: html,
		anchors,
		links,
		warnings,
		assets: [...assets.values()],
		words,
		codeLines,
		dependencies: files.list()
	};
	// A post with problems is rendered again each time, so that they are told each time.
	if (problems.length === before) keep(rendered);
	return rendered;
}

function publishable({ source, data, rendered }: Draft): RenderedPost {
	const { title, description, date, updated, tags, draft } = data;
	const { body, assets, anchors, words, codeLines } = rendered;
	const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE + codeLines / CODE_LINES_A_MINUTE));
	return {
		post: {
			slug: source.slug,
			title,
			description,
			date,
			...(updated ? { updated } : {}),
			tags,
			words,
			minutes
		},
		draft,
		body,
		assets,
		anchors,
		path: source.path,
		...(source.directory ? { dir: source.directory } : {}),
		lastmod: updated ?? date
	};
}

function checkSlug(
	source: Source,
	file: string,
	slugs: Map<string, string>,
	problems: Problem[]
): boolean {
	const { slug } = source;
	const first = slugs.get(slug);
	if (first) {
		problems.push({
			file,
			line: 1,
			message: `There is another post with the slug “${slug}”: ${first}.`,
			fix: 'Rename one of the two.'
		});
		return false;
	}
	slugs.set(slug, file);
	if (!/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(slug)) {
		problems.push({
			file,
			line: 1,
			message: `“${slug}” cannot be part of an address.`,
			fix: 'Name it with lower-case letters, digits and single hyphens.'
		});
	}
	return true;
}

/** One kind of line end, no byte order mark, and none of the control characters that HTML has no place for. */
function normalise(source: string): string {
	return (
		source
			.replace(/^\ufeff/, '')
			.replace(/\r\n?/g, '\n')
			// eslint-disable-next-line no-control-regex
			.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '\ufffd')
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

export { ContentError, formatProblems, type Problem } from './problem';
export type { Asset };
