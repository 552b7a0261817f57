import { describe, expect, it } from 'vitest';
import type { Results } from './results';
import { resultSentence, statusSentence, unknownTagsSentence, type Status } from './sentences';

const ready: Status = { state: 'ready', of: 32, storage: 'kept' };
const results = (some: Partial<Results>): Results => ({
	match: 'all',
	total: 0,
	posts: [],
	tagCounts: {},
	instead: [],
	unknownTags: [],
	...some
});

describe('the sentence about the results', () => {
	it('counts', () => {
		expect(resultSentence(results({ total: 1 }), ready)).toBe('1 result');
		expect(resultSentence(results({ total: 12 }), ready)).toBe('12 results');
		expect(resultSentence(results({ match: 'nothing asked', total: 32 }), ready)).toBe('32 posts');
	});

	it('says when words were given up or spelled otherwise', () => {
		expect(resultSentence(results({ match: 'any', total: 2 }), ready)).toContain('some of it');
		expect(
			resultSentence(results({ match: 'similar', total: 2, instead: ['mutex'] }), ready)
		).toContain('“mutex”');
	});

	it('never says that there is nothing before everything was read', () => {
		expect(resultSentence(results({}), ready)).toBe('No results.');
		for (const status of [
			{ state: 'starting' },
			{ state: 'loading', done: 3, of: 32 },
			{ state: 'incomplete', done: 31, of: 32, storage: 'kept' }
		] satisfies Status[])
			expect(resultSentence(results({}), status)).toBe('Nothing found yet.');
	});
});

describe('the sentence about the index', () => {
	it('is there whenever there is something to know', () => {
		expect(statusSentence(ready)).toBe('');
		expect(statusSentence({ state: 'loading', done: 3, of: 32 })).toContain('3 of 32');
		expect(statusSentence({ state: 'incomplete', done: 31, of: 32, storage: 'kept' })).toContain(
			'1 post '
		);
		expect(statusSentence({ state: 'ready', of: 32, storage: 'memory' })).toContain('made anew');
		expect(statusSentence({ state: 'failed' })).not.toBe('');
		expect(statusSentence({ state: 'starting' })).not.toBe('');
	});
});

it('names the tags that do not exist', () => {
	expect(unknownTagsSentence(results({ unknownTags: ['rust'] }))).toBe('No post is tagged #rust.');
	expect(unknownTagsSentence(results({}))).toBe('');
});
