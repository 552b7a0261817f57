import { describe, expect, test } from 'vitest';
import { inlineSvg } from './svg';

const svg = (inner: string, attributes = 'viewBox="0 0 400 200"') =>
	`<svg xmlns="http://www.w3.org/2000/svg" ${attributes}>${inner}</svg>`;

function inline(source: string, label = 'A cat'): string {
	const result = inlineSvg(source, 'fig', label);
	if ('message' in result) throw new Error(`${result.line}: ${result.message} ${result.fix}`);
	return result.svg;
}

describe('a figure in the page', () => {
	test('has a role, a name and no size of its own', () => {
		expect(
			inline(
				svg('<path d="M0 0"/>', 'width="1" height="2" class="x" role="none" viewBox="0 0 9 9"'),
				'A "cat" <b>'
			)
		).toBe(
			'<svg class="figure-svg" role="img" aria-label="A &quot;cat&quot; &lt;b>" viewBox="0 0 9 9"><path d="M0 0"/></svg>'
		);
	});

	test('has the text and the shapes of the file, without its layout and comments', () => {
		const source = `<?xml version="1.0"?>\n<!-- <script> -->\n${svg(
			`\n\t<g class='f-dim' >\n\t\t<text x="1" font-size="14">a &lt;b&gt; &amp; "c"\n\t\t  <tspan>d</tspan></text>\n\t</g>\n<rect></rect>`
		)}\n`;
		expect(inline(source)).toContain(
			'><g class="f-dim"><text x="1" font-size="14">a &lt;b> &amp; "c" <tspan>d</tspan></text></g><rect/></svg>'
		);
	});

	test('its ids carry its name, wherever they are used', () => {
		const source = svg(
			'<defs><marker id="a"/><marker id="fig-b"/></defs><path marker-end="url(#a)" marker-start="url( \'#fig-b\' )"/><use xlink:href="#a"/>'
		);
		expect(inline(source)).toContain(
			'<defs><marker id="fig-a"/><marker id="fig-b"/></defs><path marker-end="url(#fig-a)" marker-start="url(#fig-b)"/><use href="#fig-a"/>'
		);
		expect(inlineSvg(source, 'fig', 'x')).toMatchObject({ ids: ['fig-a', 'fig-b'] });
	});

	test('may have handles for a script', () => {
		expect(inline(svg('<g data-part="bucket"/>'))).toContain('<g data-part="bucket"/>');
	});
});

describe('what may not be in a figure is refused, with its line', () => {
	const refused: [source: string, says: RegExp][] = [
		['<script>alert(1)</script>', /<script>/],
		['<SCRIPT/>', /<SCRIPT>/],
		['<svg:script/>', /<svg:script>/],
		['<foreignObject><p/></foreignObject>', /<foreignObject>/],
		['<style>*{}</style>', /<style>/],
		['<image href="https://a.example/x.png"/>', /<image>/],
		['<a href="javascript:alert(1)"><path/></a>', /<a>/],
		['<animate attributeName="href" to="javascript:alert(1)"/>', /<animate>/],
		['<set attributeName="onload" to="alert(1)"/>', /<set>/],
		['<svg/>', /<svg>/],
		['<rect onload="alert(1)"/>', /onload.*\.figure\.ts/],
		['<rect ONCLICK="alert(1)"/>', /ONCLICK/],
		['<rect style="fill:red"/>', /style.*class of the site/],
		['<use href="https://a.example/#x"/>', /href.*id of this file/],
		['<use href="javascript:alert(1)"/>', /href/],
		['<use href="data:image/svg+xml,x"/>', /href/],
		['<use xlink:href=" #a"/>', /href/],
		['<rect fill="url(https://a.example/#x)"/>', /fill/],
		['<rect fill="URL (//a.example)"/>', /fill/],
		['<rect fill="ur\\6c(https://a.example)"/>', /fill/],
		['<rect fill="url(#a) url(https://a.example)"/>', /fill/],
		['<rect id="a b"/>', /id=/],
		['<rect data-figure="/x.js"/>', /data-figure/],
		['<rect data:x="1"/>', /data:x/],
		['<rect href="&#106;avascript:alert(1)"/>', /href/],
		['<text><rect/></text>', /<rect> may not be in <text>/],
		['<title><tspan>x</tspan></title>', /<tspan> may not be in <title>/],
		['loose text', /outside of any <text>/],
		['<rect', /not well-formed/],
		['<rect x=1/>', /not well-formed/],
		['<![CDATA[<script>]]>', /not well-formed/],
		['<g><rect></g>', /<\/g> does not belong.*<rect> of line 2/],
		['</g>', /does not belong/],
		['<g>', /does not belong here.*Close <g> of line 2/]
	];
	test.each(refused)('%s', (inner, says) => {
		const result = inlineSvg(svg(`\n${inner}\n`), 'fig', 'x');
		expect(result).toMatchObject({
			line: expect.any(Number) as number,
			message: expect.any(String) as string
		});
		if (!('message' in result)) return;
		expect(`${result.message} ${result.fix}`).toMatch(says);
		expect(result.line).toBe(/loose/.test(inner) ? 1 : inner === '<g>' ? 3 : 2);
	});

	test.each([
		['', /not one element/],
		['text', /not one element/],
		['<g/>', /<g> is not a figure/],
		[svg('') + svg(''), /not one element/],
		['<svg>', /<svg> is not closed/],
		['<!DOCTYPE svg [<!ENTITY x "y">]><svg/>', /not well-formed/]
	])('the file %s', (source, says) => {
		const result = inlineSvg(source, 'fig', 'x');
		expect('message' in result && `${result.message} ${result.fix}`).toMatch(says);
	});
});
