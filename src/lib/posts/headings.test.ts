import { describe, expect, it } from 'vitest';
import { decodeEntities, headings, pieces } from './headings';

describe('headings', () => {
	it('lists h2 and h3 in order, with ids of their own or of their words', () => {
		const body = `<p>Before</p>
			<h2>The <code>bucket</code></h2>
			<p>Text</p><h3 id="a-b">A &amp; B\u00a0<a href="/x/">C</a></h3>`;
		expect(headings(body)).toEqual([
			{ id: 'the-bucket', text: 'The bucket', level: 2 },
			{ id: 'a-b', text: 'A & B C', level: 3 }
		]);
	});

	it('leaves out deeper ones', () => {
		expect(headings('<h4>Deep</h4>')).toEqual([]);
	});

	it('is not confused by signs inside attributes', () => {
		expect(headings('<h2 id="x"><img alt="a > b">X</h2>')).toEqual([
			{ id: 'x', text: 'X', level: 2 }
		]);
	});
});

describe('decodeEntities', () => {
	it('knows those of our own output and leaves other text alone', () => {
		expect(decodeEntities('&lt;-ch &#39;&#123;@&bogus; &amp;lt; & &quot;&gt;')).toBe(
			"<-ch '{@&bogus; &lt; & \">"
		);
	});
});

describe('pieces', () => {
	it('gives a stray sign as text', () => {
		const text = [...pieces('a < b<i>c</i>')]
			.map((piece) => (piece.kind === 'text' ? piece.text : `[${piece.kind} ${piece.tag}]`))
			.join('');
		expect(text).toBe('a < b[open i]c[close i]');
	});
});
