import { describe, expect, it } from 'vitest';
import { NO_TAGS, isEmpty, parseQuery, toggleTag, withoutTag } from './query';

const known = ['go', 'mysql', 'distributed-systems'];
const parse = (input: string) => parseQuery(input, NO_TAGS, known);

describe('a query', () => {
	it('is words, phrases and tags', () => {
		const query = parse('  "rate limit" redis tag:go -#mysql ');
		expect(query.text).toBe('"rate limit" redis');
		expect(query.words).toEqual(['rate', 'limit', 'redis']);
		expect(query.phrases).toEqual([['rate', 'limit']]);
		expect(query.tags).toEqual({ include: ['go'], exclude: ['mysql'] });
	});

	it('takes tags chosen elsewhere, and what is typed wins over them', () => {
		const chosen = { include: ['go'], exclude: ['distributed-systems'] };
		expect(parseQuery('-tag:go', chosen, known).tags).toEqual({
			include: [],
			exclude: ['distributed-systems', 'go']
		});
	});

	it('names the tags that no post carries', () => {
		expect(parse('tag:rust x').unknownTags).toEqual(['rust']);
		expect(parse('tag:rust x').words).toEqual(['x']);
	});

	it('leaves a number sign alone that stands before no tag', () => {
		expect(parse('#define C# a#go').tags.include).toEqual([]);
		expect(parse('#define').words).toEqual(['define']);
	});

	it('leaves an unclosed quote and a lone dash alone', () => {
		expect(parse('"rate lim').phrases).toEqual([]);
		expect(parse('"rate lim').words).toEqual(['rate', 'lim']);
		expect(parse('-').words).toEqual([]);
		expect(parse('-race').units[0]?.whole).toBe('-race');
	});

	it('keeps stop words for runs and titles, but does not look them up', () => {
		const query = parse('when to use the mutex');
		expect(query.words).toEqual(['when', 'to', 'use', 'the', 'mutex']);
		expect(query.units.flatMap(({ words }) => words.map(({ term }) => term))).toEqual([
			'use',
			'mutex'
		]);
		expect(parse('what when').units).toEqual([]);
	});

	it('is cut when somebody pastes a page', () => {
		const query = parse('word1 '.repeat(10_000));
		expect(query.words.length).toBeLessThanOrEqual(16);
		expect(parse(Array.from({ length: 99 }, (_, i) => `w${i}`).join(' ')).units).toHaveLength(16);
	});

	it('is empty when nothing is asked', () => {
		expect(isEmpty(parse(' … '))).toBe(true);
		expect(isEmpty(parse('#go'))).toBe(false);
		expect(isEmpty(parse('the'))).toBe(false);
	});
});

describe('a tag', () => {
	it('is toggled: kept, left out, or neither', () => {
		const kept = toggleTag(NO_TAGS, 'go', 'include');
		expect(kept).toEqual({ include: ['go'], exclude: [] });
		expect(toggleTag(kept, 'go', 'exclude')).toEqual({ include: [], exclude: ['go'] });
		expect(toggleTag(kept, 'go', 'include')).toEqual(NO_TAGS);
	});

	it('is taken out of the text it was typed in', () => {
		expect(withoutTag('rate #go limit -tag:go #gopher', 'go')).toBe('rate limit #gopher');
	});
});
