import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
	BASE,
	bodyPath,
	FakeDevice,
	LIBRARY,
	SHELL,
	summary
} from '../../../tests/rig/fake-device';
import { parseCatalogue } from './catalogue';
import { createRecallKey, signRecall, type Recall } from './recall';

const { publicKey, privateKey } = await createRecallKey();
const recallOf = (recall: Partial<Recall>) =>
	signRecall({ schema: 1, seq: 1, releases: [], bodies: [], ...recall }, privateKey);

let device: FakeDevice;

beforeEach(() => {
	device = new FakeDevice(publicKey);
	vi.stubGlobal('caches', device.caches);
	vi.stubGlobal('fetch', device.host.fetch);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

describe('recalling', () => {
	it('goes back from a recalled release, and not to it again', async () => {
		const old = await device.publish({ a: 'A' }, { seq: 1 });
		const bad = await device.publish({ a: 'bad' }, { seq: 2 });
		const sync = device.start();
		await sync.save();
		device.host.publish(old);
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 2 });
		device.host.files.set(
			`${BASE}/recall.json`,
			await recallOf({ releases: [bad.catalogue.release] })
		);
		await sync.check();
		expect(await summary(sync)).toMatchObject({ seq: 1, saved: 'a' });
		device.host.publish(bad);
		await device.start().check();
		expect(await summary(device.start())).toMatchObject({ seq: 1, saved: 'a' });
	});

	it('makes a device forget a post, also after a restart, also if the recall is gone', async () => {
		const published = await device.publish({ a: 'A', b: 'B' });
		const sync = device.start();
		await sync.save();
		const name = published.catalogue.posts[1]?.body.name ?? '';
		device.host.files.set(`${BASE}/recall.json`, await recallOf({ bodies: [name] }));
		await sync.check();
		device.host.files.delete(`${BASE}/recall.json`);
		for (const worker of [sync, device.start()]) {
			await worker.save();
			expect(await summary(worker)).toMatchObject({ saved: 'a', of: 1 });
		}
		expect(device.caches.paths(LIBRARY)).not.toContain(`${BASE}/blobs/${name}`);
	});

	it('heeds no older recall, and none that another key signed', async () => {
		const published = await device.publish({ a: 'A' });
		const sync = device.start();
		await sync.save();
		const bodies = published.catalogue.posts.map(({ body }) => body.name);
		device.host.files.set(`${BASE}/recall.json`, await recallOf({ seq: 5 }));
		await sync.check();
		device.host.files.set(`${BASE}/recall.json`, await recallOf({ seq: 4, bodies }));
		await sync.check();
		expect(await summary(sync)).toMatchObject({ saved: 'a', of: 1 });
		const other = await createRecallKey();
		const forged = await signRecall({ schema: 1, seq: 9, releases: [], bodies }, other.privateKey);
		device.host.files.set(`${BASE}/recall.json`, forged);
		await sync.check();
		expect(await summary(sync)).toMatchObject({ saved: 'a', of: 1 });
	});
});

describe('verifying', () => {
	it('finds a file that was damaged and fetches it again', async () => {
		const sync = await device.saved({ a: 'A', b: 'B', c: 'C' });
		device.caches.damage(LIBRARY, device.caches.paths(LIBRARY)[0] ?? '');
		await sync.verify();
		expect((await sync.status())?.verification).toEqual({ checked: 3, repaired: 1, broken: [] });
		expect(await summary(sync)).toMatchObject({ saved: 'a b c', trouble: undefined });
	});

	it('names the posts that cannot be fetched again', async () => {
		const published = await device.publish({ a: 'A', b: 'B' });
		const sync = device.start();
		await sync.save();
		device.caches.damage(LIBRARY, bodyPath(published, 'b'));
		device.host.isDown = true;
		await sync.verify();
		expect((await sync.status())?.verification).toMatchObject({ repaired: 0, broken: ['b'] });
		expect(await summary(sync)).toMatchObject({ saved: 'a', trouble: 'network' });
	});
});

