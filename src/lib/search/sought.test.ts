import { describe, expect, it } from 'vitest';
import { NO_TAGS, parseQuery } from './query';
import { editDistance, formsOf, soughtIn } from './sought';

function seek(input: string, matched: string[], known: string[] = []) {
	const query = parseQuery(input, NO_TAGS, []);
	return soughtIn(
		query,
		matched,
		formsOf(query, (term) => known.includes(term))
	);
}
const marks = (...all: Parameters<typeof seek>) => [...seek(...all).marks.keys()];

describe('what is sought in a post', () => {
	it('are the terms it was found by, for the words they stand for', () => {
		const {
			words,
			counts,
			marks: found
		} = seek('the goroutne leak', ['goroutine', 'leaks'], ['leaking']);
		expect(words.map((terms) => [...terms])).toEqual([
			['the'],
			['goroutne', 'goroutine'],
			['leak', 'leaks', 'leaking']
		]);
		expect(counts).toEqual([false, true, true]);
		expect([...found].map(([term, { word }]) => [term, word])).toEqual([
			['goroutine', 1],
			['leaks', 2],
			['leaking', 2]
		]);
	});

	it('is an identifier as a whole, where it was found so', () => {
		expect(seek('sync.Pool', ['sync.pool']).marks.get('sync.pool')).toEqual({ word: 0, worth: 2 });
		expect(marks('sync.Pool', ['sync.pool', 'sync', 'pool'])).toEqual(['sync.pool']);
		expect(marks('sync.Pool', ['sync', 'pool'])).toEqual(['sync', 'pool']);
	});

	it('is not a longer identifier that only begins with a word', () => {
		expect(marks('redis', ['redis', 'redis.call'])).toEqual(['redis']);
		expect(marks('1.24', ['1.24', '1.24.3'])).toEqual(['1.24', '1.24.3']);
	});

	it('is not any word that begins with a short one which is there itself', () => {
		expect(marks('correlation id', ['correlation', 'id', 'identify'])).toEqual([
			'correlation',
			'id'
		]);
		expect(marks('correlation id', ['correlation', 'identify'])).toEqual([
			'correlation',
			'identify'
		]);
	});
});

describe('the distance between two words', () => {
	it.each([
		['leak', 'leak', 0],
		['leak', 'leek', 1],
		['goroutne', 'goroutine', 1],
		['mutxe', 'mutex', 2],
		['', 'abc', 3]
	])('of %j and %j is %i', (a, b, distance) => {
		expect(editDistance(a, b)).toBe(distance);
	});
});
