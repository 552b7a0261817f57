import { describe, expect, test } from 'vitest';
import { CRASHES, createSystem, tick, type Crash, type System } from './outbox.model';

function run(crash: Crash, dedupe: boolean, each: (s: System) => void = () => undefined) {
	const s = createSystem(crash, dedupe);
	for (let i = 0; i < 150; i++) {
		tick(s);
		each(s);
	}
	return s;
}

const unique = (list: readonly number[]) => [...new Set(list)];

describe.each(CRASHES)('with a crash %s', (crash) => {
	test.each([true, false])('no event is lost and none is invented (dedupe %s)', (dedupe) => {
		const s = run(crash, dedupe);
		expect(s.orders.length).toBeGreaterThan(10);
		expect(unique([...s.log, ...s.outbox])).toEqual(s.orders);
		expect(unique([...s.effects, ...s.log.slice(s.offset)])).toEqual(unique(s.log));
		expect(s.log.length).toBeGreaterThan(10);
		expect(s.effects.length).toBeGreaterThan(10);
	});

	test('with dedupe every order has exactly one effect, in order', () => {
		const { effects, orders } = run(crash, true);
		expect(effects).toEqual(orders.slice(0, effects.length));
	});

	test('an event is in the log only if its order is committed', () => {
		run(crash, true, ({ log, orders }) => {
			expect(log.every((event) => orders.includes(event))).toBe(true);
		});
	});
});

test('a crash before the commit leaves neither order nor event', () => {
	const s = run('before commit', true);
	expect(s.orders.length).toBeLessThan(s.tried);
	expect(s.orders).not.toContain(2);
	expect(s.log).not.toContain(2);
});

test('a crash before the delete publishes twice, one before the publish does not', () => {
	expect(run('before delete', true).log.filter((event) => event === 2)).toHaveLength(2);
	expect(run('before publish', true).log.filter((event) => event === 2)).toHaveLength(1);
});

test.each(['before delete', 'before offset'] as const)('%s, without dedupe, the effect happens twice', (crash) => {
	expect(run(crash, false).effects.filter((event) => event === 2)).toHaveLength(2);
});
