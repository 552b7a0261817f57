import { describe, expect, test } from 'vitest';
import {
	createModel,
	limit,
	tick,
	windowLimit,
	type Limits,
	type Traffic
} from './token-bucket.model';

const PATTERNS: readonly Traffic[] = ['bursts', 'steady', 'random'];
const LIMITS: readonly Limits[] = [1, 2, 5].flatMap((rate) =>
	[1, 4, 8].map((burst) => ({ rate, burst }))
);

function run(limits: Limits, traffic: Traffic, ticks = 600) {
	const model = createModel(limits, traffic);
	for (let i = 0; i < ticks; i++) tick(model);
	return model;
}

describe.each(PATTERNS)('with %s traffic', (traffic) => {
	test.each(LIMITS)('the bucket admits at most burst + rate × t in any stretch: %o', (limits) => {
		const admitted = run(limits, traffic).answers.filter((answer) => answer.bucket);
		const excess = admitted.flatMap(({ at: from }, first) =>
			admitted.slice(first).map(({ at: to }, more) => {
				return more + 1 - (limits.burst + (limits.rate * (to - from)) / 10);
			})
		);
		expect(Math.max(...excess)).toBeLessThanOrEqual(0);
	});

	test.each(LIMITS)('the window admits at most its limit in any two seconds: %o', (limits) => {
		const admitted = run(limits, traffic).answers.filter((answer) => answer.window);
		for (const { at } of admitted) {
			const within = admitted.filter((other) => other.at > at - 20 && other.at <= at);
			expect(within.length).toBeLessThanOrEqual(windowLimit(limits));
		}
	});

	test('the same seed gives the same answers', () => {
		const limits = { rate: 2, burst: 5 };
		expect(run(limits, traffic).answers).toEqual(run(limits, traffic).answers);
	});
});

test('neither refuses while there is room', () => {
	const { answers } = run({ rate: 5, burst: 8 }, 'steady');
	expect(answers.length).toBe(150);
	expect(answers.every((answer) => answer.bucket && answer.window)).toBe(true);
});

test('a burst after a pause shows the difference: the two disagree', () => {
	const { answers } = run({ rate: 2, burst: 6 }, 'bursts', 120);
	expect(answers.some((answer) => answer.bucket && !answer.window)).toBe(true);
});

test('changing the parameters leaves the arrivals alone', () => {
	const arrivals = (limits: Limits) => run(limits, 'random').answers.map((answer) => answer.at);
	expect(arrivals({ rate: 1, burst: 1 })).toEqual(arrivals({ rate: 5, burst: 8 }));
});

test('a bucket made smaller spills what it cannot hold', () => {
	const model = createModel({ rate: 1, burst: 8 });
	limit(model, { rate: 1, burst: 3 });
	expect(model.level).toBe(30);
});
