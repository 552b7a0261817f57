import { beforeAll, describe, expect, it } from 'vitest';
import { release } from '../../../tests/rig/fake-host';
import { blobsOf, parseCatalogue, releaseOf, type Catalogue } from './catalogue';

let catalogue: Catalogue;
let text: string;

beforeAll(async () => {
	({ catalogue } = await release({ a: ['text of a', 'figure'], b: 'text of b' }));
	text = JSON.stringify(catalogue);
});

describe('parseCatalogue', () => {
	it('takes what was published', async () => {
		expect(await parseCatalogue(text)).toEqual(catalogue);
		expect(await parseCatalogue(JSON.stringify(catalogue, null, '\t'))).toEqual(catalogue);
	});

	it('takes no part of it', async () => {
		for (let length = 0; length < text.length; length += 7) {
			expect(await parseCatalogue(text.slice(0, length))).toBeUndefined();
		}
	});

	it.each<[string, (copy: Catalogue) => unknown]>([
		[
			'another title',
			(copy) => ({ ...copy, posts: copy.posts.map((post) => ({ ...post, title: 'x' })) })
		],
		['another order', (copy) => ({ ...copy, posts: [...copy.posts].reverse() })],
		['a post less', (copy) => ({ ...copy, posts: copy.posts.slice(1) })],
		['another number', (copy) => ({ ...copy, seq: copy.seq + 1 })],
		['another shell', (copy) => ({ ...copy, shell: 's2' })],
		['another release', (copy) => ({ ...copy, release: `${copy.release.slice(1)}A` })],
		['no release', ({ schema, seq, shell, posts }) => ({ schema, seq, shell, posts })],
		['a list around it', (copy) => [copy]],
		['nothing in it', () => ({})]
	])('does not take %s', async (_, change) => {
		expect(await parseCatalogue(JSON.stringify(change(catalogue)))).toBeUndefined();
	});

	it('does not take a schema of the future, however well it is signed', async () => {
		const future = { ...catalogue, schema: 2 };
		const signed = { ...future, release: await releaseOf(future as unknown as Catalogue) };
		expect(await parseCatalogue(JSON.stringify(signed))).toBeUndefined();
	});

	it.each([
		['a login page', '<!doctype html><title>Log in</title>'],
		['nothing', ''],
		['null', 'null'],
		['a number', '1'],
		['a text', '"catalogue"'],
		['a hundred thousand brackets', '['.repeat(100_000)],
		['megabytes of blanks', ' '.repeat(5_000_000)]
	])('does not take %s, and does not throw', async (_, other) => {
		expect(await parseCatalogue(other)).toBeUndefined();
	});

	it('takes thousands of posts', async () => {
		const posts = Array.from({ length: 5_000 }, () => catalogue.posts[0]).filter((post) => !!post);
		const huge = { ...catalogue, posts };
		const signed = { ...huge, release: await releaseOf(huge) };
		expect((await parseCatalogue(JSON.stringify(signed)))?.posts).toHaveLength(5_000);
	});
});

describe('blobsOf', () => {
	it('names the body first, then what it needs', () => {
		const names = catalogue.posts.map((post) => blobsOf(post).map(({ name }) => name.slice(-4)));
		expect(names).toEqual([['.txt', expect.stringMatching(/\.js$/)], ['.txt']]);
	});
});
