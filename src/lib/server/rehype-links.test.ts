import { describe, expect, test } from 'vitest';
import { renderOne } from './temporary-blog';

describe('links', () => {
	test('elsewhere, to this site and in this post', async () => {
		const options = { base: '/blog' };
		const { html, problems } = await renderOne(
			'## A b\n\n[a](https://a.example) [b](#a-b) [c](/posts/one/#a-b) [d](/tags/go) [e](/search/?q=x) [f](/) [g](/feed.xml) [h](mailto:me@a.example)',
			{},
			options
		);
		expect(problems).toEqual([]);
		expect(
			[...html.matchAll(/<a href="([^"]*)"( rel="[^"]*")?>/g)].map(
				(match) => match[1] + (match[2] ?? '')
			)
		).toEqual([
			'https://a.example rel="noopener noreferrer"',
			'#a-b',
			'/blog/posts/one/#a-b',
			'/blog/tags/go/',
			'/blog/search/?q=x',
			'/blog/',
			'/blog/feed.xml',
			'mailto:me@a.example rel="noopener noreferrer"'
		]);
	});

	test.each([
		['[x](/posts/two/)', /^index.md:7 There is no page \/posts\/two\/\. /],
		['[x](/posts/on)', /There is no page \/posts\/on\/\. Did you mean \/posts\/one\/\?/],
		['[x](/tags/backend/)', /There is no page \/tags\/backend\//],
		[
			'## Abc\n\n[x](#abd)',
			/^index.md:9 This post has no heading with the id “abd”. Did you mean #abc\?/
		],
		['## Abc\n\n[x](/posts/one/#nowhere)', /\/posts\/one\/ has no heading with the id “nowhere”/],
		['[x](../two/)', /“..\/two\/” is not an address.*\/posts\/<slug>\//],
		['[x]()', /“” is not an address.*between the parentheses/],
		['[x](#)', /“#” is not an address/],
		['[x](//a.example)', /“\/\/a.example” is not an address/],
		['[x](/\\a.example)', /There is no page \/%5Ca.example/],
		['[x](javascript:alert(1))', /“javascript:alert\(1\)” is not an address.*https:/],
		['[x](JaVaScRiPt:alert)', /is not an address/],
		['[x](<java\tscript:alert>)', /is not an address/],
		['[x](&#106;avascript:alert)', /“javascript:alert” is not/],
		['[x](data:text/html,y)', /is not an address/],
		['[x](vbscript:y)', /is not an address/],
		['[x](https:a)', /is not an address/],
		['a\n\nb [x][r]\n\n[r]: javascript:y', /^index.md:9 “javascript:y” is not/]
	])('%j is refused', async (markdown, says) => {
		const { html, problems } = await renderOne(markdown);
		expect(problems.map(({ line, message, fix }) => `index.md:${line} ${message} ${fix}`)).toEqual([
			expect.stringMatching(says)
		]);
		if (!/There is no page|no heading/.test(String(says))) expect(html).not.toContain('<a href');
	});
});
