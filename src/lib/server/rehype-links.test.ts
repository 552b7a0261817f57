import { describe, expect, test } from 'vitest';
import { articleHtml } from '../pages/article';
import { post, renderOne, TemporaryBlog } from './temporary-blog';

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

	test('to a name that is not ASCII are published in one spelling, however they are written', async () => {
		const written = [
			'/posts/café/#größe',
			'/posts/café/#größe'.normalize('NFD'),
			'/posts/caf%C3%A9#gr%C3%B6%C3%9Fe',
			'/posts/cafe%cc%81/#gr%c3%b6%c3%9fe',
			'#größe',
			'#gr%c3%b6%c3%9fe'
		];
		const links = written.map((href) => `[x](${href})`).join(' ');
		const blog = new TemporaryBlog({ 'posts/café.md': post(`## Größe\n\n${links}`) });
		const { posts, problems } = await blog.read({ base: '/blog' });
		blog.remove();
		expect(problems).toEqual([]);
		const hrefs = [...articleHtml(posts[0]?.body ?? '').matchAll(/<a [^>]*href="([^"]*)"/g)];
		const here = '#gr%C3%B6%C3%9Fe';
		const there = `/blog/posts/caf%C3%A9/${here}`;
		expect(hrefs.map(([, href]) => href)).toEqual([here, there, there, there, there, here, here]);
	});

	test.each([
		['[x](/posts/two/)', /^index.md:7 There is no page \/posts\/two\/\. /],
		['[x](/posts/on)', /There is no page \/posts\/on\/\. Did you mean \/posts\/one\/\?/],
		['[x](/tags/backend/)', /There is no page \/tags\/backend\//],
		[
			'## Abc\n\n[x](#abd)',
			/^index.md:9 This post has no heading with the id “abd”. Did you mean #abc\?/
		],
		['[x](/posts/%C3%B6ne/)', /There is no page \/posts\/öne\/\. Did you mean \/posts\/one\/\?/],
		['## Größe\n\n[x](#grösse)', /no heading with the id “grösse”. Did you mean #größe\?/],
		['[x](/posts%2Fone/)', /There is no page/],
		['[x](/posts/%/)', /There is no page \/posts\/%\/\. /],
		['## Abc\n\n[x](/posts/one/#nowhere)', /\/posts\/one\/ has no heading with the id “nowhere”/],
		['[x](../two/)', /“..\/two\/” is not an address.*\/posts\/<slug>\//],
		['[x]()', /“” is not an address.*between the parentheses/],
		['[x](#)', /“#” is not an address/],
		['[x](//a.example)', /“\/\/a.example” is not an address/],
		['[x](/\\a.example)', /There is no page \/\\a.example/],
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
