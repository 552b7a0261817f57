import { describe, expect, it } from 'vitest';
import { drawn, FAULTS, OPERATIONS, plan } from './script';

describe('a script', () => {
	it('is the same for the same seed', () => {
		expect(plan(11, 40)).toEqual(plan(11, 40));
		expect(plan(11, 40)).not.toEqual(plan(12, 40));
	});
	it('begins with a visit', () => {
		expect(plan(3, 5).steps[0]?.do).toBe('visit');
	});
	it('is the beginning of the longer one of its seed', () => {
		expect(plan(5, 40).steps.slice(0, 10)).toEqual(plan(5, 10).steps);
	});
	it('uses every operation and every fault, over many seeds', () => {
		const steps = Array.from({ length: 60 }, (_, seed) => plan(seed, 40).steps).flat();
		expect(new Set(steps.map((step) => step.do)).size).toBe(Object.keys(OPERATIONS).length);
		const faults = new Set(steps.flatMap(({ fault }) => fault ?? []));
		expect(faults.size).toBe(Object.keys(FAULTS).length);
	});
	it('draws every item, and nothing from an empty list', () => {
		expect([0, 0.5, 0.999].map((draw) => drawn(['a', 'b', 'c'], draw))).toEqual(['a', 'b', 'c']);
		expect(drawn([], 0.3)).toBeUndefined();
	});
});
