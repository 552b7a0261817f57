import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { articleHtml } from '../pages/article';
import { faultOf } from './html-check';
import { post, TemporaryBlog } from './temporary-blog';

/** FUZZ_RUNS=20000 npx vitest run src/lib/server/fuzz.test.ts */
const RUNS = Number(process.env.FUZZ_RUNS ?? 300);
const blog = new TemporaryBlog({
	'posts/one/a.go': 'package a\n// region r\nfunc f() {}\n// endregion r\n',
	'posts/one/f.svg': '<svg viewBox="0 0 4 2"><path id="a" d="M0 0"/><text>x &amp; y</text></svg>'
});
afterAll(() => blog.remove());

const PAYLOADS = [
	'<script>alert(1)</script>',
	'<img src=x onerror=alert(1)>',
	'<svg onload=alert(1)>',
	'<svg/onload=alert(1)>',
	'<a href="javascript:alert(1)">x</a>',
	'<iframe srcdoc="<script>">',
	'<style>*{}</style>',
	'<p style="x:y">',
	'"><script>alert(1)</script>',
	"' onmouseover=alert(1) x='",
	'" onfocus=alert(1) autofocus x="',
	'--><script>',
	'<!-- x -->',
	'<![CDATA[x]]>',
	'<?php ?>',
	'<!DOCTYPE html>',
	'</p></div></code></pre>',
	'<svelte:head>',
	'<script module>',
	'{@html x}',
	'{#if a}',
	'{/if}',
	'{:else}',
	'{...x}',
	'`${x}`',
	'${x}',
	'{{x}}',
	'&lt;script&gt;',
	'&#60;script&#62;',
	'&#x3c;b',
	'&amp;lt;',
	'&nosuch;',
	'\\<b>',
	'\\{x}',
	'\\&',
	'\\',
	'\u0000',
	'\ue000',
	'\uf8ff',
	'\u2028',
	'\ufeff',
	'😀',
	'\ud83d',
	'[x](javascript:alert(1))',
	'[x](JAVASCRIPT&colon;alert(1))',
	'[x](&#106;avascript:x)',
	'[x](java&#10;script:x)',
	'[x](<javascript:alert(1)>)',
	'[x](data:text/html,<script>)',
	'[x](vbscript:x "t\\" onclick=x")',
	'<javascript:alert(1)>',
	'<https://a.example/"onclick=x>',
	'<https://a.example/<b>>',
	'https://a.example/{x}"<b>',
	'[a]: javascript:x "t"',
	'[a]',
	'[a][a]',
	'![a][a]',
	'![x](javascript:x)',
	'![" onload=x](f.svg "<b>")',
	'![x](f.svg "t")',
	'![](f.svg)',
	'![x](no.png)',
	'[^1]',
	'[^1]: note',
	'[^<b>]',
	'[^"x]: y',
	'^[x]',
	'## <b>',
	'## "x" onload=',
	'## main',
	'###',
	'# a',
	'x\n===',
	'| a | <b> |\n|:-:|--:|\n| {x} | `|` |',
	'- [x] <b>',
	'1. a\n   - b',
	'```go file=a.go region=r\n```',
	'```go file=../x\n```',
	'```"><script>\nx\n```',
	'```go\n</code><script>\n```',
	'~~~js\n`${x}`\n~~~',
	'``` a`b',
	'`',
	'``',
	'```',
	'~~~',
	'    code {x}',
	'\t<b>',
	'> ',
	'> > ',
	'* ',
	'+ ',
	'---',
	'***',
	'**',
	'__',
	'~~',
	'*a_b*c_',
	'a\\\nb',
	'a  \nb',
	':---',
	'|',
	'\r\n',
	'\r',
	'\f',
	'\u000b',
	'constructor',
	'__proto__',
	'[__proto__]: /',
	'[^constructor]',
	'hasOwnProperty'
];
const piece = fc.oneof(
	{ weight: 6, arbitrary: fc.constantFrom(...PAYLOADS) },
	{ weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
	{
		weight: 3,
		arbitrary: fc.string({
			unit: fc.constantFrom(...'<>{}&"\'`\\[]()!#*_~|-+=:;/.^ \n\t0aZ'),
			maxLength: 16
		})
	},
	{ weight: 2, arbitrary: fc.lorem({ maxCount: 4 }) }
);
const joint = fc.constantFrom('', ' ', '\n', '\n\n', '\n\n', '\n> ', '\n- ', '\n  ');
const markdown = fc
	.array(fc.tuple(piece, joint), { maxLength: 14 })
	.map((parts) => parts.flat().join(''));

/** Reads the blog with this one post, and says what must never be. */
async function faults(source: string): Promise<string | undefined> {
	blog.write({ 'posts/one/index.md': source });
	const { posts, problems, warnings } = await blog.read({ base: '/b' });
	const lines = source.split(/\r\n|\r|\n/).length;
	for (const { file, line, message, fix } of [...problems, ...warnings]) {
		const ok =
			file.startsWith('posts/one/') && Number.isInteger(line) && line >= 1 && line <= lines;
		if (!ok || !message || !fix) return `a problem without a place: ${file}:${line} ${message}`;
		if (/cannot be rendered|\n\s+at /.test(message)) return `the renderer gave up: ${message}`;
	}
	for (const { body } of posts) {
		const fault =
			faultOf(articleHtml(body)) ??
			(/\{@|[\ud800-\udbff](?![\udc00-\udfff])/.test(body) ? 'a remainder' : undefined);
		if (fault) return `${fault}\n${body}`;
	}
	return posts.length === 0 && problems.length === 0 ? 'a post vanished without a word' : undefined;
}

test('each payload is harmless by itself and in each place', async () => {
	const places = [
		'',
		'## ',
		'> ',
		'- ',
		'*',
		'`',
		'[',
		'![',
		'[x](',
		'[x](/ "',
		'![x](f.svg "',
		'```go\n',
		'| a |\n|---|\n| ',
		'[^1]\n\n[^1]: '
	];
	for (const payload of PAYLOADS) {
		for (const place of places)
			expect(await faults(post(place + payload)), place + payload).toBeUndefined();
	}
}, 120_000);

describe(`${RUNS} documents by chance`, () => {
	test(
		'any text becomes harmless, balanced HTML or a problem with its line',
		async () => {
			await fc.assert(
				fc.asyncProperty(markdown, async (body) => {
					expect(await faults(post(body))).toBeUndefined();
				}),
				{ numRuns: RUNS }
			);
		},
		RUNS * 200 + 60_000
	);

	test(
		'any front matter is read, or told with its line',
		async () => {
			const value = fc.oneof(
				piece,
				fc.string({ unit: fc.constantFrom(...'{}[]:,&*#?|-<>=!%@`"\'\\ \n\ta1'), maxLength: 14 })
			);
			const name = fc.constantFrom(
				'title',
				'description',
				'date',
				'tags',
				'draft',
				'order',
				'updated',
				'metadata',
				'x',
				'',
				'- ',
				'? '
			);
			const front = fc.array(fc.tuple(name, fc.constantFrom(': ', ':', ' '), value), {
				maxLength: 7
			});
			await fc.assert(
				fc.asyncProperty(front, async (fields) => {
					const source = ['---', ...fields.map((field) => field.join('')), '---', 'Text.'].join(
						'\n'
					);
					expect(await faults(source)).toBeUndefined();
				}),
				{ numRuns: RUNS }
			);
		},
		RUNS * 200 + 60_000
	);
});
