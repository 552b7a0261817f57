import { describe, expect, test } from 'vitest';
import { renderOne } from './temporary-blog';

/** The body of a post that has nothing wrong with it. */
async function html(markdown: string): Promise<string> {
	const { html, problems, warnings } = await renderOne(markdown);
	expect([...problems, ...warnings]).toEqual([]);
	return html;
}

describe('what mdsvex would take for code is text', () => {
	test.each([
		['{x}', '<p>{x}</p>'],
		['a {#if x}{/if} b', '<p>a {#if x}{/if} b</p>'],
		['{#each a as b}\n\ntext\n\n{/each}', '<p>{#each a as b}</p>\n<p>text</p>\n<p>{/each}</p>'],
		['\\{x\\}', '<p>{x}</p>'],
		['&#123;x&#125;', '<p>{x}</p>'],
		['a < b && c > d', '<p>a &lt; b &amp;&amp; c > d</p>'],
		['Array<string> and Map<K, V>', '<p>Array&lt;string> and Map&lt;K, V></p>'],
		['<b>bold</b>', '<p>&lt;b>bold&lt;/b></p>'],
		['<script>alert(1)</script>', '<p>&lt;script>alert(1)&lt;/script></p>'],
		['<script module>\nlet a\n</script>', '<p>&lt;script module>\nlet a\n&lt;/script></p>'],
		[
			'<svelte:head><title>x</title></svelte:head>',
			'<p>&lt;svelte:head>&lt;title>x&lt;/title>&lt;/svelte:head></p>'
		],
		['<Component {...props} />', '<p>&lt;Component {...props} /></p>'],
		['{@html x} and `{@html y}`', '<p>&#123;@html x} and <code>&#123;@html y}</code></p>'],
		['\\<b> \\& \\\\ \\" \\*', '<p>&lt;b> &amp; \\ " *</p>'],
		['> <b>', '<blockquote>\n<p>&lt;b></p>\n</blockquote>'],
		['\\>', '<p>></p>'],
		['<', '<p>&lt;</p>'],
		['AT&T &copy; &amp; &lt;b&gt; &', '<p>AT&amp;T © &amp; &lt;b> &amp;</p>'],
		['&#60;script&#x3e; \\&copy;', '<p>&lt;script> &amp;copy;</p>'],
		['--flag ... "quoted"', '<p>--flag ... "quoted"</p>'],
		['`--flag`', '<p><code>--flag</code></p>']
	])('%s', async (markdown, expected) => {
		expect(await html(markdown)).toBe(expected);
	});

	test('in headings, tables, lists and emphasis too', async () => {
		expect(await html('## {x} <b> & `y{}`')).toContain('>{x} &lt;b> &amp; <code>y{}</code> <a');
		expect(await html('| {a} | <b> |\n|---|---|\n| `{c}` | & |')).toMatch(
			/<th scope="col">{a}<\/th><th scope="col">&lt;b><\/th>[^]*<code>{c}<\/code><\/td><td>&amp;</
		);
		expect(await html('- {a}\n- *{b}* **<c>** ~~&~~')).toContain(
			'<em>{b}</em> <strong>&lt;c></strong> <del>&amp;</del>'
		);
	});

	test('in addresses and titles of links', async () => {
		expect(await html('[x](https://a.example/{id}?a=1&b=<2> "{t} \\" <b>")')).toBe(
			'<p><a href="https://a.example/%7Bid%7D?a=1&amp;b=%3C2%3E" title="{t} &quot; &lt;b>" rel="noopener noreferrer">x</a></p>'
		);
	});
});

describe('code is shown as it is typed', () => {
	test.each([
		['`&lt;`', '<code>&amp;lt;</code>'],
		[
			'`<b>{x}</b> && \\< \\{ \\\\ \\u0041`',
			'<code>&lt;b>{x}&lt;/b> &amp;&amp; \\&lt; \\{ \\\\ \\u0041</code>'
		],
		['`a > b`', '<code>a > b</code>'],
		['`<https://a.example>`', '<code>&lt;https://a.example></code>'],
		['`` ` ``', '<code>`</code>']
	])('%s', async (markdown, code) => {
		expect(await html(markdown)).toBe(`<p>${code}</p>`);
	});

	test.each([
		['a < b && c > d { `${x}` } \\n \\u0041 \\'],
		['&lt;b&gt; &amp; &#123;'],
		['<script>alert(1)</script>'],
		['{#if x} {:else} {/if} {...x}'],
		['echo a \\\n  --b \\\n  c'],
		['\tif x {\n\t\treturn\n\t}'],
		['<https://a.example> \\< \\{ \\\\']
	])('%j in a block', async (code) => {
		const result = await html(`\`\`\`text\n${code}\n\`\`\``);
		const shown = /<code>([^]*)<\/code>/.exec(result)?.[1] ?? '';
		expect(shown.replace(/&lt;/g, '<').replace(/&amp;/g, '&')).toBe(code);
	});

	test('indented lines with braces are a paragraph', async () => {
		expect(await html('    if {x} <y>')).toMatch(/^<p>\s*if {x} &lt;y><\/p>$/);
	});
});

