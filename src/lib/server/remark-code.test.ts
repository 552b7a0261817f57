import { describe, expect, test } from 'vitest';
import { problemsOf, renderOne, type Files } from './temporary-blog';

describe('code blocks', () => {
	const GO = '// region a\nfunc a() {}\n// endregion a\nfunc b() {}\n';

	test('have a bar with a name, two buttons and a region', async () => {
		const { html } = await renderOne(
			'```go file=x/a.go region=a\n```\n\n```go file=x/a.go\n```\n\n```\na < b\n```\n\n```text\n```',
			{ 'x/a.go': GO }
		);
		const block = (lang: string, name: string, label: string, code: string) =>
			`<div class="code" data-lang="${lang}"><div class="code-bar"><span class="code-name">${name}</span>` +
			'<button type="button" class="code-wrap" aria-pressed="false">wrap</button><button type="button" class="code-copy">copy</button></div>' +
			`<pre tabindex="0" role="region" aria-label="${label}"><code>${code}</code></pre></div>`;
		const a = '<span class="k">func</span> <span class="f">a</span>() {}';
		expect(html).toBe(
			[
				block('go', 'x/a.go', 'Go code: x/a.go', a),
				block(
					'go',
					'x/a.go',
					'Go code: x/a.go (2)',
					a + '\n<span class="k">func</span> <span class="f">b</span>() {}'
				),
				block('text', 'Text', 'Text', 'a &lt; b'),
				block('text', 'Text', 'Text (2)', '')
			].join('\n')
		);
	});

	test('stay in their list or quotation', async () => {
		const { html } = await renderOne('- a\n\n  ```go\n  x\n  ```\n\n> ```sh\n> ls\n> ```');
		expect(html).toMatch(/<li>\n?<p>a<\/p>\n<div class="code".*<code>x<\/code>.*<\/div>\n<\/li>/s);
		expect(html).toMatch(/<blockquote>\n<div class="code"/);
	});

	test.each<[string, Files, RegExp]>([
		['\n```go file=no.go\n```', {}, /^index.md:8 There is no file no.go beside this post/],
		['```go file=a.go region=b\n```', { 'a.go': GO }, /^index.md:7 In a.go there is no region “b”/],
		[
			'```go file=../two/a.go\n```',
			{ '/posts/two/a.go': GO },
			/\.\.\/two\/a.go is not in the folder/
		],
		['```go file=/etc/passwd\n```', {}, /\/etc\/passwd is not in the folder/],
		['```go file=a.go\nx\n```', { 'a.go': GO }, /shows a.go and has text of its own/],
		['```go region=a\n```', {}, /A region needs the file/],
		['```go title=x\n```', {}, /“title” is not something/],
		['```file=a.go\n```', { 'a.go': GO }, /names a file but no language.*```go file=a.go/],
		['> - ```go file=no.go\n>   ```', {}, /^index.md:7 There is no file/]
	])('%j is refused', async (markdown, beside, says) => {
		expect(await problemsOf(markdown, beside)).toEqual([expect.stringMatching(says)]);
	});

	test('an unknown language is a warning, and the block is plain', async () => {
		const { html, problems, warnings } = await renderOne('a\n\n```gol\nx < y\n```');
		expect(problems).toEqual([]);
		expect(warnings).toEqual([
			expect.objectContaining({
				file: 'posts/one/index.md',
				line: 9,
				message: expect.stringContaining('“gol”') as string
			})
		]);
		expect(html).toContain('data-lang="text"');
		expect(html).toContain('<code>x &lt; y</code>');
	});
});
