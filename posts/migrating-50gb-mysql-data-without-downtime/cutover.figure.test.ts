import { describe, expect, test } from 'vitest';
import { createMigration, fault, PLANS, present, ROWS, tick, type Plan } from './cutover.model';

function run(plan: Plan, verifies: boolean, seed?: number) {
	const one = createMigration(plan, verifies, seed);
	const phases = [present(one)[0]];
	for (let i = 0; i < 200 && tick(one); i++) phases.push(present(one)[0]);
	const faults = Array.from({ length: ROWS }, (_, row) => fault(one, row));
	return { ...one, phases, faults: faults.filter((what) => what) };
}

describe('the safe plan', () => {
	test('loses nothing and answers every read right, whatever the traffic', () => {
		for (let seed = 0; seed < 100; seed++) {
			const { faults, wrongReads, over, reads } = run('safe', true, seed);
			expect({ faults, wrongReads, over }).toEqual({ faults: [], wrongReads: 0, over: 'finished' });
			expect(reads).toBeGreaterThan(20);
		}
	});

	test('goes through the phases in order and skips none', () => {
		expect([...new Set(run('safe', true).phases)]).toEqual([0, 1, 2, 3]);
	});

	test('makes writes to rows in the chunk wait, and does not drop them', () => {
		const one = createMigration('safe');
		let waited = 0;
		while (tick(one)) waited += one.waiting.length;
		expect(waited).toBeGreaterThan(0);
		const written = one.truth.reduce<number>((sum, version) => sum + (version ?? 0), 0);
		expect(written - (ROWS - 3)).toBe(one.now);
	});
});

describe('the wrong plans', () => {
	test('copying first leaves stale rows and loses those that came later', () => {
		const { faults, wrongReads } = run('copy first', false);
		expect(faults).toContain('lost');
		expect(faults).toContain('stale');
		expect(wrongReads).toBeGreaterThan(0);
	});

	test('a copy without locks overwrites a newer row with an older one', () => {
		const { faults, wrongReads } = run('no locks', false);
		expect(faults).toEqual(['stale']);
		expect(wrongReads).toBeGreaterThan(0);
	});

	test('reading before the copy is complete answers reads wrongly', () => {
		expect(run('read early', false).wrongReads).toBeGreaterThan(0);
	});

	test.each(['copy first', 'no locks'] as const)('verifying stops "%s" before reads move', (plan) => {
		const one = run(plan, true);
		expect(one).toMatchObject({ over: 'stopped', wrongReads: 0 });
		expect(Math.max(...one.phases)).toBe(1);
	});
});

test('every plan ends', () => {
	for (const plan of PLANS) expect(run(plan, true).over).toBeDefined();
});