describe('Markdown', () => {
	test('hard breaks, by a backslash or two spaces', async () => {
		expect(await html('one\\\ntwo  \nthree\\')).toBe('<p>one<br>\ntwo<br>\nthree\\</p>');
	});

	test('addresses in angle brackets and bare ones', async () => {
		const link = '<a href="https://a.example/x" rel="noopener noreferrer">https://a.example/x</a>';
		expect(await html('<https://a.example/x> and https://a.example/x')).toBe(
			`<p>${link} and ${link}</p>`
		);
		expect(await html('<me@a.example>')).toContain('href="mailto:me@a.example"');
		expect(await html('<https://a.example/?a=1&b={c}>')).toContain(
			'href="https://a.example/?a=1&amp;b=%7Bc%7D" rel="noopener noreferrer">https://a.example/?a=1&amp;b={c}</a>'
		);
	});

	test('an address in angle brackets inside of a link is text', async () => {
		expect(await html('[a <https://b.example> c](https://a.example)')).not.toContain('<https');
	});

	test('an address with spaces in angle brackets', async () => {
		expect(await html('[x](<https://a.example/a b>)')).toContain('href="https://a.example/a%20b"');
	});

	test('links by reference, with braces in their names', async () => {
		expect(await html('[a {b}][r <c>]\n\n[r <c>]: https://a.example "T & {t}"')).toBe(
			'<p><a href="https://a.example" title="T &amp; {t}" rel="noopener noreferrer">a {b}</a></p>'
		);
		expect(await html('[a {b}][r <c>]')).toBe('<p>[a {b}][r &lt;c>]</p>');
	});

	test('quotations, lists, tasks, tables and rules', async () => {
		expect(await html('> a\n> b')).toBe('<blockquote>\n<p>a\nb</p>\n</blockquote>');
		expect(await html('1. a\n2. b')).toBe('<ol>\n<li>a</li>\n<li>b</li>\n</ol>');
		expect(await html('3) a')).toBe('<ol start="3">\n<li>a</li>\n</ol>');
		expect(await html('---')).toBe('<hr>');
		const tasks = await html('- [x] a\n- [ ] b');
		expect(tasks).toContain('<input type="checkbox" checked disabled aria-label="Done"> a');
		expect(tasks).toContain('<input type="checkbox" disabled aria-label="To do"> b');
	});

	test('a table has a region, a name and aligned columns', async () => {
		const table = '| A | B |\n|:-:|--:|\n| 1 | 2 |';
		const result = await html(`${table}\n\ntext\n\n${table}\n\n| |\n|-|\n| x |`);
		expect(result).toContain(
			'<div class="table" tabindex="0" role="region" aria-label="Table: A, B"><table>'
		);
		expect(result).toContain('aria-label="Table: A, B (2)"');
		expect(result).toContain('<th scope="col" class="align-center">A</th>');
		expect(result).toContain('<td class="align-right">2</td>');
		expect(result).not.toContain('align="');
	});

	test('line ends of Windows and a byte order mark make no difference', async () => {
		const lines = 'a\\\nb\n\n```sh\nx \\\n  y\n```\n';
		const { html: one } = await renderOne(lines);
		const { html: two } = await renderOne(lines.replace(/\n/g, '\r\n'));
		expect(two).toBe(one);
	});

	test('private-use characters of the author survive', async () => {
		const text = '\ue000 \ue001\ue002 < \ue003 { \uf8ff &#xe000; 😀 \u{f0000}';
		expect(await html(text)).toBe(
			`<p>${text.replace('<', '&lt;').replace('&#xe000;', '\ue000')}</p>`
		);
		expect(await html(`\`${text}\``)).toContain('&amp;#xe000;');
	});

	test('a second line of three hyphens is no front matter', async () => {
		const result = await html('---\nlayout: x\nconst: 1\n---\n\ntext');
		expect(result).toContain('layout: x');
		expect(result).not.toContain('<script');
	});
});

describe('footnotes', () => {
	test('are numbered as they are called, with ways there and back', async () => {
		const result = await html(
			'One[^b]. Two[^a{x}]. Again[^b].\n\n[^a{x}]: Text *A* {y}.\n[^b]: Text B.'
		);
		expect(result).toBe(
			'<p>One<sup id="fnref-1"><a href="#fn-1" class="footnote-ref" aria-label="Footnote 1">1</a></sup>. ' +
				'Two<sup id="fnref-2"><a href="#fn-2" class="footnote-ref" aria-label="Footnote 2">2</a></sup>. ' +
				'Again<sup><a href="#fn-1" class="footnote-ref" aria-label="Footnote 1">1</a></sup>.</p>\n' +
				'<section class="footnotes" aria-label="Footnotes"><ol>\n' +
				'<li id="fn-1">Text B. <a href="#fnref-1" class="footnote-backref" aria-label="Back to the text of footnote 1">↩</a></li>\n' +
				'<li id="fn-2">Text <em>A</em> {y}. <a href="#fnref-2" class="footnote-backref" aria-label="Back to the text of footnote 2">↩</a></li>' +
				'</ol></section>'
		);
	});

	test('keep their order when they are called in a table', async () => {
		const result = await html('| a |\n|---|\n| x[^1] |\n| y[^2] |\n\n[^1]: One.\n[^2]: Two.');
		expect(result.indexOf('One.')).toBeLessThan(result.indexOf('Two.'));
		expect(result.indexOf('id="fn-1"')).toBeLessThan(result.indexOf('id="fn-2"'));
	});

	test('their ids stay apart from those of headings', async () => {
		const { only, problems } = await renderOne('## fn 1\n\nx[^1]\n\n[^1]: One.');
		expect(problems).toEqual([]);
		expect(only.anchors.sort()).toEqual(['fn-1', 'fn-1-1', 'fnref-1']);
	});
});
