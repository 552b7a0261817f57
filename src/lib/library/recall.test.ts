import { describe, expect, it } from 'vitest';
import type { Catalogue } from './catalogue';
import { createRecallKey, maySwitch, parseRecall, signRecall, withoutRecalled } from './recall';

const recall = { schema: 1 as const, seq: 5, releases: ['bad'], bodies: ['b.txt'] };
const catalogue = (release: string, seq: number, bodies: string[] = []) =>
	({ release, seq, posts: bodies.map((name) => ({ body: { name } })) }) as Catalogue;

describe('parseRecall', () => {
	it('takes what the author signed', async () => {
		const { publicKey, privateKey } = await createRecallKey();
		expect(await parseRecall(await signRecall(recall, privateKey), publicKey)).toEqual(recall);
	});

	it('takes nothing else: other keys, altered text, pages, halves, or no key at all', async () => {
		const { publicKey, privateKey } = await createRecallKey();
		const other = await createRecallKey();
		const signed = await signRecall(recall, privateKey);
		expect(
			await parseRecall(await signRecall(recall, other.privateKey), publicKey)
		).toBeUndefined();
		expect(await parseRecall(signed.replace('bad', 'mad'), publicKey)).toBeUndefined();
		expect(await parseRecall(signed, '')).toBeUndefined();
		for (const text of ['<html>log in</html>', '', '{}', 'null', '[]', signed.slice(0, -20)]) {
			expect(await parseRecall(text, publicKey)).toBeUndefined();
		}
	});
});

describe('maySwitch', () => {
	it('goes forward', () => {
		expect(maySwitch(catalogue('a', 1), catalogue('b', 2), undefined)).toBe(true);
		expect(maySwitch(catalogue('a', 2), catalogue('b', 2), undefined)).toBe(false);
		expect(maySwitch(catalogue('a', 2), catalogue('b', 1), recall)).toBe(false);
	});

	it('goes back only from a release that was recalled, and never to one', () => {
		expect(maySwitch(catalogue('bad', 2), catalogue('a', 1), recall)).toBe(true);
		expect(maySwitch(catalogue('a', 1), catalogue('bad', 2), recall)).toBe(false);
		expect(maySwitch(catalogue('bad', 2), catalogue('bad', 2), recall)).toBe(false);
	});
});

describe('withoutRecalled', () => {
	it('leaves out the posts whose bodies were recalled', () => {
		const { posts } = withoutRecalled(catalogue('a', 1, ['a.txt', 'b.txt']), recall);
		expect(posts.map(({ body }) => body.name)).toEqual(['a.txt']);
	});
});
