import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeCaches } from '../../../tests/rig/fake-caches';
import { hashOf } from './hash';
import { Store } from './store';
import { WholeFiles } from './whole-files';

const LIBRARY = 'cat-posts:/:library';
let caches: FakeCaches;
let store: Store;
let whole: WholeFiles;

beforeEach(() => {
	vi.useFakeTimers({ toFake: ['Date'] });
	caches = new FakeCaches();
	vi.stubGlobal('caches', caches);
	store = new Store('', 's1');
	whole = new WholeFiles(store);
});
afterEach(() => {
	vi.useRealTimers();
	vi.unstubAllGlobals();
});

async function put(text: string): Promise<string> {
	const bytes = new TextEncoder().encode(text).buffer;
	const name = `${await hashOf(bytes)}.txt`;
	await store.putBlob(name, bytes);
	return name;
}

describe('WholeFiles', () => {
	it('counts what is what its name says, and drops the rest', async () => {
		const [good, bad] = [await put('good'), await put('bad')];
		caches.damage(LIBRARY, `/blobs/${bad}`);
		expect(await whole.names()).toEqual(new Set([good]));
		expect(await store.held()).toEqual(new Set([good]));
	});

	it('reads a file again only after a while', async () => {
		const name = await put('a');
		let reads = 0;
		caches.before = (call) => void (call === 'match' && reads++);
		await whole.names();
		await whole.names();
		expect(reads).toBe(1);
		caches.damage(LIBRARY, `/blobs/${name}`);
		vi.setSystemTime(Date.now() + 10_000);
		expect(await whole.names()).toEqual(new Set());
		expect(reads).toBe(2);
	});

	it('takes the word of who has just hashed it, but not that it is there', async () => {
		const name = await put('a');
		whole.trust(name);
		whole.trust('gone.txt');
		caches.before = (call) => {
			if (call === 'match') throw new Error('read');
		};
		expect(await whole.names()).toEqual(new Set([name]));
	});
});