describe('collecting', () => {
	it('keeps the files of this release and the one before, and drops older ones', async () => {
		const sync = await device.saved({ a: 'A1' });
		const first = device.caches.paths(LIBRARY);
		await device.publish({ a: 'A2' }, { seq: 2 });
		await sync.check();
		expect(device.caches.paths(LIBRARY)).toEqual(expect.arrayContaining(first));
		await device.publish({ a: 'A3' }, { seq: 3 });
		await sync.check();
		expect(device.caches.paths(LIBRARY)).toHaveLength(2);
		expect(device.caches.paths(LIBRARY)).not.toEqual(expect.arrayContaining(first));
	});

	it('drops nothing while a newer worker installs', async () => {
		const sync = await device.saved({ a: 'A1' });
		device.isInstalling = true;
		await (await device.caches.open(LIBRARY)).put(`${BASE}/blobs/new.txt`, new Response('x'));
		await sync.collect();
		expect(device.caches.paths(LIBRARY)).toHaveLength(2);
		device.isInstalling = false;
		await sync.collect();
		expect(device.caches.paths(LIBRARY)).toHaveLength(1);
	});

	it('drops nothing when it cannot tell what is needed', async () => {
		const sync = await device.saved({ a: 'A1' });
		device.caches.damage(SHELL, `${BASE}/catalogue.json`);
		await device.start().collect();
		expect(device.caches.paths(LIBRARY)).toHaveLength(1);
		expect(await summary(sync)).toMatchObject({ saved: 'a' });
	});

	it('leaves the caches of others alone', async () => {
		await device.caches.open('cat-posts:/:library');
		await device.caches.open('somebody-else');
		const sync = await device.saved({ a: 'A1' });
		await sync.collect();
		await sync.remove();
		expect([...device.caches.stores.keys()]).toEqual(['cat-posts:/:library', 'somebody-else']);
	});
});

describe('removing', () => {
	it('leaves nothing, says so, and stores nothing until asked to save', async () => {
		const sync = await device.saved({ a: 'A' });
		await sync.remove();
		expect(device.removals).toBe(1);
		expect(device.caches.stores.size).toBe(0);
		await sync.check();
		await sync.verify();
		expect(device.caches.stores.size).toBe(0);
		await sync.save();
		expect(await summary(sync)).toMatchObject({ saved: 'a' });
	});
});

describe('storage that fails', () => {
	it.each(['open', 'has', 'match', 'put', 'keys'] as const)(
		'costs nothing that is saved when %s throws',
		async (broken) => {
			const sync = await device.saved({ a: 'A' });
			await device.publish({ a: 'A2' }, { seq: 2 });
			device.caches.before = (call) => {
				if (call === broken) throw new DOMException('broken', 'UnknownError');
			};
			await sync.check();
			await sync.verify();
			await sync.save();
			device.caches.before = () => undefined;
			expect(await summary(device.start())).toMatchObject({ saved: 'a' });
			await sync.check();
			expect(await summary(sync)).toMatchObject({ seq: 2, saved: 'a', trouble: undefined });
		}
	);

	it('that hangs ends the job, not the worker', async () => {
		const sync = await device.saved({ a: 'A' });
		vi.useFakeTimers();
		device.caches.before = () => new Promise(() => undefined);
		const job = sync.save();
		await vi.advanceTimersByTimeAsync(60_000);
		await job;
		vi.useRealTimers();
		device.caches.before = () => undefined;
		expect(await summary(sync)).toMatchObject({ saved: 'a', trouble: 'storage' });
		await sync.save();
		expect(await summary(sync)).toMatchObject({ saved: 'a', trouble: undefined });
	});
});

describe('the stored catalogue', () => {
	it('is whole, whatever happened', async () => {
		const sync = await device.saved({ a: 'A' });
		await device.publish({ a: 'A2' }, { seq: 2 });
		await sync.check();
		const text = await device.caches.read(SHELL, `${BASE}/catalogue.json`)?.text();
		expect((await parseCatalogue(text ?? ''))?.seq).toBe(2);
	});
});
