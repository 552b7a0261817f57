import { describe, expect, test } from 'vitest';
import { blobName } from './blob';
import { renderOne, type Files } from './temporary-blog';

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgwA8AAB4AAVZO0t8AAAAASUVORK5CYII=',
	'base64'
);
const SVG =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path id="a" d="M0 0"/></svg>';

/** The problems of a post as `line: message fix`; the text begins on line 7. */
async function problemsOf(markdown: string, beside: Files = {}): Promise<string[]> {
	const { problems } = await renderOne(markdown, beside);
	return problems.map(
		({ file, line, message, fix }) => `${file.replace('posts/one/', '')}:${line} ${message} ${fix}`
	);
}

describe('headings', () => {
	test('have an id as GitHub gives it, and a link to themselves', async () => {
		const { html, only } = await renderOne('## What `x<T>` *costs*\n\n### What `x<T>` costs');
		expect(html).toBe(
			'<h2 id="what-xt-costs">What <code>x&lt;T></code> <em>costs</em> ' +
				'<a class="anchor" href="#what-xt-costs" aria-label="Link to this section: What x&lt;T> costs">#</a></h2>\n' +
				'<h3 id="what-xt-costs-1">What <code>x&lt;T></code> costs ' +
				'<a class="anchor" href="#what-xt-costs-1" aria-label="Link to this section: What x&lt;T> costs">#</a></h3>'
		);
		expect(only.anchors).toEqual(['what-xt-costs', 'what-xt-costs-1']);
	});

	test('leave the ids of the page and of figures alone', async () => {
		const { only } = await renderOne(
			'## Main\n\n## Search\n\n## toc\n\n## Status\n\n## ???\n\n## fig-a\n\n![A](fig.svg)',
			{ 'fig.svg': SVG }
		);
		expect(only.anchors).toEqual(['main-1', 'search-1', 'toc-1', 'status-1', 'section', 'fig-a-1']);
	});

	test('the first level and empty ones are refused', async () => {
		expect(await problemsOf('text\n\n# Title')).toEqual([
			expect.stringMatching(/^index.md:9 The title is.*##/)
		]);
		expect(await problemsOf('##')).toEqual([
			expect.stringMatching(/^index.md:7 This heading has no text/)
		]);
	});
});

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

describe('images', () => {
	test('alone in a paragraph are figures with a caption', async () => {
		const { html, only, problems } = await renderOne(
			'![A "cat" & {x}](a.png "Two < three")',
			{ 'a.png': PNG },
			{ base: '/b' }
		);
		const name = blobName(PNG, '.png');
		expect(problems).toEqual([]);
		expect(html).toBe(
			`<figure><img src="/b/blobs/${name}" alt="A &quot;cat&quot; &amp; {x}" width="3" height="2" loading="lazy" decoding="async">` +
				'<figcaption>Two &lt; three</figcaption></figure>'
		);
		expect(only.assets).toEqual([{ name, bytes: expect.anything() as unknown, type: 'image/png' }]);
		expect(Buffer.from(only.assets[0]?.bytes ?? []).equals(PNG)).toBe(true);
	});

	test('in a sentence stay in it', async () => {
		const { html } = await renderOne('A ![cat](./img/a%20b.png) here', { 'img/a b.png': PNG });
		expect(html).toMatch(/^<p>A <img src="\/blobs\/[\w-]{43}\.png" alt="cat" [^>]*> here<\/p>$/);
	});

	test('drawings are part of the page, twice if need be', async () => {
		const { html, only } = await renderOne('![A cat](fig.svg "C")\n\n![A cat](fig.svg)', {
			'fig.svg': SVG
		});
		const drawing = (id: string) =>
			`<svg class="figure-svg" role="img" aria-label="A cat" viewBox="0 0 4 2"><path id="${id}" d="M0 0"/></svg>`;
		expect(html).toBe(
			`<figure>${drawing('fig-a')}<figcaption>C</figcaption></figure>\n<figure>${drawing('fig-2-a')}</figure>`
		);
		expect(only.assets).toEqual([]);
	});

	test('a script beside a drawing is bundled and published', async () => {
		const { html, only, problems } = await renderOne('![A cat](fig.svg)', {
			'fig.svg': SVG,
			'fig.figure.ts':
				"import { say } from '$figure/say';\nimport { n } from './n';\nexport const start: () => void = () => say(n);",
			'n.ts': 'export const n: number = 7;',
			'/src/lib/figure/say.ts': 'export function say(n: number): void { console.log(n); }'
		});
		expect(problems).toEqual([]);
		const [script] = only.assets;
		expect(script?.type).toBe('text/javascript');
		expect(new TextDecoder().decode(script?.bytes)).toMatch(
			/^function (\w)\(\w\)\{console\.log\(\w\)\}var (\w)=\(\)=>\1\(7\);export\{\2 as start\};\n$/
		);
		expect(html).toMatch(new RegExp(`^<figure data-figure="/blobs/${script?.name}"><svg `));
	});

	test.each<[string, Files, RegExp]>([
		['\n![](a.png)', { 'a.png': PNG }, /^index.md:8 The image a.png has no text alternative/],
		['![x](no.png)', {}, /^index.md:7 There is no image no.png/],
		['![x](https://a.example/a.png)', {}, /is not a file of this post/],
		['![x](//a.example/a.png)', {}, /is not a file of this post/],
		['![x](data:image/png;base64,AA)', {}, /is not a file of this post/],
		['![x](/a.png)', {}, /is not a file of this post/],
		['![x](../a.png)', { '/posts/a.png': PNG }, /is not in the folder of this post/],
		['![x](..%2Fa.png)', { '/posts/a.png': PNG }, /is not in the folder of this post/],
		['![x](a.txt)', { 'a.txt': '' }, /“a.txt” is not the name of an image.*\.svg, \.png/],
		['![x]()', {}, /“” is not the name of an image/],
		['![x](a.png)', { 'a.png': 'text' }, /a.png is not the kind of image/],
		['![x](a.svg)', { 'a.svg': '<svg>\n<script/></svg>' }, /^a.svg:2 <script> may not be/],
		[
			'![x](a.svg)',
			{ 'a.svg': '<svg><path id="b"/><path id="b"/></svg>' },
			/^a.svg:1 The id “a-b” is there twice/
		],
		[
			'see ![x](a.svg) there',
			{ 'a.svg': SVG, 'a.figure.ts': '' },
			/^index.md:7 The figure a.svg has a script, and text around it/
		],
		[
			'![x](a.svg)',
			{ 'a.svg': SVG, 'a.figure.ts': 'const a = 1;\nconst b = ;' },
			/^a.figure.ts:2 The script of this figure cannot be built: Unexpected ";"/
		],
		[
			'![x](a.svg)',
			{ 'a.svg': SVG, 'a.figure.ts': "import 'nosuch';" },
			/^a.figure.ts:1 .*Could not resolve "nosuch"/
		]
	])('%j is refused', async (markdown, beside, says) => {
		expect(await problemsOf(markdown, beside)).toEqual([expect.stringMatching(says)]);
	});
});

describe('code blocks', () => {
	const GO = '// region a\nfunc a() {}\n// endregion a\nfunc b() {}\n';

	test('have a bar with a name, two buttons and a region', async () => {
		const { html, only } = await renderOne(
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
		expect(only.post.words).toBe(0);
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
		['a <!-- hidden --> b', /^7 A comment in HTML is not hidden/]
	])('%j is a warning', async (markdown, says) => {
		const { problems, warnings } = await renderOne(markdown);
		expect(problems).toEqual([]);
		expect(warnings.map(({ line, message }) => `${line} ${message}`)).toEqual([
			expect.stringMatching(says)
		]);
	});
});
