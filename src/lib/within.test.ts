import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { within } from './within';

describe('within', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('passes on what comes in time, and leaves no timer behind', async () => {
		expect(await within(Promise.resolve(1))).toBe(1);
		await expect(within(Promise.reject(new Error('full')))).rejects.toThrow('full');
		expect(vi.getTimerCount()).toBe(0);
	});

	it('waits no longer than it was told', async () => {
		const late = within(new Promise(() => undefined), 500);
		const outcome = expect(late).rejects.toMatchObject({ name: 'TimeoutError' });
		await vi.advanceTimersByTimeAsync(499);
		expect(vi.getTimerCount()).toBe(1);
		await vi.advanceTimersByTimeAsync(1);
		await outcome;
		expect(vi.getTimerCount()).toBe(0);
	});

	it('does not mind what happens after that', async () => {
		let fail: (error: Error) => void = () => undefined;
		const late = within(new Promise((_, reject) => (fail = reject)), 5);
		const outcome = expect(late).rejects.toThrow('No answer in time.');
		await vi.advanceTimersByTimeAsync(5);
		await outcome;
		fail(new Error('too late'));
		await vi.advanceTimersByTimeAsync(5);
	});
});
