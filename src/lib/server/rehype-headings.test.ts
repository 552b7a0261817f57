import { describe, expect, test } from 'vitest';
import { problemsOf, renderOne } from './temporary-blog';

const SVG =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path id="a" d="M0 0"/></svg>';

describe('headings', () => {
	test('have an id as GitHub gives it, and a link to themselves', async () => {
		const { html, only } = await renderOne('## What `x<T>` *costs*\n\n### What `x<T>` costs');
		expect(html).toBe(
			'<h2 id="what-xt-costs">What <code>x&lt;T></code> <em>costs</em> ' +
				'<a class="anchor" href="#what-xt-costs" aria-label="Link to this section: What x&lt;T&gt; costs">#</a></h2>\n' +
				'<h3 id="what-xt-costs-1">What <code>x&lt;T></code> costs ' +
				'<a class="anchor" href="#what-xt-costs-1" aria-label="Link to this section: What x&lt;T&gt; costs">#</a></h3>'
		);
		expect(only.anchors).toEqual(['what-xt-costs', 'what-xt-costs-1']);
	});

	test('that are not ASCII have one id, however their letters are put together', async () => {
		const { html, only } = await renderOne(`## ${'Überall'.normalize('NFD')}\n\n## データ`);
		expect(only.anchors).toEqual(['überall', 'データ']);
		expect(html).toContain('<h2 id="überall">');
		expect(html).toContain('href="#%C3%BCberall"');
	});

	test('leave the ids of the page and of figures alone', async () => {
		const { only } = await renderOne(
			'## Main\n\n## Search\n\n## toc\n\n## Status\n\n## ???\n\n## fig-a\n\n![A](fig.svg)',
			{ 'fig.svg': SVG }
		);
		expect(only.anchors).toEqual(['main-1', 'search-1', 'toc-1', 'status-1', 'section', 'fig-a-1']);
	});

	test('the first level and empty ones are refused', async () => {
		expect(await problemsOf('text\n\n# Title')).toEqual([
			expect.stringMatching(/^index.md:9 The title is.*##/)
		]);
		expect(await problemsOf('##')).toEqual([
			expect.stringMatching(/^index.md:7 This heading has no text/)
		]);
	});
});
