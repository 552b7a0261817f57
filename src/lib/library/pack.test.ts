import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { BASE, bodyPath, FakeDevice, LIBRARY, summary } from '../../../tests/rig/fake-device';
import type { Release } from '../../../tests/rig/fake-host';

let device: FakeDevice;
let published: Release;
const scriptPath = ({ catalogue }: Release) =>
	`${BASE}/blobs/${catalogue.posts.flatMap(({ assets }) => assets)[0]?.name}`;
const packPath = ({ catalogue }: Release) => `${BASE}/blobs/${catalogue.pack?.name}`;

beforeEach(async () => {
	device = new FakeDevice();
	vi.stubGlobal('caches', device.caches);
	vi.stubGlobal('fetch', device.host.fetch);
	published = await device.publish(
		{ a: ['text of ä', 'figure'], b: 'text of b', c: 'text of c' },
		{ pack: true }
	);
});
afterEach(() => void vi.unstubAllGlobals());

/** Saves, and says what was asked for besides the catalogue. */
async function save(): Promise<string[]> {
	device.host.asked.length = 0;
	const sync = device.start();
	await sync.save();
	expect(await summary(sync)).toEqual({ seq: 1, saved: 'a b c', of: 3, trouble: undefined });
	return device.host.asked.filter((path) => path.includes('/blobs/'));
}

describe('the first save', () => {
	it('asks for one file, and stores each post by itself', async () => {
		expect(await save()).toEqual([packPath(published)]);
		expect(device.caches.paths(LIBRARY)).toHaveLength(4);
		expect(device.caches.paths(LIBRARY)).not.toContain(packPath(published));
	});

	it('puts together files that come in pieces of any length', async () => {
		const text = device.host.files.get(packPath(published)) ?? '';
		for (const length of [1, 2, 7, 1_000]) {
			device.caches.stores.clear();
			vi.stubGlobal('fetch', async (url: string) => {
				if (!url.includes(published.catalogue.pack?.name ?? '')) return device.host.fetch(url);
				const bytes = new TextEncoder().encode(text);
				const pieces = new ReadableStream({
					start(controller) {
						for (let at = 0; at < bytes.length; at += length) {
							controller.enqueue(bytes.slice(at, at + length));
						}
						controller.close();
					}
				});
				return new Response(pieces);
			});
			expect(await save()).toEqual([]);
		}
	});

	it.each([
		['is not there', { status: 404, body: 'Not found' }],
		['is a login page', { body: '<h1>Log in</h1>' }],
		['is empty', { body: '' }],
		['does not come at all', new TypeError('lost')]
	])('goes on file by file when the pack %s', async (_, answer) => {
		device.host.answer = (path) => (path === packPath(published) ? answer : undefined);
		expect(await save()).toHaveLength(5);
	});

	it('keeps what was whole of a pack that was cut', async () => {
		const text = device.host.files.get(packPath(published)) ?? '';
		device.host.answer = (path) =>
			path === packPath(published) ? { body: text.slice(0, -3) } : undefined;
		expect(await save()).toEqual([packPath(published), scriptPath(published)]);
	});

	it('stores nothing of a pack from where it was altered', async () => {
		const text = device.host.files.get(packPath(published)) ?? '';
		device.host.answer = (path) =>
			path === packPath(published) ? { body: text.replace('text of b', 'TEXT of b') } : undefined;
		const [, ...rest] = await save();
		expect(rest.sort()).toEqual(
			[bodyPath(published, 'b'), bodyPath(published, 'c'), scriptPath(published)].sort()
		);
	});
});

it('does not take the pack for the sake of a few posts', async () => {
	await save();
	const next = await device.publish(
		{ a: ['text of ä', 'figure'], b: 'text of b', c: 'another c' },
		{ seq: 2, pack: true }
	);
	const sync = device.start();
	device.host.asked.length = 0;
	await sync.check();
	expect(await summary(sync)).toMatchObject({ seq: 2, saved: 'a b c' });
	expect(device.host.asked).not.toContain(packPath(next));
	expect(device.host.asked).toContain(bodyPath(next, 'c'));
});
