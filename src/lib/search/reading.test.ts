import { describe, expect, it } from 'vitest';
import { hasPhrase, longestOf, longestRun, spotsOf, standsAt } from './reading';

const spots = spotsOf('The worker pool, a pool of workers: use sync.Pool in the pool.');
const run = (words: string[], counts = words.map(() => true)) =>
	longestRun(
		spots,
		words.map((word) => new Set([word])),
		counts
	).length;

describe('a reading', () => {
	it('knows where each term stands', () => {
		expect(spots.get('worker')).toEqual([1, 4, 10]);
		expect(spots.get('sync.pool')).toEqual([8, 40, 49]);
		expect(spots.get('pool')?.filter((_, i) => i % 3 === 0)).toEqual([2, 4, 9, 12]);
	});

	it('tells whether a word stands anywhere, or at a place', () => {
		expect(standsAt(spots, ['nothing', 'worker'])).toBe(true);
		expect([standsAt(spots, ['worker'], 1), standsAt(spots, ['worker'], 2)]).toEqual([true, false]);
		expect(standsAt(spots, ['nothing'])).toBe(false);
	});

	it('finds phrases, in their order only', () => {
		expect(hasPhrase(spots, ['worker', 'pool'])).toBe(true);
		expect(hasPhrase(spots, ['use', 'sync', 'pool', 'in'])).toBe(true);
		expect(hasPhrase(spots, ['pool', 'worker'])).toBe(false);
	});
});

describe('the longest run', () => {
	it('is of words that follow one another', () => {
		expect(run(['use', 'sync', 'nothing'])).toBe(2);
		expect(run(['nothing', 'worker', 'pool'])).toBe(2);
		expect(run(['nothing'])).toBe(0);
	});

	it('is counted, in one text and over several', () => {
		const words = ['pool', 'nothing'].map((word) => new Set([word]));
		expect(longestRun(spots, words, [true, true])).toEqual({ length: 1, times: 4 });
		const runs = [
			{ length: 2, times: 3 },
			{ length: 1, times: 9 },
			{ length: 2, times: 1 }
		];
		expect([longestOf(runs), longestOf([])]).toEqual([
			{ length: 2, times: 4 },
			{ length: 0, times: 0 }
		]);
	});

	it('goes on over small words without counting them', () => {
		expect(run(['pool', 'of', 'workers'], [true, false, true])).toBe(2);
		expect(run(['the', 'of'], [false, false])).toBe(0);
	});
});
