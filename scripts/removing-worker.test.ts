import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCaches } from '../tests/rig/fake-caches';

const SCRIPT = readFileSync(new URL('removing-worker.js', import.meta.url), 'utf8');

interface FakeRegistration {
	update: () => Promise<void>;
	unregister: () => Promise<boolean>;
	installing: object | null;
	waiting: { postMessage: (message: unknown) => void } | null;
}

let registration: FakeRegistration;
let caches: FakeCaches;
let removals: number;
let takeovers: number;

/** Runs the script as a browser would. -> what is done at an event. */
function start(): (type: string, data?: object) => Promise<void> {
	const listeners = new Map<string, (event: object) => void>();
	const self = {
		registration,
		skipWaiting: () => Promise.resolve(++takeovers),
		addEventListener: (type: string, listener: (event: object) => void) =>
			void listeners.set(type, listener)
	};
	const run = new Function('self', 'caches', 'location', SCRIPT);
	run(self, caches, new URL('https://blog.test/blog/service-worker.js'));
	return async (type, data) => {
		const work: unknown[] = [];
		listeners.get(type)?.({ data, waitUntil: (promise: unknown) => work.push(promise) });
		await Promise.all(work);
	};
}

beforeEach(async () => {
	vi.useFakeTimers();
	removals = takeovers = 0;
	registration = {
		update: () => Promise.resolve(),
		unregister: () => Promise.resolve(++removals > 0),
		installing: null,
		waiting: null
	};
	caches = new FakeCaches();
	for (const name of ['cat-posts:/blog/:library', 'cat-posts:/:library', 'other'])
		await caches.open(name);
});
afterEach(() => vi.useRealTimers());

describe('the worker that removes itself', () => {
	it('takes the caches of its own site and itself away', async () => {
		await start()('activate');
		expect([...caches.stores.keys()]).toEqual(['cat-posts:/:library', 'other']);
		expect(removals).toBe(1);
	});

	it('is no script if a proxy cuts it short: half of it would stay, and keep the site’s own away', () => {
		const whole = SCRIPT.trimEnd();
		for (let length = 1; length < whole.length; length++) {
			const cut = whole.slice(0, length);
			expect(() => new Script(cut), `${length} characters`).toThrow(SyntaxError);
		}
	});

	it('makes way to a worker that waits when a page brings it back', async () => {
		const told: unknown[] = [];
		registration.update = () => {
			registration.waiting = { postMessage: (message) => void told.push(message) };
			return Promise.resolve();
		};
		await start()('message');
		expect(told).toEqual([{ type: 'activate' }]);
		expect(removals).toBe(0);
	});

	it('asks a browser that forgets it again until it has taken over', async () => {
		const at = start();
		await at('install');
		await vi.advanceTimersByTimeAsync(2_500);
		expect(takeovers).toBe(3);
		await at('activate');
		await vi.advanceTimersByTimeAsync(5_000);
		expect(takeovers).toBe(3);
	});

	it('takes over when the worker before it says so, and does not take itself for another one', async () => {
		const waiting = { postMessage: vi.fn() };
		registration.waiting = waiting;
		await start()('message', { type: 'activate' });
		expect(takeovers).toBe(1);
		expect(waiting.postMessage).not.toHaveBeenCalled();
	});

	it('lets another install in peace', async () => {
		registration.installing = {};
		await start()('message');
		expect(removals).toBe(0);
	});

	it('does not wait for a look for a newer worker that the browser puts off', async () => {
		registration.update = () => new Promise(() => undefined);
		const done = start()('message');
		await vi.advanceTimersByTimeAsync(4_000);
		expect(removals).toBe(1);
		await done;
	});

	it('goes when the host has no worker any more', async () => {
		registration.update = () => Promise.reject(new TypeError('404'));
		await start()('message');
		expect(removals).toBe(1);
	});
});
