import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createClock, createRandom } from './clock';

describe('a clock', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	test('does nothing until it is told to play', () => {
		const tick = vi.fn();
		createClock(() => 100, tick);
		vi.advanceTimersByTime(1000);
		expect(tick).not.toHaveBeenCalled();
		expect(vi.getTimerCount()).toBe(0);
	});

	test('ticks once a period, and asks for the period every time', () => {
		const tick = vi.fn();
		let period = 100;
		createClock(() => period, tick).play();
		vi.advanceTimersByTime(300);
		expect(tick).toHaveBeenCalledTimes(3);
		period = 1000;
		vi.advanceTimersByTime(100);
		expect(tick).toHaveBeenCalledTimes(4);
		vi.advanceTimersByTime(999);
		expect(tick).toHaveBeenCalledTimes(4);
	});

	test('holds no timer while nobody can see it, and goes on afterwards', () => {
		const tick = vi.fn();
		const clock = createClock(() => 100, tick);
		clock.play();
		clock.show(false);
		expect(vi.getTimerCount()).toBe(0);
		expect(clock.playing).toBe(true);
		vi.advanceTimersByTime(1000);
		expect(tick).not.toHaveBeenCalled();
		clock.show(true);
		vi.advanceTimersByTime(100);
		expect(tick).toHaveBeenCalledTimes(1);
	});

	test('does not start because it is seen', () => {
		const clock = createClock(() => 100, vi.fn());
		clock.show(true);
		expect(vi.getTimerCount()).toBe(0);
	});

	test('can be paused from inside its own tick', () => {
		const clock = createClock(
			() => 100,
			() => clock.pause()
		);
		clock.play();
		vi.advanceTimersByTime(1000);
		expect(clock.playing).toBe(false);
		expect(vi.getTimerCount()).toBe(0);
	});

	test('keeps one timer however often play is pressed', () => {
		const clock = createClock(() => 100, vi.fn());
		clock.play();
		clock.play();
		expect(vi.getTimerCount()).toBe(1);
	});
});

describe('the random numbers', () => {
	const take = (seed: number, count: number) => {
		const random = createRandom(seed);
		return Array.from({ length: count }, () => random());
	};

	test('are the same for the same seed and others for another', () => {
		expect(take(7, 20)).toEqual(take(7, 20));
		expect(take(7, 20)).not.toEqual(take(8, 20));
	});

	test('lie in [0, 1) and fill it evenly', () => {
		const numbers = take(1, 10_000);
		expect(Math.min(...numbers)).toBeGreaterThanOrEqual(0);
		expect(Math.max(...numbers)).toBeLessThan(1);
		const tenths = Array.from({ length: 10 }, () => 0);
		for (const number of numbers) {
			const tenth = Math.floor(number * 10);
			tenths[tenth] = (tenths[tenth] ?? 0) + 1;
		}
		expect(Math.min(...tenths)).toBeGreaterThan(850);
		expect(Math.max(...tenths)).toBeLessThan(1150);
	});
});
