import { describe, expect, it } from 'vitest';
import { TOKEN_END, tokenStart } from '../pages/article';
import { sections } from './sections';

const body = `<p>Before any <em>head</em>ing &amp; after.</p>
<h2>One</h2>
<p>First<sup id="ref"><a href="#fn">1</a></sup> line.</p><ul><li>a</li><li>b</li></ul>
<pre data-lang="go" data-language="Go" data-file="main.go">${tokenStart('k')}if${TOKEN_END} a &lt; b {
	return

}</pre>
<p>Last.</p><pre data-lang="go" data-language="Go">x</pre><h3 id="two">Two<sup>1</sup></h3><table><tr><th>a</th>
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
