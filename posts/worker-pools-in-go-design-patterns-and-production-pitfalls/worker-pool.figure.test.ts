import { describe, expect, test } from 'vitest';
import { createPool, tick, type Pool, type Settings } from './worker-pool.model';

const SETTINGS: readonly Settings[] = [1, 3, 5].flatMap((workers) =>
	[0, 1, 4, 8].flatMap((capacity) =>
		(['block', 'reject'] as const).map((whenFull) => ({ workers, capacity, whenFull }))
	)
);

/** Runs a pool and hands it over after every tick. */
function run(
	settings: Settings,
	ticks: number,
	each: (pool: Pool) => void = () => undefined
): Pool {
	const pool = createPool(settings);
	for (let i = 0; i < ticks; i++) {
		tick(pool);
		each(pool);
	}
	return pool;
}

const busy = (pool: Pool) => pool.workers.filter((job) => job).length;

describe.each(SETTINGS)('%o', (settings) => {
	test('the queue never holds more than its capacity, nor the pool more than its workers', () => {
		let deepest = 0;
		let most = 0;
		run(settings, 300, (pool) => {
			deepest = Math.max(deepest, pool.queue.length);
			most = Math.max(most, busy(pool));
		});
		expect(deepest).toBeLessThanOrEqual(settings.capacity);
		expect(most).toBeLessThanOrEqual(settings.workers);
	});

	test('every accepted job is done, running or queued: none is lost', () => {
		run(settings, 300, (pool) => {
			expect(pool.done + busy(pool) + pool.queue.length).toBe(pool.accepted);
		});
	});

	test('jobs start in the order they were accepted', () => {
		const { started } = run(settings, 300);
		expect(started).toEqual([...started].sort((a, b) => a - b));
	});

	test('closing drains: what was accepted is done, and nothing more is taken', () => {
		const pool = run(settings, 35);
		pool.closed = true;
		const { accepted } = pool;
		let ticks = 0;
		while (tick(pool)) expect(++ticks).toBeLessThan(200);
		expect(pool.done).toBe(accepted);
		expect(pool.blocked).toBeUndefined();
	});
});

test('a blocking producer loses nothing and waits; a rejecting one never waits', () => {
	const block = run({ workers: 2, capacity: 4, whenFull: 'block' }, 300);
	expect(block.rejected).toBe(0);
	expect(block.blockedFor).toBeGreaterThan(0);
	const reject = run({ workers: 2, capacity: 4, whenFull: 'reject' }, 300);
	expect(reject.rejected).toBeGreaterThan(0);
	expect(reject.blockedFor).toBe(0);
});

test('a longer queue does not finish more under lasting overload, it only waits longer', () => {
	const short = run({ workers: 1, capacity: 1, whenFull: 'reject' }, 800);
	const long = run({ workers: 1, capacity: 8, whenFull: 'reject' }, 800);
	expect(Math.abs(long.done - short.done)).toBeLessThan(10);
	expect(long.waited / long.started.length).toBeGreaterThan(
		3 * (short.waited / short.started.length)
	);
});

test('a worker that is taken away finishes its job first', () => {
	const pool = run({ workers: 5, capacity: 4, whenFull: 'block' }, 30);
	const running = busy(pool);
	expect(running).toBeGreaterThan(2);
	const { done } = pool;
	pool.settings.workers = 1;
	for (let i = 0; i < 8; i++) tick(pool);
	expect(pool.workers.length).toBe(1);
	expect(pool.done).toBeGreaterThanOrEqual(done + running - 1);
});
