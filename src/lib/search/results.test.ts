import { describe, expect, it } from 'vitest';
import { cutAtMarks, hitHref } from './results';

describe('a hit', () => {
	it('opens at its heading, with the words to mark', () => {
		expect(hitHref('/blog', 'a', 'the-bucket', ['rate', 'c++', '->'])).toBe(
			'/blog/posts/a/?mark=rate+c%2B%2B+-%3E#the-bucket'
		);
		expect(hitHref('', 'a', '', [])).toBe('/posts/a/');
		expect(hitHref('', 'café', '', [])).toBe('/posts/caf%C3%A9/');
	});

	it('survives the way through an address', () => {
		const url = new URL(hitHref('', 'a', 'größe', ['größe', 'i/o']), 'https://example.org');
		expect(url.searchParams.get('mark')).toBe('größe i/o');
		expect(decodeURIComponent(url.hash)).toBe('#größe');
	});
});

describe('a marked text', () => {
	it('is cut into pieces', () => {
		expect(cutAtMarks({ text: 'a <b> c', marks: [[2, 5]] })).toEqual([
			{ text: 'a ', isMarked: false },
			{ text: '<b>', isMarked: true },
			{ text: ' c', isMarked: false }
		]);
		expect(cutAtMarks({ text: '', marks: [] })).toEqual([]);
	});
});
