import { describe, expect, it } from 'vitest';
import { Random } from './random';

const draw = (random: Random, count = 20) => Array.from({ length: count }, () => random.next());

describe('seeded randomness', () => {
	it('gives the same row for the same seed and another one for another', () => {
		expect(draw(new Random(7))).toEqual(draw(new Random(7)));
		expect(draw(new Random(7))).not.toEqual(draw(new Random(8)));
	});
	it('stays within its bounds and reaches all of them', () => {
		const random = new Random(1);
		const seen = new Set(Array.from({ length: 500 }, () => random.below(6)));
		expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
	});
	it('follows the weights', () => {
		const random = new Random(2);
		const names = Array.from({ length: 1000 }, () =>
			random.weighted(['rare', 'common', 'never'], (name) => ({ rare: 1, common: 9 })[name] ?? 0)
		);
		const rare = names.filter((name) => name === 'rare').length;
		expect(rare).toBeGreaterThan(60);
		expect(rare).toBeLessThan(150);
		expect(names).not.toContain('never');
	});
	it('shuffles without losing anything', () => {
		const items = [1, 2, 3, 4, 5, 6, 7, 8];
		const shuffled = new Random(3).shuffle(items);
		expect(shuffled).not.toEqual(items);
		expect([...shuffled].sort()).toEqual(items);
	});
	it('forks a generator whose draws leave the first one alone', () => {
		const [one, two] = [new Random(4), new Random(4)];
		one.fork().next();
		two.fork();
		expect(one.next()).toBe(two.next());
	});
});
