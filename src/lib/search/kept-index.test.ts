import { describe, expect, it, vi } from 'vitest';
import type { Store, StoredIndex, StoredPost } from './index-store';
import { KeptIndex } from './kept-index';
import type { Catalogued, PostInfo } from './messages';
import { NO_TAGS } from './query';

function info(slug: string, body = `${slug}-1`, title = `Title ${slug}`): PostInfo {
	return { slug, title, description: '', tags: ['go'], body };
}
const release = (...posts: PostInfo[]): Catalogued => ({ release: JSON.stringify(posts), posts });

class FakeStore implements Store {
	index: StoredIndex | undefined;
	posts = new Map<string, StoredPost>();
	savePost = vi.fn((post: StoredPost) =>
		Promise.resolve(void this.posts.set(post.slug, structuredClone(post)))
	);
	saveIndex = vi.fn((index: StoredIndex, gone: readonly string[]) => {
		this.index = structuredClone(index);
		for (const slug of gone) this.posts.delete(slug);
		return Promise.resolve();
	});
	read = vi.fn(() => Promise.resolve({ index: this.index, posts: [...this.posts.values()] }));
}

async function openOn(store: Store, catalogued: Catalogued): Promise<KeptIndex> {
	const index = new KeptIndex(store);
	await index.load();
	await index.update(catalogued);
	return index;
}

/** Fetches what is wanted: each text says which body it is. */
async function feed(index: KeptIndex): Promise<string[]> {
	const { wanted } = index;
	for (const { slug, body } of wanted)
		await index.addBody(slug, body, `<h2 id="h">Heading</h2><p>apple ${body.replace('-', '')}</p>`);
	await index.save();
	return wanted.map(({ slug }) => slug);
}

const find = (index: KeptIndex, input: string) =>
	index.search(input, NO_TAGS, 10).posts.map(({ slug }) => slug);

describe('the index', () => {
	it('wants every text at first, and finds titles meanwhile', async () => {
		const index = await openOn(new FakeStore(), release(info('a'), info('b')));
		expect(index.wanted.map(({ slug }) => slug)).toEqual(['a', 'b']);
		expect(find(index, 'title')).toEqual(['a', 'b']);
		expect(find(index, 'apple')).toEqual([]);
		expect(await feed(index)).toEqual(['a', 'b']);
		expect(find(index, 'apple').sort()).toEqual(['a', 'b']);
		expect(index.wanted).toEqual([]);
	});

	it('wants nothing the next time, and saves nothing', async () => {
		const store = new FakeStore();
		await feed(await openOn(store, release(info('a'), info('b'))));
		const again = await openOn(store, release(info('a'), info('b')));
		expect(again.wanted).toEqual([]);
		expect(find(again, 'a1')).toEqual(['a']);
		await again.save();
		expect(store.saveIndex).toHaveBeenCalledTimes(1);
	});

	it('is resumed where it was interrupted', async () => {
		const store = new FakeStore();
		const index = await openOn(store, release(info('a'), info('b')));
		await index.addBody('a', 'a-1', '<p>apple a1</p>');
		const again = await openOn(store, release(info('a'), info('b')));
		expect(again.wanted.map(({ slug }) => slug)).toEqual(['b']);
		expect(find(again, 'apple')).toEqual(['a']);
	});

	it('is brought up to date post by post', async () => {
		const store = new FakeStore();
		const index = await openOn(store, release(info('a'), info('b'), info('c')));
		await feed(index);
		await index.update(release(info('a'), info('b', 'b-2'), info('d')));
		expect(await feed(index)).toEqual(['b', 'd']);
		expect(find(index, 'b1')).not.toContain('b');
		expect(find(index, 'b2')).toEqual(['b']);
		expect(find(index, 'c1')).not.toContain('c');
		expect([...store.posts.keys()].sort()).toEqual(['a', 'b', 'd']);
		const again = await openOn(store, release(info('a'), info('b', 'b-2'), info('d')));
		expect([again.wanted, find(again, 'd1')]).toEqual([[], ['d']]);
	});

	it('needs no text when only a title changed, and is kept for the new release', async () => {
		const store = new FakeStore();
		await feed(await openOn(store, release(info('a'))));
		const changed = release(info('a', 'a-1', 'Pear'));
		const again = await openOn(store, changed);
		expect([again.wanted, find(again, 'pear'), find(again, 'title')]).toEqual([[], ['a'], []]);
		await again.save();
		expect(store.index?.release).toBe(changed.release);
	});

	it('keeps a post that went and came back', async () => {
		const store = new FakeStore();
		const index = await openOn(store, release(info('a'), info('b')));
		await feed(index);
		await index.update(release(info('a')));
		await index.update(release(info('a'), info('b')));
		await feed(index);
		expect([...store.posts.keys()].sort()).toEqual(['a', 'b']);
	});

	it('ignores a text that nobody wants any more', async () => {
		const index = await openOn(new FakeStore(), release(info('a', 'a-2')));
		await index.addBody('a', 'a-1', '<p>old</p>');
		await index.addBody('z', 'z-1', '<p>old</p>');
		expect([find(index, 'old'), index.wanted]).toEqual([[], [{ slug: 'a', body: 'a-2' }]]);
	});
});

describe('a kept index that is', () => {
	const damage: [string, (store: FakeStore) => void][] = [
		['missing', (store) => (store.index = undefined)],
		['cut off', (store) => store.index && (store.index.json = store.index.json.slice(0, 99))],
		['no index at all', (store) => store.index && (store.index.json = '{}')],
		['of another format', (store) => store.index && (store.index.format = -1)],
		[
			'empty',
			(store) =>
				store.index &&
				(store.index.json = store.index.json.replace(/"documentIds":\{.*?\}/, '"documentIds":{}'))
		],
		[
			'hollow',
			(store) =>
				store.index &&
				(store.index.json = store.index.json.replace(/"fieldLength":\{.*?\}/, '"fieldLength":{}'))
		]
	];
	it.each(damage)('%s is made anew from the texts kept with it', async (_, spoil) => {
		const store = new FakeStore();
		await feed(await openOn(store, release(info('a'), info('b'))));
		spoil(store);
		const again = await openOn(store, release(info('a'), info('b')));
		expect(again.wanted).toEqual([]);
		expect(find(again, 'a1')).toEqual(['a']);
		expect(find(again, 'apple').sort()).toEqual(['a', 'b']);
	});

	it('left with texts of another format wants them again', async () => {
		const store = new FakeStore();
		await feed(await openOn(store, release(info('a'))));
		for (const post of store.posts.values()) post.format = -1;
		expect((await openOn(store, release(info('a')))).wanted).toHaveLength(1);
	});
});

describe('without a database', () => {
	it('search works, says so, and asks the database no more', async () => {
		const store = new FakeStore();
		store.read.mockRejectedValue(new DOMException('blocked', 'TimeoutError'));
		const index = await openOn(store, release(info('a')));
		await feed(index);
		expect([index.storage, find(index, 'a1')]).toEqual(['memory', ['a']]);
		expect(store.savePost).not.toHaveBeenCalled();
	});

	it('that is full, search works all the same', async () => {
		const store = new FakeStore();
		store.savePost.mockRejectedValue(new DOMException('full', 'QuotaExceededError'));
		const index = await openOn(store, release(info('a')));
		await feed(index);
		expect([index.storage, find(index, 'a1')]).toEqual(['memory', ['a']]);
	});
});
