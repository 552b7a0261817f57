import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Handover, askForHandover, takeOver } from './handover';

let handover: Handover;
let told: unknown[];
const other = { waiting: { postMessage: (message: unknown) => void told.push(message) } };

beforeEach(() => {
	vi.useFakeTimers();
	handover = new Handover();
	told = [];
});
afterEach(() => vi.useRealTimers());

const after = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it('waits for the page and for the files that it asks for', async () => {
	handover.watch(after(100));
	void handover.to(other);
	await vi.advanceTimersByTimeAsync(500);
	handover.watch(after(300));
	await vi.advanceTimersByTimeAsync(750);
	expect(told).toEqual([]);
	await vi.advanceTimersByTimeAsync(150);
	expect(told).toEqual([{ type: 'activate' }]);
});

it('waits for a worker that has asked for it and is still being installed', async () => {
	const registration: { waiting: typeof other.waiting | null } = { waiting: null };
	void handover.to(registration);
	await vi.advanceTimersByTimeAsync(200);
	registration.waiting = other.waiting;
	await vi.advanceTimersByTimeAsync(50);
	expect(told).toEqual([{ type: 'activate' }]);
});

it('waits for an answer that fails, too', async () => {
	handover.watch(after(100).then(() => Promise.reject(new Error('no network'))));
	const done = handover.to(other);
	await vi.advanceTimersByTimeAsync(1_000);
	await done;
	expect(told).toHaveLength(1);
});

it('leaves it to the next navigation when there is no calm', async () => {
	handover.watch(after(60_000));
	const done = handover.to(other);
	await vi.advanceTimersByTimeAsync(10_100);
	await done;
	expect(told).toEqual([]);
});

it('is asked for at once in Firefox, which loses its worker when it is closed while another waits, and where the worker in charge has nothing', () => {
	const [firefox, chrome] = ['Firefox/153.0', 'Chrome/156.0 Safari/537.36'];
	for (const [browser, hasNothing, asked] of [
		[firefox, false, [{ type: 'hand over' }]],
		[chrome, false, []],
		[chrome, true, [{ type: 'hand over' }]]
	] as const) {
		told = [];
		vi.stubGlobal('navigator', { userAgent: `Mozilla/5.0 (X11) ${browser}` });
		askForHandover(other.waiting, hasNothing);
		// On a first visit there is nobody to ask.
		askForHandover(null, hasNothing);
		expect(told, browser).toEqual(asked);
	}
	vi.unstubAllGlobals();
});

it('asks a browser that forgets again, and one that does not only once', async () => {
	for (const needed of [1, 3]) {
		const registration: { waiting: object | null } = { waiting: {} };
		let asked = 0;
		const skipWaiting = () => {
			if (++asked === needed) registration.waiting = null;
			return new Promise<void>(() => undefined);
		};
		const done = takeOver({ skipWaiting, registration });
		await vi.advanceTimersByTimeAsync(20_000);
		await done;
		expect(asked).toBe(needed);
	}
});
