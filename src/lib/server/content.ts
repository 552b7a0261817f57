import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { site as ourSite, type Series } from '../../site';
import { paths } from '../pages/paths';
import type { Post } from '../posts/post';
import { RenderCache, type Rendered } from './cache';
import { checkLinks, pagesOf } from './check-links';
import type { FrontMatter } from './fields';
import { parseFrontMatter } from './front-matter';
import type { Asset } from './post-context';
import { sortProblems, type Problem } from './problem';
import { renderPost } from './render-post';
import { checkSeries } from './series';
import { checkSlugs, findSources, normalise, type Source } from './sources';

/** A post, ready to be published. */
export interface RenderedPost {
	post: Post;
	/** Only with the option `drafts`: not to be published. */
	draft: boolean;
	/** The article's text as it is published, for pages/article.ts: no title, no table of contents. */
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
	/** POSTS_DIR, or posts. */
	postsDir?: string;
	/** BASE_PATH: '' or '/blog'. */
	base?: string;
	/** CACHE_DIR, or .cache. */
	cacheDir?: string;
	/** Show drafts, as development does. */
	drafts?: boolean;
	site?: { tags: readonly string[]; series: readonly Series[] };
}

const WORDS_A_MINUTE = 220;
const CODE_LINES_A_MINUTE = 40;

interface Entry {
	source: Source;
	data: FrontMatter;
	rendered: Rendered;
}

/**
 * Reads, checks, sorts and renders all posts: the only reader of posts/. What is wrong is reported, all at once,
 * and it is the caller who stops.
 */
export async function readContent(options: ContentOptions = {}): Promise<Content> {
	const { POSTS_DIR = 'posts', BASE_PATH = '', CACHE_DIR = '.cache' } = process.env;
	const root = resolve(options.root ?? '.');
	const base = (options.base ?? BASE_PATH).replace(/\/+$/, '');
	const site = options.site ?? ourSite;
	const cache = new RenderCache(root, options.cacheDir ?? CACHE_DIR);
	const nameOf = (path: string) => relative(root, path).split(sep).join('/');

	const sources = findSources(resolve(root, options.postsDir ?? POSTS_DIR));
	const problems = checkSlugs(sources, nameOf);
	const warnings: Problem[] = [];
	const entries: Entry[] = [];
	const slugs = new Set<string>();
	/** Posts that cannot be shown yet: a link to one is not a second problem. */
	const broken: { slug: string; tags: string[]; anchors?: string[] }[] = [];
	const links: { file: string; slug: string; rendered: Rendered }[] = [];

	for (const source of sources) {
		if (slugs.has(source.slug)) continue;
		slugs.add(source.slug);
		const file = nameOf(source.path);
		const markdown = normalise(readFileSync(source.path, 'utf8'));
		const { data, body } = parseFrontMatter(markdown, site.tags, (line, field, message, fix) =>
			problems.push({ file, line, ...(field ? { field } : {}), message, fix })
		);
		if (data?.draft && !options.drafts) continue;

		let rendered = cache.read(source.slug, base, body);
		if (!rendered) {
			const fresh = await renderPost(source, body, { root, base, nameOf });
			rendered = fresh.rendered;
			problems.push(...fresh.problems);
			// A post with problems is rendered each time, so that they are told each time.
			if (fresh.problems.length === 0) cache.write(source.slug, base, body, rendered);
		}
		warnings.push(...rendered.warnings);
		links.push({ file, slug: source.slug, rendered });
		if (data) entries.push({ source, data, rendered });
		// Without an end of its front matter, nothing of the text was read.
		else
			broken.push({ slug: source.slug, tags: [], ...(body ? { anchors: rendered.anchors } : {}) });
	}

	const pages = pagesOf([...broken, ...entries.map(pageOf)]);
	for (const { file, slug, rendered } of links) {
		problems.push(...checkLinks(file, paths.post(slug), rendered.links, pages));
	}
	problems.push(...checkSeries(site.series, slugs, root));
	return {
		posts: entries.sort(newestFirst).map(publishable),
		problems: sortProblems(problems),
		warnings: sortProblems(warnings)
	};
}

function pageOf({ source, data, rendered }: Entry) {
	return { slug: source.slug, tags: data.tags, anchors: rendered.anchors };
}

/** By date, then by the order an author gave to posts of one day, then by title. */
function newestFirst(a: Entry, b: Entry): number {
	return (
		compare(b.data.date, a.data.date) ||
		(a.data.order ?? Number.MAX_SAFE_INTEGER) - (b.data.order ?? Number.MAX_SAFE_INTEGER) ||
		compare(a.data.title, b.data.title) ||
		compare(a.source.slug, b.source.slug)
	);
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}

function publishable({ source, data, rendered }: Entry): RenderedPost {
	const { title, description, date, updated, tags, draft } = data;
	const { body, assets, anchors, words, codeLines } = rendered;
	const minutes = Math.max(1, Math.round(words / WORDS_A_MINUTE + codeLines / CODE_LINES_A_MINUTE));
	const changed = updated ? { updated } : {};
	return {
		post: { slug: source.slug, title, description, date, ...changed, tags, minutes },
		draft,
		body,
		assets,
		anchors,
		path: source.path,
		...(source.directory ? { dir: source.directory } : {}),
		lastmod: updated ?? date
	};
}

export { ContentError, formatProblems, type Problem } from './problem';
export type { Asset } from './post-context';
