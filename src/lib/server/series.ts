import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Series } from '../../site';
import { nearest, type Problem } from './problem';

const FILE = 'src/site.ts';

/** Checks that each reading path leads through posts that exist; drafts count. */
export function checkSeries(
	series: readonly Series[],
	slugs: ReadonlySet<string>,
	root: string
): Problem[] {
	const problems: Problem[] = [];
	const path = resolve(root, FILE);
	const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : [];
	const lineOf = (word: string) =>
		Math.max(
			1,
			lines.findIndex((line) => line.includes(`'${word}'`) || line.includes(`"${word}"`)) + 1
		);
	const say = (word: string, message: string, fix: string) =>
		problems.push({ file: FILE, line: lineOf(word), field: 'series', message, fix });

	const ids = new Set<string>();
	for (const { id, posts } of series) {
		if (ids.has(id)) say(id, `Two series have the id “${id}”.`, 'Give one of them another id.');
		ids.add(id);
		const seen = new Set<string>();
		for (const slug of posts) {
			if (seen.has(slug))
				say(slug, `The series “${id}” lists “${slug}” twice.`, 'Remove one of the two.');
			seen.add(slug);
			if (slugs.has(slug)) continue;
			const near = nearest(slug, slugs);
			say(
				slug,
				`The series “${id}” lists “${slug}”, which is not a post.`,
				near ? `Did you mean “${near}”?` : 'Remove it, or write the post.'
			);
		}
	}
	return problems;
}
