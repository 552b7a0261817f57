import { describe, expect, it } from 'vitest';
import { bestWindow, codeExcerpt, merge, textExcerpt, type Spot } from './excerpt';
import type { Marked } from './results';

const text =
	'The first sentence says nothing. A token bucket refills at a rate. Nothing else happens here for a while, ' +
	'and then for a while longer, until the words come apart: a token there, and much later, after a long list of ' +
	'other things that fill the page, comes a bucket. The end of it all is here, in one last sentence that is long.';

function spotsOf(source: string, ...words: string[]): Spot[] {
	return words
		.flatMap((found, word) =>
			[...source.matchAll(new RegExp(found, 'g'))].map(({ index }) => ({
				start: index,
				end: index + found.length,
				word,
				worth: 1
			}))
		)
		.sort((a, b) => a.start - b.start);
}

const marked = (excerpt: Marked) =>
	excerpt.marks.map(([start, end]) => excerpt.text.slice(start, end));

describe('an excerpt of prose', () => {
	it('shows where the words stand together, from the start of a sentence', () => {
		const excerpt = textExcerpt(text, spotsOf(text, 'token', 'bucket'), 90);
		expect(excerpt.text).toBe(
			'… A token bucket refills at a rate. Nothing else happens here for a while, and then for a …'
		);
		expect(marked(excerpt)).toEqual(['token', 'bucket']);
	});

	it('begins at the beginning when nothing is to be marked', () => {
		expect(textExcerpt(text, [], 40).text).toBe('The first sentence says nothing. A token …');
	});

	it('is the whole text when that is short, line breaks as spaces', () => {
		expect(textExcerpt('a\nb', spotsOf('a\nb', 'b'))).toEqual({ text: 'a b', marks: [[2, 3]] });
	});
});

describe('an excerpt of code', () => {
	const code = Array.from({ length: 30 }, (_, i) => `\tline${i} := f(${i})`).join('\n');

	it('keeps whole lines, from the one that matters', () => {
		const excerpt = codeExcerpt(code, spotsOf(code, 'line12'));
		expect(excerpt.text).toBe(
			'\tline12 := f(12)\n\tline13 := f(13)\n\tline14 := f(14)\n\tline15 := f(15)'
		);
		expect(marked(excerpt)).toEqual(['line12']);
	});
});

describe('the best window', () => {
	it('counts each word once', () => {
		expect(bestWindow(spotsOf('a a a b', 'a', 'b'), 5)).toEqual({ start: 4, end: 7, worth: 2 });
		expect(bestWindow([], 5)).toEqual({ start: 0, end: 0, worth: 0 });
	});
});

describe('marks', () => {
	it('that touch or overlap are one', () => {
		expect(merge([[0, 3], [2, 5], [5, 6], [8, 9]])).toEqual([[0, 6], [8, 9]]); // prettier-ignore
	});
});
