import { expect, test } from 'vitest';
import { faultOf } from './html-check';

test.each([
	'<script>alert(1)</script>',
	'<p onclick="x">a</p>',
	'<p style="x">a</p>',
	'<a href="javascript:x">a</a>',
	'<a href="//a.example">a</a>',
	'<img src="data:x">',
	'<p>a',
	'<p><em>a</p></em>',
	'</p>',
	'a < b',
	'<p title=x>a</p>',
	'<p id="a"></p><p id="a"></p>',
	'<iframe></iframe>',
	'<!-- a -->'
])('the check of the other tests sees what is wrong with %s', (html) => {
	expect(faultOf(html)).toBeDefined();
});

test('and what is right', () => {
	expect(
		faultOf('<p id="a">a > b &amp; <br><a href="/x/#y" rel="z">c</a></p><path d="M0"/>')
	).toBeUndefined();
});
