import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BASE, bodyPath, FakeDevice, LIBRARY, summary } from '../../../tests/rig/fake-device';
import { release } from '../../../tests/rig/fake-host';

let device: FakeDevice;

beforeEach(() => {
	device = new FakeDevice();
	vi.stubGlobal('caches', device.caches);
	vi.stubGlobal('fetch', device.host.fetch);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('saving', () => {
	it('fetches each post with all it needs, and reports it', async () => {
		const sync = await device.saved({ a: ['A', 'figure'], b: 'B' });
		expect(await summary(sync)).toEqual({ seq: 1, saved: 'a b', of: 2, trouble: undefined });
		expect(device.caches.paths(LIBRARY)).toHaveLength(3);
		expect(device.reports.at(-1)).toMatchObject({ activity: 'idle', saved: ['a', 'b'] });
		expect((await sync.status())?.bytes).toEqual({ a: 7, b: 1 });
	});

	it('tells every page when it begins and when it ends', async () => {
		const sync = await device.saved({ a: 'A' });
		device.reports.length = 0;
		await sync.save();
		expect(device.reports.map(({ activity }) => activity)).toEqual(['saving', 'idle']);
	});

	it('is not done twice at the same time, however often it is asked for', async () => {
		await device.publish({ a: 'A', b: 'B' });
		device.host.answer = (path) => (path.includes('/blobs/') ? new TypeError('lost') : undefined);
		const sync = device.start();
		const asked = () => device.host.asked.filter((path) => path.includes('/blobs/')).length;
		await Promise.all([sync.save(), sync.save(), sync.save()]);
		expect(asked()).toBe(2);
		await sync.save();
		expect(asked()).toBe(4);
	});

	it('goes on where it was stopped', async () => {
		const published = await device.publish({ a: 'A', b: 'B', c: 'C' });
		device.host.answer = (path) =>
			path === bodyPath(published, 'b') ? new TypeError('lost') : undefined;
		const sync = device.start();
		await sync.save();
		expect(await summary(sync)).toMatchObject({ saved: 'a c', trouble: 'network' });
		device.host.answer = () => undefined;
		device.host.asked.length = 0;
		const next = device.start();
		await next.save();
		expect(await summary(next)).toMatchObject({ saved: 'a b c', trouble: undefined });
		expect(device.host.asked).toEqual([bodyPath(published, 'b')]);
	});

	it('stores nothing that was altered on the way', async () => {
		const published = await device.publish({ a: 'A', b: 'B' });
		device.host.answer = (path) => (path === bodyPath(published, 'a') ? { body: 'X' } : undefined);
		const sync = device.start();
		await sync.save();
		expect(await summary(sync)).toMatchObject({ saved: 'b', trouble: 'altered' });
	});

	it('keeps what is saved when there is no more room, and says so', async () => {
		const sync = await device.saved({ a: 'A', b: 'B' });
		await device.publish({ c: 'C'.repeat(5_000), a: 'A', b: 'B' }, { seq: 2 });
		device.caches.quota = 3_000;
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 1, saved: 'a b', trouble: 'quota' });
	});

	it('makes room by dropping what no release needs', async () => {
		const sync = await device.saved({ a: 'A' });
		// Whole, so that only collecting can drop it.
		const [stray = ''] = (await release({ x: 'x'.repeat(9_000) })).files.keys();
		const cache = await device.caches.open(LIBRARY);
		await cache.put(BASE + stray, new Response('x'.repeat(9_000)));
		await device.publish({ b: 'B'.repeat(1_000), a: 'A' }, { seq: 2 });
		device.caches.before = (call, path) => {
			if (call !== 'put' || !path.includes('/blobs/')) return;
			device.caches.quota = 10_000;
		};
		await sync.check();
		device.caches.quota = Infinity;
		expect(await summary(sync)).toMatchObject({ seq: 2, saved: 'b a', trouble: undefined });
	});

	it('makes room when it is the catalogue that does not fit', async () => {
		const sync = await device.saved({ a: 'A' });
		const [stray = ''] = (await release({ x: 'x'.repeat(12_000) })).files.keys();
		const cache = await device.caches.open(LIBRARY);
		await cache.put(BASE + stray, new Response('x'.repeat(12_000)));
		await device.publish({ a: 'A2' }, { seq: 2 });
		device.caches.before = (call, path) => {
			if (call === 'put' && path.endsWith('/previous.json')) device.caches.quota = 10_000;
		};
		await sync.check();
		device.caches.quota = Infinity;
		expect(await summary(sync)).toMatchObject({ seq: 2, saved: 'a', trouble: undefined });
	});

	it('keeps what it has of the next release when it makes room', async () => {
		const sync = await device.saved({ a: 'A' });
		const next = await device.publish({ c: 'C', d: 'D'.repeat(9_000), a: 'A' }, { seq: 2 });
		device.caches.quota = 9_000;
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 1, saved: 'a', trouble: 'quota' });
		expect(device.caches.paths(LIBRARY)).toContain(bodyPath(next, 'c'));
	});

	it('has no status before the first catalogue, and trouble without a host', async () => {
		device.host.isDown = true;
		const sync = device.start();
		await sync.save();
		expect(await sync.status()).toBeUndefined();
	});

	it('writes the catalogue again when the cache was wiped under it', async () => {
		const sync = await device.saved({ a: 'A' });
		device.caches.stores.clear();
		await sync.save();
		expect(await summary(device.start())).toMatchObject({ saved: 'a' });
	});
});

