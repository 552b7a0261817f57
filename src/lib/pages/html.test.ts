import { describe, expect, it } from 'vitest';
import { html, raw } from './html';

describe('html', () => {
	it('escapes every value in text and in attributes', () => {
		const evil = `"><script>alert('x')</script>`;
		expect(html`<a title="${evil}">${evil}</a>`.text).not.toContain('<script>');
		expect(html`${"'&"}`.text).toBe('&#39;&amp;');
	});

	it('joins lists, keeps nested markup and drops what is absent', () => {
		const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
		expect(html`<ul>${items}${false}${undefined}${null}</ul>`.text).toBe(
			'<ul><li>a</li><li>&lt;b&gt;</li></ul>'
		);
	});

	it('leaves markup alone that the build has rendered', () => {
		expect(html`${raw('<p>x</p>')}${0}`.text).toBe('<p>x</p>0');
	});
});
