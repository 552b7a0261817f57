import { describe, expect, it } from 'vitest';
import { sections } from './sections';

const body = `<p>Before any <em>head</em>ing &amp; after.</p>
<h2 id="one">One <a class="anchor" href="#one" aria-label="Link to this section">#</a></h2>
<p>First<sup id="ref"><a href="#fn">1</a></sup> line.</p><ul><li>a</li><li>b</li></ul>
<div class="code"><div class="code-bar"><span class="code-name">main.go</span><button type="button">copy</button></div><pre><code><span class="line">if a &lt; b {</span>
<span class="line">	return</span>

<span class="line">}</span></code></pre></div>
<p>Last.</p><div class="code"><div class="code-bar"><span class="code-name">Go</span></div><pre><code>x</code></pre></div><h3 id="two">Two</h3><table><tr><th>a</th>
<th>b</th></tr>
<tr><td>c</td><td>d</td></tr></table>`;

describe('sections', () => {
	it('splits at headings, with prose and code apart', () => {
		expect(sections(body)).toEqual([
			{ anchor: '', heading: '', text: 'Before any heading & after.', code: '' },
			{
				anchor: 'one',
				heading: 'One',
				text: 'First line.\na\nb\nLast.',
				code: 'main.go\nif a < b {\n\treturn\n}\nx'
			},
			{ anchor: 'two', heading: 'Two', text: 'a | b\nc | d', code: '' }
		]);
	});

	it('gives nothing for an empty body', () => {
		expect(sections('')).toEqual([]);
	});
});
