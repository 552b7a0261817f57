import fc from 'fast-check';
import { Finder } from '../../src/lib/search/finder';
import { NO_TAGS, parseQuery } from '../../src/lib/search/query';
import { sections } from '../../src/lib/search/sections';
import { readContent } from '../../src/lib/server/content';
import { anyText } from '../any-text';
import { ranking } from '../ranking-table';
import { summary } from './summary';

/** What the search page shows at most. */
const LIMIT = 10;
const SEED = 1;

/** A query on all posts, without its way to the worker and back: what engineers ask, and `runs` of anything at all. Milliseconds. */
export async function measureQueries(runs: number): Promise<[string, Record<string, number>][]> {
	const finder = new Finder();
	const tags = new Set<string>();
	for (const { post, body } of (await readContent()).posts) {
		finder.add({ ...post, sections: sections(body) });
		for (const tag of post.tags) tags.add(tag);
	}
	// As the worker does when it has nothing else to do.
	while (finder.readAhead());
	const measure = (inputs: string[]) =>
		summary(
			inputs.map((input) => {
				const started = performance.now();
				finder.search(parseQuery(input, NO_TAGS, tags), LIMIT);
				return performance.now() - started;
			})
		);
	const asked = ranking.map(([query]) => query);
	return [
		['what engineers ask', measure(asked)],
		['anything at all', measure(fc.sample(anyText, { numRuns: runs, seed: SEED }))]
	];
}
