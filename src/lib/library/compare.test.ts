import { beforeAll, describe, expect, it } from 'vitest';
import { release } from '../../../tests/rig/fake-host';
import { blobsOf, type Catalogue } from './catalogue';
import { changes, isSaved, missingBlobs, neededForSwitch, savedPosts, sizeOf } from './compare';

let old: Catalogue;
let next: Catalogue;

beforeAll(async () => {
	({ catalogue: old } = await release({ a: ['A', 'figure'], b: 'B', c: 'C' }));
	({ catalogue: next } = await release({ d: 'D', a: ['A2', 'figure'], b: 'B' }, { seq: 2 }));
});

const namesOf = (catalogue: Catalogue, ...slugs: string[]) =>
	new Set(
		catalogue.posts
			.filter(({ slug }) => slugs.includes(slug))
			.flatMap(blobsOf)
			.map(({ name }) => name)
	);
const slugsOf = (posts: readonly { slug: string }[]) => posts.map(({ slug }) => slug);

describe('a post', () => {
	it('is saved when its body and all its files are', () => {
		const [post] = old.posts;
		if (!post) throw new Error('no post');
		expect(isSaved(post, namesOf(old, 'a'))).toBe(true);
		for (const { name } of blobsOf(post)) {
			const held = namesOf(old, 'a');
			held.delete(name);
			expect(isSaved(post, held)).toBe(false);
		}
		expect(sizeOf(post)).toBe('A'.length + 'figure'.length);
	});

	it('is counted once it is whole', () => {
		expect(slugsOf(savedPosts(old, namesOf(old, 'a', 'c')))).toEqual(['a', 'c']);
		expect(savedPosts(old, new Set())).toEqual([]);
	});
});

describe('missingBlobs', () => {
	it('names each file once, and none that is held', () => {
		const both = [...old.posts, ...next.posts];
		const missing = missingBlobs(both, namesOf(old, 'b')).map(({ name }) => name);
		expect(new Set(missing).size).toBe(missing.length);
		expect(new Set(missing)).toEqual(
			new Set([...namesOf(old, 'a', 'c'), ...namesOf(next, 'a', 'd')])
		);
	});
});

describe('neededForSwitch', () => {
	it('is the new form of what the device holds', () => {
		expect(slugsOf(neededForSwitch(old, next, namesOf(old, 'a')))).toEqual(['a']);
		expect(slugsOf(neededForSwitch(old, next, namesOf(old, 'c')))).toEqual([]);
		expect(neededForSwitch(old, next, new Set())).toEqual([]);
	});

	it('is everything for a device that holds everything', () => {
		expect(slugsOf(neededForSwitch(old, next, namesOf(old, 'a', 'b', 'c')))).toEqual([
			'd',
			'a',
			'b'
		]);
	});
});

describe('changes', () => {
	it('tells new posts from changed ones, and is silent about the rest', () => {
		expect(changes(old, next)).toEqual({ added: ['d'], changed: ['a'] });
		expect(changes(old, old)).toEqual({ added: [], changed: [] });
	});
});
