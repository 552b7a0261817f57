import { describe, expect, it } from 'vitest';
import { freshness, hash, pageComplaint, typeComplaint, workerComplaint } from './host-rules';

const page = (extra = '', base = '') => `<!doctype html>
<html lang="en" data-page="post" data-base="${base}" data-shell="s1">
<head><script src="${base}/_app/theme.js"></script>
<script type="application/ld+json">{}</script></head>
<body><p>the text</p>${extra}</body>
</html>
`;

describe('typeComplaint', () => {
	it.each([
		['', 'text/html; charset=utf-8'],
		['posts/x/', 'TEXT/HTML'],
		['a.js', 'application/javascript'],
		['a.js', 'text/javascript;charset=utf-8'],
		['a.css', 'text/css'],
		['manifest.webmanifest', 'application/json'],
		['blobs/a.txt', undefined],
		['a.woff2', 'application/octet-stream']
	])('accepts %j as %s', (path, type) => expect(typeComplaint(path, type)).toBeUndefined());

	it.each([
		['', 'text/plain', 'text/html'],
		['a.js', undefined, 'text/javascript'],
		['a.js', 'text/javascriptx', 'text/javascript'],
		['a.css', 'text/plain', 'text/css'],
		['a.svg', 'image/svg', 'image/svg+xml']
	])('refuses %j as %s', (path, type, wanted) =>
		expect(typeComplaint(path, type)?.fix).toBe(`Serve it as ${wanted}.`)
	);
});

describe('freshness', () => {
	it.each(['no-cache', 'no-store', 'public, max-age=0, must-revalidate'])(
		'%s is fresh',
		(control) => expect(freshness(control)).toBe('fresh')
	);
	it.each(['max-age=600', 'public,max-age=1'])('%s is short', (control) =>
		expect(freshness(control)).toBe('short')
	);
	it.each([undefined, '', 'public', 'max-age=601', 's-maxage=0, max-age=31536000', 'immutable'])(
		'%s is long',
		(control) => expect(freshness(control)).toBe('long')
	);
});

describe('pageComplaint', () => {
	it('accepts what the build wrote', () => {
		expect(
			pageComplaint(page(), { base: '', shell: 's1', body: '<p>the text</p>' })
		).toBeUndefined();
		expect(pageComplaint(page('', '/blog'), { base: '/blog' })).toBeUndefined();
	});

	it.each([
		['another page', '<!doctype html><title>x</title>', {}, 'not the page'],
		['half a page', page().slice(0, -9), {}, 'not the page'],
		['more after the end', `${page()}<!-- 12 ms -->`, {}, 'not the page'],
		[
			'a script of another host',
			page('<script src="//x.example/_app/a.js"></script>'),
			{},
			'script'
		],
		['an inline script', page('<script>a()</script>'), {}, 'script'],
		[
			'one that pretends to be data',
			page('<script data-x="application/ld+json">a()</script>'),
			{},
			'script'
		],
		['another base', page('', '/blog'), {}, 'base path'],
		['another shell', page(), { shell: 's2' }, 'another release'],
		['another text', page(), { body: '<p>the old text</p>' }, 'text of the post']
	])('refuses %s', (_, text, expected, problem) =>
		expect(pageComplaint(text, { base: '', ...expected })?.problem).toContain(problem)
	);
});

describe('workerComplaint', () => {
	it('wants files, and the shell of the catalogue', () => {
		expect(workerComplaint('x="s1"', 3, 's1')).toBeUndefined();
		expect(workerComplaint('x="s1"', 3, undefined)).toBeUndefined();
		expect(workerComplaint('x="s1"', 0, 's1')?.problem).toContain('not the worker');
		expect(workerComplaint('x="s1"', 3, 's2')?.problem).toContain('another release');
	});
});

describe('hash', () => {
	it('is what published names carry', () =>
		expect(hash(Buffer.from('abc'))).toBe('ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0'));
});
