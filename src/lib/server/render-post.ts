import { resolve } from 'node:path';
import type { Rendered } from './cache';
import type { PostContext, Report } from './post-context';
import { PostFiles } from './post-files';
import type { Problem } from './problem';
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
	const report = reportTo(problems);
	const context: PostContext = {
		slug: source.slug,
		base,
		root,
		figureKit: resolve(root, 'src/lib/figure'),
		files,
		problem: report,
		warn: reportTo(warnings),
		links: [],
		anchors: [],
		ids: new Set(),
		assets: new Map(),
		figures: new Set(),
		words: 0,
		codeLines: 0
	};
	let body = '';
	try {
		body = await renderBody(markdown, context);
	} catch (error) {
		// A fault of ours or of a library must still say where to look; mdsvex knows the line of some.
		const { line = 1, reason, message } = error as { line?: number } & Record<string, string>;
		const fix =
			'Write it in another way; if nothing is wrong with it, this is a fault of the build.';
		report(line, `This post cannot be rendered: ${reason ?? message}`, fix);
	}
	const { anchors, links, words, codeLines } = context;
	const assets = [...context.assets.values()];
	const dependencies = files.list();
	const rendered = { body, anchors, links, warnings, assets, words, codeLines, dependencies };
	return { rendered, problems };
}
