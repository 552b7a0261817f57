import { describe, expect, it } from 'vitest';
import { plan, type Step } from './script';
import { shrink } from './shrink';

const steps = plan(4, 40).steps;
const has = (list: readonly Step[], wanted: readonly Step[]) =>
	wanted.every((step) => list.some(({ draws }) => draws === step.draws));

describe('shrinking', () => {
	it('keeps only the steps that the failure needs', async () => {
		const culprits = [steps[7], steps[23]].filter((step) => step !== undefined);
		const short = await shrink(steps, async (list) => has(list, culprits), 500);
		expect(short.map(({ draws }) => draws)).toEqual(culprits.map(({ draws }) => draws));
	});
	it('takes away the faults that do not matter', async () => {
		const guilty = steps.find(({ fault }) => fault);
		if (!guilty) throw new Error('half of the steps have a fault');
		const byFault = await shrink(
			steps,
			async (list) => list.some(({ fault }) => fault === guilty.fault),
			500
		);
		expect(byFault.map(({ fault }) => fault)).toEqual([guilty.fault]);
		const byStep = await shrink(steps, async (list) => has(list, [guilty]), 500);
		expect(byStep.map(({ fault }) => fault)).toEqual([undefined]);
	});
	it('gives back what it was given when every step is needed', async () => {
		const few = steps.slice(0, 3).map((step): Step => ({ do: step.do, draws: step.draws }));
		expect(await shrink(few, async (list) => list.length === 3)).toEqual(few);
	});
	it('runs no more often than it may', async () => {
		let runs = 0;
		await shrink(steps, async () => ++runs % 2 === 0, 12);
		expect(runs).toBeLessThanOrEqual(12);
	});
});