describe('checking', () => {
	it('switches to the next release once all of it is here', async () => {
		const sync = await device.saved({ a: 'A', b: 'B' });
		await device.publish({ c: 'C', a: 'A2', b: 'B' }, { seq: 2 });
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 2, saved: 'c a b' });
		expect((await sync.status())?.news).toEqual({ added: ['c'], changed: ['a'] });
		expect((await sync.status())?.checkedAt).toBeGreaterThan(0);
	});

	it('stays, with every post readable, when one file of the next is not there', async () => {
		const sync = await device.saved({ a: 'A', b: 'B' });
		const next = await device.publish({ c: 'C', a: 'A2', b: 'B2' }, { seq: 2 });
		device.host.files.delete(bodyPath(next, 'b'));
		await sync.check();
		expect(await summary(sync)).toEqual({ seq: 1, saved: 'a b', of: 2, trouble: 'network' });
		expect((await sync.status())?.outdated).toEqual(['a', 'b']);
		device.host.publish(next);
		await device.publish({ c: 'C', a: 'A2', b: 'B2' }, { seq: 2 });
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 2, saved: 'c a b' });
		expect((await sync.status())?.outdated).toEqual([]);
	});

	it('stays when the catalogue cannot be written', async () => {
		const sync = await device.saved({ a: 'A' });
		await device.publish({ a: 'A2' }, { seq: 2 });
		device.caches.before = (call, url) => {
			if (call === 'put' && url.endsWith('catalogue.json')) throw new Error('disk');
		};
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 1, saved: 'a', trouble: 'storage' });
		device.caches.before = () => undefined;
		expect(await summary(device.start())).toMatchObject({ seq: 1, saved: 'a' });
	});

	it('needs only what the device held before', async () => {
		const published = await device.publish({ a: 'A', b: 'B' });
		const sync = device.start();
		device.host.files.delete(bodyPath(published, 'b'));
		await sync.save();
		const next = await device.publish({ a: 'A2', b: 'B2' }, { seq: 2 });
		device.host.files.delete(bodyPath(next, 'b'));
		await sync.check();
		expect(await summary(sync)).toEqual({ seq: 2, saved: 'a', of: 2, trouble: undefined });
	});

	it('is done once more, and not again and again, when it is asked for while it is being done', async () => {
		const sync = await device.saved({ a: 'A' });
		const asked = () => device.host.asked.filter((path) => path.endsWith('catalogue.json')).length;
		const before = asked();
		const first = sync.check();
		await vi.waitUntil(() => asked() > before);
		await Promise.all([first, sync.check(), sync.check(), sync.check()]);
		expect(asked() - before).toBe(2);
		await sync.check();
		expect(asked() - before).toBe(3);
	});

	it('never goes back, nor to another release of the same second', async () => {
		const sync = await device.saved({ a: 'A' }, 5);
		for (const seq of [4, 5]) {
			await device.publish({ a: 'other' }, { seq });
			await sync.check();
			expect(await summary(sync)).toMatchObject({ seq: 5, saved: 'a', trouble: undefined });
		}
	});

	it.each([
		['a login page', { body: '<!doctype html><h1>Log in</h1>' }, 'altered'],
		['an error', { status: 503, body: 'busy' }, 'network'],
		['a redirect', { status: 302, body: '' }, 'network'],
		['silence', new TypeError('Failed to fetch'), 'network']
	])('changes nothing on %s', async (_, answer, trouble) => {
		const sync = await device.saved({ a: 'A' });
		device.host.answer = () => answer;
		const before = device.caches.paths(LIBRARY);
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 1, saved: 'a', trouble });
		expect(device.caches.paths(LIBRARY)).toEqual(before);
	});

	it('leaves a release of another shell to the worker of that shell', async () => {
		const sync = await device.saved({ a: 'A' });
		await device.publish({ a: 'A2' }, { seq: 2, shell: 's2' });
		await sync.check();
		expect(device.updates).toBe(1);
		expect(await summary(sync)).toMatchObject({ seq: 1, saved: 'a' });
	});

	it('does not start on a device that has nothing with a release of another shell', async () => {
		await device.publish({ a: 'A' }, { shell: 's2' });
		const sync = device.start();
		await sync.save();
		expect(await sync.status()).toBeUndefined();
		expect(device.caches.paths(LIBRARY)).toEqual([]);
	});
});
