import { describe, expect, test } from 'vitest';
import { problemsOf, renderOne } from './temporary-blog';

describe('what would silently come out wrong', () => {
	test.each([
		['x[^a]', /^index.md:7 The footnote \[\^a\] has no text/],
		['x[^a]\n\n[^a]: A\n\n[^a]: B', /^index.md:11 The footnote \[\^a\] is written twice/],
		[
			'x[^a]\n\n[^a]: A[^b]\n\n[^b]: B',
			/^index.md:9 Only another footnote calls the footnote \[\^b\]/
		]
	])('%j is refused', async (markdown, says) => {
		expect(await problemsOf(markdown)).toEqual([expect.stringMatching(says)]);
	});

	test.each([
		['a\n\n[^b]: B', /^9 Nothing calls the footnote \[\^b\]/],
		['text\n| a | b |\n|---|---|\n| c | d |', /^7 A table right below a line of text/],
		['a\n&check; `&check;` &copy;', /^7 “&check;” is not a character/],
		['&#0;', /“&#0;”/],
		['&#xd800;', /“&#xd800;”/],
		['&#9999999;', /“&#9999999;”/],
		['a <!-- hidden --> b', /^7 A comment in HTML is not hidden/]
	])('%j is a warning', async (markdown, says) => {
		const { problems, warnings } = await renderOne(markdown);
		expect(problems).toEqual([]);
		expect(warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
			expect.stringMatching(says)
		]);
	});
});
