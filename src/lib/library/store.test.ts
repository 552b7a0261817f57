import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCaches } from '../../../tests/rig/fake-caches';
import { release } from '../../../tests/rig/fake-host';
import { hashOf } from './hash';
import { Store } from './store';

const LIBRARY = 'cat-posts:/blog/:library';
let caches: FakeCaches;
let store: Store;

beforeEach(() => {
	caches = new FakeCaches();
	vi.stubGlobal('caches', caches);
	store = new Store('/blog', 's1');
});
afterEach(() => void vi.unstubAllGlobals());

async function blob(text: string, extension = 'txt') {
	const bytes = new TextEncoder().encode(text).buffer;
	return { name: `${await hashOf(bytes)}.${extension}`, bytes };
}

async function put(...texts: string[]): Promise<string[]> {
	const blobs = await Promise.all(texts.map((text) => blob(text)));
	for (const { name, bytes } of blobs) await store.putBlob(name, bytes);
	return blobs.map(({ name }) => name);
}

const namesOf = (cache: string) => caches.paths(cache).map((path) => path.replace(/.*\//, ''));

describe('files of the library', () => {
	it('come back as they were kept, under a type of our own', async () => {
		const { name, bytes } = await blob('export {}', 'js');
		await store.putBlob(name, bytes);
		expect(caches.paths(LIBRARY)).toEqual([`/blog/blobs/${name}`]);
		expect(await store.held()).toEqual(new Set([name]));
		const response = await store.blobResponse(name);
		expect(await response?.text()).toBe('export {}');
		expect(Object.fromEntries(response?.headers ?? [])).toEqual({
			'content-type': 'text/javascript; charset=utf-8',
			'x-content-type-options': 'nosniff'
		});
	});

	it('are dropped when their bytes are others, and no more counted', async () => {
		const [good = '', bad = ''] = await put('good', 'bad');
		caches.damage(LIBRARY, `/blog/blobs/${bad}`);
		expect(await store.blob(bad)).toBeUndefined();
		expect(await store.held()).toEqual(new Set([good]));
		expect(await store.blobResponse('nothing.txt')).toBeUndefined();
	});

	it('stay if they are among those to keep', async () => {
		const [a = '', , c = ''] = await put('a', 'b', 'c');
		await store.keepBlobs(new Set([a, c, 'unknown.txt']));
		expect(await store.held()).toEqual(new Set([a, c]));
	});

	it('are looked for without making a cache', async () => {
		expect(await store.held()).toEqual(new Set());
		expect(await store.blob('x.txt')).toBeUndefined();
		expect(await store.catalogue()).toBeUndefined();
		expect(await store.state()).toEqual({ checkedAt: 0, news: { added: [], changed: [] } });
		expect([...caches.stores.keys()]).toEqual([]);
	});
});

describe('the catalogue', () => {
	it('is the one last switched to; the one before stays a root', async () => {
		const { catalogue: one } = await release({ a: 'A' }, { seq: 1 });
		const { catalogue: two } = await release({ a: 'A2' }, { seq: 2 });
		await store.switchTo(one);
		await store.switchTo(two, one);
		expect(await store.catalogue()).toEqual(two);
		expect(new Set((await store.roots()).map(({ seq }) => seq))).toEqual(new Set([1, 2]));
	});

	it('counts as absent when its bytes are others', async () => {
		const { catalogue } = await release({ a: 'A' });
		await store.switchTo(catalogue);
		caches.damage('cat-posts:/blog/:shell-s1', '/blog/catalogue.json');
		expect(await store.catalogue()).toBeUndefined();
		expect(await store.roots()).toEqual([]);
	});

	it('of another shell is the previous one: the newest of them', async () => {
		for (const [shell, seq] of [
			['s3', 3],
			['s5', 5],
			['s4', 4]
		] as const) {
			const { catalogue } = await release({ a: 'A' }, { seq, shell });
			await new Store('/blog', shell).switchTo(catalogue);
		}
		expect((await store.previousCatalogue())?.seq).toBe(5);
	});

	it('of a site at another base path is none of ours', async () => {
		const { catalogue } = await release({ a: 'A' });
		await new Store('', 's0').switchTo(catalogue);
		await new Store('/blog/sub', 's0').switchTo(catalogue);
		expect(await store.previousCatalogue()).toBeUndefined();
		expect(await store.roots()).toEqual([]);
	});
});

describe('shells', () => {
	it('give their own file first, then that of an older shell', async () => {
		await new Store('/blog', 's0').putShellFile('/blog/_app/a.js', 'old');
		expect(await (await store.shellFile('/blog/_app/a.js'))?.text()).toBe('old');
		await store.putShellFile('/blog/_app/a.js', 'new');
		expect(await (await store.shellFile('/blog/_app/a.js'))?.text()).toBe('new');
		expect(await store.shellFile('/blog/_app/b.js')).toBeUndefined();
	});

	it('are dropped but for this one and the one before it', async () => {
		for (const [shell, seq] of [
			['s0', 1],
			['s00', 2],
			['s1', 3]
		] as const) {
			const { catalogue } = await release({ a: 'A' }, { seq, shell });
			await new Store('/blog', shell).switchTo(catalogue);
		}
		await new Store('/blog', 'half').putShellFile('/blog/_app/a.js', 'x');
		await put('a');
		await store.dropOldShells();
		expect([...caches.stores.keys()].sort()).toEqual([
			LIBRARY,
			'cat-posts:/blog/:shell-s00',
			'cat-posts:/blog/:shell-s1'
		]);
	});
});

describe('removeEverything', () => {
	it('removes what is ours and nothing else', async () => {
		const foreign = [
			'cat-posts:/:library',
			'cat-posts:/blog2/:library',
			'workbox',
			'cat-posts:/blog'
		];
		for (const name of foreign) await caches.open(name);
		await put('a');
		await store.putRecall('{}');
		await store.putShellFile('/blog/a.js', 'x');
		await store.removeEverything();
		expect([...caches.stores.keys()]).toEqual(foreign);
	});
});

describe('what is kept beside', () => {
	it('is state and recall', async () => {
		const state = { checkedAt: 5, news: { added: ['a'], changed: [] } };
		await store.setState(state);
		await store.putRecall('signed');
		expect(await store.state()).toEqual(state);
		expect(await store.recall()).toBe('signed');
		expect(await new Store('/blog', 's2').recall()).toBe('signed');
	});

	it('is empty where it cannot be read', async () => {
		await store.setState({ checkedAt: 5, news: { added: [], changed: [] } });
		caches.damage('cat-posts:/blog/:shell-s1', '/blog/state.json');
		expect((await store.state()).checkedAt).toBe(0);
	});
});

describe('storage that fails', () => {
	it('is told to the caller', async () => {
		caches.before = () => {
			throw new DOMException('broken', 'UnknownError');
		};
		await expect(store.held()).rejects.toThrow('broken');
		await expect(store.blob('a.txt')).rejects.toThrow('broken');
	});

	it('is not waited for: each call ends by itself', async () => {
		const [name = ''] = await put('a');
		const { bytes } = await blob('b');
		const { catalogue } = await release({ a: 'A' });
		vi.useFakeTimers();
		caches.before = () => new Promise(() => undefined);
		const calls = [
			store.held(),
			store.blob(name),
			store.putBlob('b.txt', bytes),
			store.keepBlobs(new Set()),
			store.dropBlobs([name]),
			store.recall(),
			store.putRecall('x'),
			store.shellFile('/blog/a.js'),
			store.catalogue(),
			store.previousCatalogue(),
			store.switchTo(catalogue),
			store.roots(),
			store.state(),
			store.setState({ checkedAt: 1, news: { added: [], changed: [] } }),
			store.dropOldShells(),
			store.removeEverything()
		];
		const outcomes = Promise.allSettled(calls);
		await vi.advanceTimersByTimeAsync(15_000);
		for (const outcome of await outcomes) {
			expect(outcome).toMatchObject({ status: 'rejected', reason: { name: 'TimeoutError' } });
		}
		vi.useRealTimers();
	});

	it('keeps what was there when a put finds no room', async () => {
		await put('a');
		caches.quota = 1;
		await expect(put('b')).rejects.toThrow('Quota');
		expect(namesOf(LIBRARY)).toHaveLength(1);
	});
});
