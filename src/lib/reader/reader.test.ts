import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mergeMarks, type Mark } from './reader';

// Few times and few values, so that equal times with different values are common.
const at = fc.integer({ min: 0, max: 2 });
const flag = fc.option(fc.record({ value: fc.boolean(), at }), { nil: undefined });
const place = fc.option(fc.record({ id: fc.constantFrom('a', 'b', 'c'), at }), { nil: undefined });
const mark: fc.Arbitrary<Mark> = fc
	.record({ place, read: flag, starred: flag })
	.map(({ place, read, starred }) => ({
		slug: 'x',
		...(place && { place }),
		...(read && { read }),
		...(starred && { starred })
	}));

describe('mergeMarks', () => {
	it('gives the same whichever copy comes first', () => {
		fc.assert(
			fc.property(mark, mark, (a, b) => {
				expect(mergeMarks(a, b)).toEqual(mergeMarks(b, a));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('gives the same in whatever order devices meet', () => {
		fc.assert(
			fc.property(mark, mark, mark, (a, b, c) => {
				expect(mergeMarks(mergeMarks(a, b), c)).toEqual(mergeMarks(a, mergeMarks(b, c)));
			}),
			{ numRuns: 1_000 }
		);
	});

	it('changes nothing when it is repeated', () => {
		fc.assert(
			fc.property(mark, mark, (a, b) => {
				expect(mergeMarks(a, a)).toEqual(a);
				const merged = mergeMarks(a, b);
				expect(mergeMarks(merged, b)).toEqual(merged);
			})
		);
	});

	it('takes the later of each part, and loses none', () => {
		const here: Mark = {
			slug: 'x',
			place: { id: 'old', at: 1 },
			starred: { value: true, at: 5 }
		};
		const there: Mark = {
			slug: 'x',
			place: { id: 'new', at: 2 },
			read: { value: true, at: 1 },
			starred: { value: false, at: 4 }
		};
		expect(mergeMarks(here, there)).toEqual({
			slug: 'x',
			place: { id: 'new', at: 2 },
			read: { value: true, at: 1 },
			starred: { value: true, at: 5 }
		});
	});
});
