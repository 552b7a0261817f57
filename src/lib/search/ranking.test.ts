import { beforeAll, describe, expect, it } from 'vitest';
import { ranking } from '../../../tests/ranking-table';
import { readContent } from '../server/content';
import { Finder } from './finder';
import { NO_TAGS, parseQuery } from './query';
import { sections } from './sections';

describe('ranking', () => {
	const finder = new Finder();
	const tags = new Set<string>();
	const slugs: string[] = [];

	beforeAll(async () => {
		const { posts } = await readContent();
		for (const { post, body } of posts) {
			finder.add({ ...post, sections: sections(body) });
			for (const tag of post.tags) tags.add(tag);
			slugs.push(post.slug);
		}
	}, 300_000);

	it.each(ranking)('“%s” finds %s first', (query, slug) => {
		const [first] = finder.search(parseQuery(query, NO_TAGS, tags), 5).posts;
		expect(first?.slug).toBe(slug);
	});

	it('has a query for every post', () => {
		const asked = new Set(ranking.map(([, slug]) => slug));
		expect(slugs.filter((slug) => !asked.has(slug))).toEqual([]);
	});
});
