/** How good and how fast search is on the posts: `npx tsx tests/ranking-report.ts`. Trust ratios, not milliseconds. */
import fc from 'fast-check';
import { Finder } from '../src/lib/search/finder';
import { NO_TAGS, parseQuery } from '../src/lib/search/query';
import { sections } from '../src/lib/search/sections';
import { readContent } from '../src/lib/server/content';
import { anyText } from './any-text';
import { ranking } from './ranking-table';

/** As many inputs of anything at all, the same each time. */
const ANYTHING = { numRuns: 20_000, seed: 1 };

/** Processor time, so that other work on the machine counts less. */
function timed<T>(work: () => T): [result: T, milliseconds: number] {
	const before = process.cpuUsage();
	const result = work();
	const { user, system } = process.cpuUsage(before);
	return [result, (user + system) / 1000];
}

/** The median, the 95th percentile and the most, as the table shows them. */
function spread(values: number[]): string {
	const sorted = values.toSorted((a, b) => a - b);
	return [0.5, 0.95, 1]
		.map((share) => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2))
		.join(' / ');
}

async function report(): Promise<void> {
	const { posts } = await readContent();
	const tags = new Set(posts.flatMap(({ post }) => post.tags));
	const [read, readTime] = timed(() =>
		posts.map(({ post, body }) => ({ ...post, sections: sections(body) }))
	);
	const finder = new Finder();
	const [, indexTime] = timed(() => read.forEach((post) => finder.add(post)));
	const [json, writeTime] = timed(() => finder.toJSON());
	const [, aheadTime] = timed(() => {
		while (finder.readAhead());
	});
	const ask = (query: string, limit = 10) => finder.search(parseQuery(query, NO_TAGS, tags), limit);

	const places = ranking.map(([query, slug]) =>
		ask(query, posts.length).posts.findIndex((hit) => hit.slug === slug)
	);
	const reciprocal = places.reduce((sum, place) => sum + (place < 0 ? 0 : 1 / (place + 1)), 0);
	ranking.forEach(([query, slug], i) => {
		if (places[i] !== 0) console.log(`“${query}”: ${slug} is at ${(places[i] ?? -1) + 1}`);
	});
	const whole = ranking.map(([query]) => timed(() => ask(query))[1]);
	const begun = ranking.flatMap(([query]) =>
		Array.from(query, (_, i) => timed(() => ask(query.slice(0, i + 1)))[1])
	);
	const anything = fc.sample(anyText, ANYTHING).map((input) => timed(() => ask(input))[1]);
	console.table({
		posts: posts.length,
		queries: ranking.length,
		'right post first': (places.filter((place) => place === 0).length / places.length).toFixed(3),
		'mean reciprocal rank': (reciprocal / places.length).toFixed(3),
		'take apart, ms': readTime.toFixed(0),
		'make the index, ms': indexTime.toFixed(0),
		'write it, ms': writeTime.toFixed(0),
		'read ahead, ms': aheadTime.toFixed(0),
		'index, KB': (json.length / 1024).toFixed(0),
		'texts, KB': (JSON.stringify(read).length / 1024).toFixed(0),
		'query p50 / p95 / max, ms': spread(whole),
		'each letter typed, p50 / p95 / max, ms': spread(begun),
		'anything at all, p50 / p95 / max, ms': spread(anything)
	});
}

await report();
