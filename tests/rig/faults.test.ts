import { describe, expect, it } from 'vitest';
import { FaultPicker, type Fault } from './faults';

/** Which of `count` requests for `url` are befallen, counted from 1. */
function befallen(fault: Fault, count: number, url = '/x'): number[] {
	const picker = new FaultPicker([fault]);
	const ranks = Array.from({ length: count }, (_, index) => index + 1);
	return ranks.filter(() => picker.forRequest(url));
}

describe('the choice of a fault', () => {
	it('befalls every request when nothing narrows it', () => {
		expect(befallen({ kind: 'drop' }, 3)).toEqual([1, 2, 3]);
	});
	it('lets the first ones pass with skip', () => {
		expect(befallen({ kind: 'drop', skip: 2 }, 4)).toEqual([3, 4]);
	});
	it('fires a limited number of times', () => {
		expect(befallen({ kind: 'drop', times: 2 }, 5)).toEqual([1, 2]);
	});
	it('fires at each n-th match, after those it skips', () => {
		expect(befallen({ kind: 'drop', every: 3, skip: 1 }, 8)).toEqual([4, 7]);
	});
	it('fires at the n-th match only', () => {
		expect(befallen({ kind: 'drop', nth: 3 }, 8)).toEqual([3]);
	});
	it('counts only what matches', () => {
		const picker = new FaultPicker([{ kind: 'drop', match: '\\.txt$', nth: 2 }]);
		const urls = ['/a.txt', '/b.js', '/c.txt', '/d.txt'];
		expect(urls.filter((url) => picker.forRequest(url))).toEqual(['/c.txt']);
	});
	it('takes the first rule that applies', () => {
		const picker = new FaultPicker([{ kind: 'drop', nth: 1 }, { kind: 'hang' }]);
		expect([1, 2].map(() => picker.forRequest('/')?.kind)).toEqual(['drop', 'hang']);
	});
	it('keeps faults of connections apart from faults of requests', () => {
		const picker = new FaultPicker([{ kind: 'drop-connection', every: 2 }, { kind: 'hang' }]);
		expect(picker.forRequest('/')?.kind).toBe('hang');
		expect([1, 2, 3].map(() => picker.forConnection()?.kind)).toEqual([
			undefined,
			'drop-connection',
			undefined
		]);
	});
});
