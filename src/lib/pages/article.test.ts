import { describe, expect, it } from 'vitest';
import {
	articleHtml,
	TOKEN_END,
	tokenStart,
	withoutDerivedIds,
	withoutTokens,
	withSigns,
	withTags
} from './article';

describe('the HTML of a post', () => {
	it('gives headings the id of their words, or the one that is stored', () => {
		expect(articleHtml('<h2>What <code>x&lt;T></code> costs</h2><h3 id="a-1">A "b"</h3>')).toBe(
			'<h2 id="what-xt-costs">What <code>x&lt;T></code> costs <a class="anchor" href="#what-xt-costs" ' +
				'aria-label="Link to this section: What x&lt;T&gt; costs">#</a></h2>' +
				'<h3 id="a-1">A "b" <a class="anchor" href="#a-1" aria-label="Link to this section: A &quot;b&quot;">#</a></h3>'
		);
	});

	it('stores no id that follows from the words', () => {
		const body = '<h2 id="one">One</h2><h2 id="one-1">One</h2><h3 id="überall">Überall</h3>';
		const stored = '<h2>One</h2><h2 id="one-1">One</h2><h3 id="überall">Überall</h3>';
		expect(withoutDerivedIds(body)).toBe(stored);
		expect(articleHtml(stored)).toBe(articleHtml(body));
	});

	it('puts code into a block with a bar, and elements around its tokens', () => {
		const code = `${tokenStart('k')}if${TOKEN_END} a &lt; b`;
		const block = `<pre data-lang="go" data-language="Go" data-file="a>b.go">${code}</pre>`;
		const page = articleHtml(block + block);
		expect(page).toContain('<span class="code-name">a&gt;b.go</span>');
		expect(page).toContain('<code><span class="k">if</span> a &lt; b</code></pre></div>');
		expect(page).toContain('aria-label="Go code: a&gt;b.go"');
		expect(page).toContain('aria-label="Go code: a&gt;b.go (2)"');
		expect(withoutTokens(code)).toBe('if a &lt; b');
	});

	it('names the region of a table by its first columns', () => {
		const table = '<table><thead><tr><th>A</th><th><em>B</em></th><th></th></tr></thead></table>';
		expect(articleHtml(table)).toBe(
			`<div class="table" tabindex="0" role="region" aria-label="Table: A, B">${table}</div>`
		);
	});

	it('stores one sign for a tag that comes often, and gives the tag back', () => {
		const tags = '<p>A <code>b</code>,</p>\n<p><em>c</em> <strong>d</strong></p>\n<ul>\n<li>e</li>\n<li>f</li>\n</ul>';
		expect(withSigns(tags).length).toBeLessThan(tags.length - 40);
		expect(withTags(withSigns(tags))).toBe(tags);
		expect(articleHtml(withSigns(tags))).toBe(tags);
	});

	it('takes no sign from an author', () => {
		expect(withSigns('a\u0001b\u001ec')).toBe('abc');
	});

	it('changes nothing else', () => {
		const rest = '<p>a &lt;h2></p><figure><svg><text>x</text></svg></figure><p><code>y</code></p>';
		expect(articleHtml(rest)).toBe(rest);
	});
});
