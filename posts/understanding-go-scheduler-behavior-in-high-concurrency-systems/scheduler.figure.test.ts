import { describe, expect, test } from 'vitest';
import { createScheduler, LOCAL, spawn, tick, type Blocking, type Scheduler } from './scheduler.model';

const KINDS: readonly Blocking[] = ['syscall', 'network', 'never'];

/** Where every goroutine is, by id; one that is in two places appears twice. */
function everyone(s: Scheduler): number[] {
	const queued = [...s.global, ...s.network, ...s.ps.flatMap((p) => p.queue)];
	return [...queued, ...s.ms.flatMap(({ g }) => g ?? [])].map(({ id }) => id);
}

function run(count: number, blocking: Blocking, each: (s: Scheduler) => void = () => undefined) {
	const s = createScheduler(count, blocking);
	const events: string[] = [];
	for (let i = 0; i < 500 && tick(s); i++) {
		events.push(...s.events);
		each(s);
	}
	return { s, events };
}

describe.each([1, 2, 3, 4])('with %i Ps', (count) => {
	describe.each(KINDS)('and goroutines that block: %s', (blocking) => {
		test('every goroutine is in exactly one place until it is done', () => {
			run(count, blocking, (s) => {
				const ids = everyone(s);
				expect(new Set(ids).size).toBe(ids.length);
				expect(ids.length).toBe(s.made - s.done);
			});
		});

		test('all of them are done in the end', () => {
			expect(run(count, blocking).s.done).toBe(24);
		});

		test('never more goroutines run than there are Ps, and each P has one thread', () => {
			run(count, blocking, (s) => {
				const running = s.ms.filter((m) => m.g && !m.inCall);
				expect(running.length).toBeLessThanOrEqual(count);
				expect(running.every((m) => m.p?.m === m)).toBe(true);
				const holders = s.ms.flatMap((m) => m.p ?? []);
				expect(new Set(holders).size).toBe(holders.length);
			});
		});

		test('no local queue overflows', () => {
			run(count, blocking, (s) => {
				expect(Math.max(...s.ps.map((p) => p.queue.length))).toBeLessThanOrEqual(LOCAL);
			});
		});

		test('no P is idle for two ticks while another has a queue', () => {
			let before = 0;
			run(count, blocking, (s) => {
				const work = s.global.length > 0 || s.ps.some((p) => p.queue.length);
				const idle = work ? s.ps.filter((p) => !p.m).length : 0;
				// One thread is woken per tick, so the number must fall.
				if (before && idle) expect(idle).toBeLessThanOrEqual(before);
				before = idle;
			});
		});
	});
});

test('system calls make threads beyond the number of Ps, the network does not', () => {
	expect(run(2, 'syscall').s.ms.length).toBeGreaterThan(2);
	expect(run(2, 'network').s.ms.length).toBe(2);
	expect(run(2, 'never').s.ms.length).toBe(2);
});

test('a full local queue gives half of itself to the global one', () => {
	const s = createScheduler(1);
	spawn(s, 1);
	expect(s.ps[0]?.queue.length).toBe(LOCAL / 2);
	expect(s.global.map(({ id }) => id)).toEqual([1, 2, 3, LOCAL + 1]);
});

test('the run that readers see shows stealing, the hand-off and preemption', () => {
	const { events } = run(2, 'syscall');
	for (const word of ['steals', 'goes to', 'used its slice', 'from global'])
		expect(events.join('\n')).toContain(word);
});
