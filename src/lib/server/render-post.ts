import { resolve } from 'node:path';
import type { Rendered } from './cache';
import type { PostContext, Report } from './post-context';
import { PostFiles } from './post-files';
import type { Problem } from './problem';
import { protect } from './protect';
import { renderBody } from './render';
import type { Source } from './sources';

/** Where a post is rendered: what its folder does not say. */
export interface Surroundings {
	/** The folder of the project. */
	root: string;
	/** '' or '/blog'. */
	base: string;
	/** The path that reports call a file by. */
	nameOf: (path: string) => string;
}

/** Renders one post by itself; links to other posts are looked at when all are rendered. */
export async function renderPost(
	source: Source,
	markdown: string,
	{ root, base, nameOf }: Surroundings
): Promise<{ rendered: Rendered; problems: Problem[] }> {
	const problems: Problem[] = [];
	const warnings: Problem[] = [];
	const files = new PostFiles(root, source.directory);
	const reportTo =
		(list: Problem[]): Report =>
		(line, message, fix, path = source.path) => {
			list.push({ file: nameOf(path), line, message, fix });
		};
	const context: PostContext = {
		slug: source.slug,
		base,
		root,
		figureKit: resolve(root, 'src/lib/figure'),
		files,
		protection: protect(markdown),
		problem: reportTo(problems),
		warn: reportTo(warnings),
		links: [],
		anchors: [],
		ids: new Set(),
		labels: new Set(),
		assets: new Map(),
		figures: new Set(),
		words: 0,
		codeLines: 0
	};
	const body = await renderBody(context);
	const { anchors, links, assets, words, codeLines } = context;
	const dependencies = files.list();
	const rendered = {
		body,
		anchors,
		links,
		warnings,
		assets: [...assets.values()],
		words,
		codeLines,
		dependencies
	};
	return { rendered, problems };
}
