import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../src/lib/library/catalogue';
import type { LibraryStatus } from './observations';
import { Oracle } from './oracle';
import type { Release } from './release';

function release(seq: number, slugs: string[]): Release {
	const posts = slugs.map((slug) => ({ slug, body: { name: `${slug}${seq}` }, assets: [] }));
	const catalogue = { release: `r${seq}`, seq, shell: 's', posts } as unknown as Catalogue;
	const has = (slug: string) => posts.find((post) => post.slug === slug);
	return { id: `r${seq}`, shell: 's', catalogue, slugs, post: has } as unknown as Release;
}

const releases = [release(1, ['a', 'b']), release(2, ['a', 'b', 'c']), release(3, ['a', 'c'])];

const status = (seq: number, saved: string[], rest: Partial<LibraryStatus> = {}) =>
	({ release: `r${seq}`, seq, shell: 's', saved, ...rest }) as LibraryStatus;

const rules = (violations: { rule: string }[]) => violations.map(({ rule }) => rule);

describe('what the app has said about the library', () => {
	it('may grow', () => {
		const oracle = new Oracle(releases);
		expect(oracle.heard(status(1, ['a']))).toEqual([]);
		expect(oracle.heard(status(2, ['a', 'b', 'c']))).toEqual([]);
	});
	it('may not shrink', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(1, ['a', 'b']));
		expect(rules(oracle.heard(status(2, ['a'])))).toEqual(['I1']);
	});
	it('is not owed for a post that the author has deleted', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(2, ['a', 'b', 'c']));
		expect(oracle.heard(status(3, ['a', 'c']))).toEqual([]);
	});
	it('is not owed where the device may have moved on to a release without it', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(2, ['a', 'b', 'c']));
		expect(oracle.owed(1)).toEqual(new Set(['a', 'b', 'c']));
		expect(oracle.owed(2)).toEqual(new Set(['a', 'c']));
	});
	it('is not owed after a wipe', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(2, ['a', 'b']));
		oracle.wiped();
		expect(oracle.heard(status(1, []))).toEqual([]);
	});
	it('may not be about a release that was never published, nor about another shell', () => {
		const oracle = new Oracle(releases);
		expect(rules(oracle.heard(status(9, [])))).toEqual(['I2']);
		expect(rules(oracle.heard(status(1, [], { shell: 'other' })))).toEqual(['I3']);
	});
	it('may not go back to an older release', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(3, []));
		expect(rules(oracle.heard(status(2, [])))).toEqual(['I4']);
	});
	it('may go back from a release that was recalled', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(3, []));
		oracle.recalls('r3');
		expect(oracle.heard(status(2, []))).toEqual([]);
		expect(rules(oracle.heard(status(1, [])))).toEqual(['I4']);
	});
	it('is not owed for a post whose text was recalled', () => {
		const oracle = new Oracle(releases);
		oracle.heard(status(1, ['a', 'b']));
		oracle.recalls('b1');
		expect(oracle.heard(status(1, ['a']))).toEqual([]);
		expect(rules(oracle.heard(status(1, [])))).toEqual(['I1']);
	});
	it('may not claim what the release does not have', () => {
		expect(rules(new Oracle(releases).heard(status(1, ['c'])))).toEqual(['I1']);
	});
	it('is not owed for a while for a post of which a file was damaged behind its back', () => {
		let now = 0;
		const oracle = new Oracle(releases, () => now);
		oracle.heard(status(1, ['a', 'b']));
		oracle.damaged('b1');
		expect([...oracle.claimed]).toEqual(['a']);
		expect(oracle.heard(status(1, ['a', 'b']))).toEqual([]);
		expect([...oracle.claimed]).toEqual(['a']);
		expect(oracle.heard(status(1, ['a']))).toEqual([]);
		expect(rules(oracle.heard(status(1, [])))).toEqual(['I1']);
		now = 60_000;
		expect(oracle.isSpoilt('b')).toBe(false);
		oracle.heard(status(1, ['a', 'b']));
		expect([...oracle.claimed]).toEqual(['a', 'b']);
	});
});

describe('what the reader has left', () => {
	it('is kept once a page has shown it', () => {
		const oracle = new Oracle(releases);
		expect(oracle.shows('theme', 'auto')).toEqual([]);
		oracle.asks('theme', 'dark');
		expect(oracle.shows('theme', 'dark')).toEqual([]);
		expect(rules(oracle.shows('theme', 'auto'))).toEqual(['I6']);
	});
	it('is not owed before it was seen to be kept', () => {
		const oracle = new Oracle(releases);
		oracle.asks('theme', 'dark');
		expect(oracle.shows('theme', 'auto')).toEqual([]);
	});
	it('may be the value that was kept, or one that was asked for since', () => {
		const oracle = new Oracle(releases);
		oracle.asks('theme', 'dark');
		oracle.shows('theme', 'dark');
		oracle.asks('theme', 'light');
		expect(oracle.allowed('theme')).toEqual(new Set(['dark', 'light']));
		expect(oracle.shows('theme', 'light')).toEqual([]);
		expect(rules(oracle.shows('theme', 'dark'))).toEqual(['I6']);
	});
	it('is not owed when the browser has forgotten it', () => {
		const oracle = new Oracle(releases);
		oracle.asks('theme', 'dark');
		oracle.shows('theme', 'dark');
		oracle.forgotten();
		expect(oracle.shows('theme', 'auto')).toEqual([]);
	});
});
