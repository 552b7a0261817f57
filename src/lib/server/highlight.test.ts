import { expect, test, vi } from 'vitest';
import { articleHtml } from '../pages/article';
import { highlight as highlightTokens } from './highlight';
import { isLanguage, languageName } from './languages';

// The first use of a language loads its grammar, which takes seconds on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

/** Coloured code as a page shows it. */
async function highlight(code: string, lang: string): Promise<string> {
	const tokens = await highlightTokens(code, lang);
	const page = articleHtml(`<pre data-lang="x" data-language="X">${tokens}</pre>`);
	return /<code>(.*)<\/code>/s.exec(page)?.[1] ?? '';
}

const plain = (html: string) =>
	html
		.replace(/<[^>]*>/g, '')
		.replace(/&lt;/g, '<')
		.replace(/&amp;/g, '&');

test('tokens get a letter each, and the rest nothing', async () => {
	expect(
		await highlight('// c\nfunc f(a int) string {\n\treturn "x" // y\n}\nvar n = 1', 'go')
	).toBe(
		'<span class="c">// c</span>\n' +
			'<span class="k">func</span> <span class="f">f</span>(a <span class="t">int</span>) <span class="t">string</span> {\n' +
			'\t<span class="k">return</span> <span class="s">"x"</span> <span class="c">// y</span>\n}\n' +
			'<span class="k">var</span> n = <span class="n">1</span>'
	);
});

test('neighbours of a kind are one piece', async () => {
	expect(await highlight('/* a\n  b */ x', 'go')).toBe(
		'<span class="c">/* a</span>\n<span class="c">  b */</span> x'
	);
});

test.each([
	['sql', "SELECT a FROM t WHERE b = 'x' AND c < 1 -- y", /<span class="k">SELECT<\/span>/],
	['js', 'const a = await f(`x ${y} z`)', /<span class="k">const<\/span>/],
	['js', 'new A(typeof b)', /<span class="k">new<\/span> .*<span class="k">typeof<\/span>/],
	[
		'ts',
		'interface A { b: string }',
		/<span class="k">interface<\/span> <span class="t">A<\/span>/
	],
	['sh', 'go test ./... | grep "x" # y', /<span class="c"># y<\/span>/],
	['yaml', 'a: "b" # c\nd: 1', /<span class="s">"b"<\/span>/],
	['json', '{ "a": [1, true, null] }', /<span class="n">1<\/span>/],
	['http', 'GET / HTTP/1.1\nHost: a.example', /class=/],
	['proto', 'message A { string b = 1; }', /<span class="k">message<\/span>/],
	['dockerfile', 'FROM golang:1.26', /<span class="k">FROM<\/span>/],
	['diff', '-a\n+b', /<span class="d">-a<\/span>\n<span class="i">\+b<\/span>/],
	['lua', 'local a = redis.call("GET", k)', /<span class="k">local<\/span>/]
])('%s is coloured, and its text stays', async (lang, code, expected) => {
	const html = await highlight(code, lang);
	expect(html).toMatch(expected);
	expect(plain(html)).toBe(code);
});

test('plain text and unknown languages are only escaped', async () => {
	expect(await highlight('<b> & {x}', 'text')).toBe('&lt;b> &amp; {x}');
	expect(await highlight('<b>', 'nosuch')).toBe('&lt;b>');
	expect([isLanguage('text'), isLanguage(''), isLanguage('go'), isLanguage('proto')]).toEqual([
		true,
		true,
		true,
		true
	]);
	expect([isLanguage('nosuch'), isLanguage('constructor'), isLanguage('__proto__')]).toEqual([
		false,
		false,
		false
	]);
	expect([
		languageName(''),
		languageName('sh'),
		languageName('zig'),
		languageName('toString')
	]).toEqual(['Text', 'Shell', 'zig', 'toString']);
});
