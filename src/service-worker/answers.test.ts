import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BASE, bodyPath, FakeDevice } from '../../tests/rig/fake-device';
import { Store } from '../lib/library/store';
import type { Answers } from './answers';
import type { Composer } from './compose';

const ORIGIN = 'https://blog.test';

let device: FakeDevice;

beforeEach(() => {
	device = new FakeDevice();
	vi.stubGlobal('caches', device.caches);
	vi.stubGlobal('fetch', (what: string | Request) =>
		device.host.fetch(typeof what === 'string' ? what : new URL(what.url).pathname)
	);
	vi.stubGlobal('self', { __WB_MANIFEST: [] });
	vi.stubGlobal('location', new URL(ORIGIN));
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** Answers of a device that has saved one post, and the request for its text. */
async function answering(): Promise<{ answers: Answers; request: Request }> {
	const published = await device.publish({ a: 'the text' });
	const sync = device.start();
	await sync.save();
	const { Answers } = await import('./answers');
	const store = new Store(BASE, 's1');
	// No page is asked for here.
	const answers = new Answers(store, sync, undefined as unknown as Composer);
	return { answers, request: new Request(ORIGIN + bodyPath(published, 'a')) };
}

const offline = () => (device.host.answer = () => new TypeError('no network'));

/** Lets storage take so long for each file, in milliseconds. */
function slowDown(milliseconds: number): void {
	vi.useFakeTimers();
	device.caches.before = async (call) => {
		if (call === 'match') await new Promise((resolve) => setTimeout(resolve, milliseconds));
	};
}

it('a file that slow storage takes five seconds for is answered from there without a network', async () => {
	const { answers, request } = await answering();
	offline();
	slowDown(5_000);
	const answer = answers.answer(request);
	await vi.advanceTimersByTimeAsync(6_000);
	expect(await (await answer)?.text()).toBe('the text');
});

it('a file that slow storage takes five seconds for comes from the network before that', async () => {
	const { answers, request } = await answering();
	slowDown(5_000);
	const answer = answers.answer(request);
	await vi.advanceTimersByTimeAsync(2_500);
	expect(await (await answer)?.text()).toBe('the text');
});

it('a file for which storage hangs and nobody answers is 504', async () => {
	const { answers, request } = await answering();
	offline();
	slowDown(60_000);
	const answer = answers.answer(request);
	await vi.advanceTimersByTimeAsync(11_000);
	expect((await answer)?.status).toBe(504);
});
