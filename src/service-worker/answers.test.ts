import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BASE, bodyPath, FakeDevice } from '../../tests/rig/fake-device';
import { Store } from '../lib/library/store';
import type { Answers } from './answers';

const ORIGIN = 'https://blog.test';
const NEVER = 1_000_000;

let device: FakeDevice;
/** How long the network takes, in milliseconds. */
let latency: number;

beforeEach(() => {
	device = new FakeDevice();
	latency = 0;
	vi.stubGlobal('caches', device.caches);
	vi.stubGlobal('fetch', async (what: string | Request) => {
		if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
		return device.host.fetch(typeof what === 'string' ? what : what.url);
	});
	vi.stubGlobal('self', { __WB_MANIFEST: [] });
	vi.stubGlobal('location', new URL(ORIGIN));
	vi.stubGlobal('SITE_URL', '');
	// The real one takes time of its own, which the clock of a test knows nothing of.
	const digest = async (_: string, bytes: ArrayBuffer) =>
		Uint8Array.from(createHash('sha256').update(new Uint8Array(bytes)).digest()).buffer;
	vi.stubGlobal('crypto', { subtle: { digest } });
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

/** A worker whose device has saved one post; its clock only moves by hand. `asleep`: it has read nothing yet. */
async function worker(asleep = false): Promise<{ answers: Answers; file: string }> {
	const published = await device.publish({ a: 'the text' });
	await device.start().save();
	const sync = device.start();
	if (!asleep) await sync.status();
	const { Answers } = await import('./answers');
	const { Composer } = await import('./compose');
	const store = new Store(BASE, 's1');
	vi.useFakeTimers();
	return { answers: new Answers(store, sync, new Composer(store)), file: bodyPath(published, 'a') };
}

const offline = () => (device.host.answer = () => new TypeError('no network'));

/** Lets storage take so long for each call, in milliseconds. */
function slowDown(milliseconds: number): void {
	device.caches.before = () => new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** The answer that is there after so many milliseconds. */
async function answerWithin(milliseconds: number, answers: Answers, path: string, mode = 'cors') {
	const request = { url: ORIGIN + path, method: 'GET', mode } as Request;
	let answer: Response | undefined;
	void answers.answer(request)?.then((response) => (answer = response));
	await vi.advanceTimersByTimeAsync(milliseconds);
	return answer;
}

describe('a file that slow storage takes five seconds for', () => {
	it('is answered from there without a network', async () => {
		const { answers, file } = await worker();
		offline();
		slowDown(5_000);
		expect(await (await answerWithin(6_000, answers, file))?.text()).toBe('the text');
	});

	it('comes from the network before that', async () => {
		const { answers, file } = await worker();
		slowDown(5_000);
		expect(await (await answerWithin(2_500, answers, file))?.text()).toBe('the text');
	});

	it('is 504 if it never comes and nobody else answers', async () => {
		const { answers, file } = await worker();
		offline();
		slowDown(NEVER);
		expect((await answerWithin(11_000, answers, file))?.status).toBe(504);
	});
});

describe('within 3.5 seconds there is a page of ours', () => {
	const page = async (answers: Answers, path: string) => {
		const answer = await answerWithin(3_500, answers, BASE + path, 'navigate');
		return `${answer?.status} ${/<title>([^<]*)/.exec((await answer?.text()) ?? '')?.[1]}`;
	};

	it.each(['no network', 'a network that hangs'])('with storage that hangs and %s', async (how) => {
		const { answers } = await worker();
		slowDown(NEVER);
		if (how === 'no network') offline();
		else latency = NEVER;
		expect(await page(answers, '/posts/a/')).toMatch('504 Not on this device');
		expect(await page(answers, '/')).toMatch('200 ');
		expect(await page(answers, '/nothing/')).toMatch(/^404 /);
	});

	it('with storage and a network that hang from the start', async () => {
		const { answers } = await worker(true);
		slowDown(NEVER);
		latency = NEVER;
		expect(await page(answers, '/posts/a/')).toBe('504 Not on this device');
	});

	it('with storage that takes two seconds for a post', async () => {
		const { answers } = await worker();
		slowDown(1_900);
		latency = NEVER;
		expect(await page(answers, '/posts/a/')).toMatch('200 A ·');
	});

	it('with a network that takes three seconds for what is not here', async () => {
		const { answers } = await worker();
		latency = 3_000;
		const document =
			'<!doctype html>\n<html data-page="post" data-shell="s1"><title>B</title></html>';
		device.host.answer = () => ({ body: document });
		expect(await page(answers, '/posts/b/')).toBe('200 B');
	});
});
