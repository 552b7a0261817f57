import { describe, expect, test } from 'vitest';
import { createPipeline, LANES, QUEUE, tick, totals, type Pipeline, type Settings } from './pipeline.model';

const SETTINGS: readonly Settings[] = [1, 3, 6].flatMap((size) =>
	[1, 8].flatMap((linger) => [1, 4, 12].map((cost) => ({ size, linger, cost })))
);

function run(settings: Settings, ticks: number, each: (one: Pipeline) => void = () => undefined) {
	const one = createPipeline(settings);
	for (let i = 0; i < ticks; i++) {
		tick(one);
		each(one);
	}
	return one;
}

const inFlight = (one: Pipeline) =>
	one.queue.length + (one.held ? 1 : 0) + one.lanes.reduce((sum, { batch }) => sum + batch.length, 0);

describe.each(SETTINGS)('%o', (settings) => {
	test('memory is bounded: queue, batches and one event in the hand of the source', () => {
		run(settings, 300, (one) => {
			expect(one.queue.length).toBeLessThanOrEqual(QUEUE);
			expect(inFlight(one)).toBeLessThanOrEqual(QUEUE + LANES.length * settings.size + 1);
		});
	});

	test('nothing is lost: what was made is written or on its way', () => {
		const one = run(settings, 300);
		const written = one.writes.reduce((sum, { events }) => sum + events.length, 0);
		expect(written + inFlight(one)).toBe(one.made);
	});

	test('each key keeps its order', () => {
		const { writes } = run(settings, 300);
		for (const lane of LANES.keys()) {
			const turns = writes.flatMap(({ events }) => events.filter((event) => event.lane === lane));
			expect(turns.map(({ turn }) => turn)).toEqual(turns.map((_, i) => i + 1));
		}
	});

	test('no batch is larger than its size or older than its linger', () => {
		let oldest = 0;
		const { writes } = run(settings, 300, ({ lanes }) => {
			oldest = Math.max(oldest, ...lanes.map(({ age }) => age));
		});
		expect(Math.max(...writes.map(({ events }) => events.length))).toBeLessThanOrEqual(settings.size);
		expect(oldest).toBeLessThan(settings.linger);
		const full = writes.filter(({ cause }) => cause === 'size');
		expect(full.every(({ events }) => events.length === settings.size)).toBe(true);
	});
});

test('a slow sink stops the source, larger batches carry it', () => {
	const small = run({ size: 1, linger: 8, cost: 6 }, 300);
	const large = run({ size: 6, linger: 8, cost: 6 }, 300);
	expect(small.waited).toBeGreaterThan(60);
	expect(large.waited).toBeLessThan(small.waited);
	expect(totals(large).events).toBeGreaterThan(1.2 * totals(small).events);
});

test('with a fast sink, lingering longer means fewer writes and older events', () => {
	const short = totals(run({ size: 6, linger: 2, cost: 1 }, 300));
	const long = totals(run({ size: 6, linger: 12, cost: 1 }, 300));
	expect(long.writes).toBeLessThan(short.writes);
	expect(long.age).toBeGreaterThan(short.age);
});

test('the run that readers see has both kinds of flush', () => {
	const causes = new Set(run({ size: 5, linger: 8, cost: 3 }, 60).writes.map(({ cause }) => cause));
	expect(causes).toEqual(new Set(['size', 'time']));
});
