import { describe, expect, test } from 'vitest';
import { blobName } from './blob';
import { problemsOf, renderOne, type Files } from './temporary-blog';

const PNG = Buffer.from(
	'iVBORw0KGgoAAAANSUhEUgAAAAMAAAACCAYAAACddGYaAAAAC0lEQVR4nGNgwA8AAB4AAVZO0t8AAAAASUVORK5CYII=',
	'base64'
);
const SVG =
	'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path id="a" d="M0 0"/></svg>';

describe('images', () => {
	test('alone in a paragraph are figures with a caption', async () => {
		const { html, only, problems } = await renderOne(
			'![A "cat" & {x}](a.png "Two < three")',
			{ 'a.png': PNG },
			{ base: '/b' }
		);
		const name = blobName(PNG, '.png');
		expect(problems).toEqual([]);
		expect(html).toBe(
			`<figure><img src="/b/blobs/${name}" alt="A &quot;cat&quot; &amp; {x}" width="3" height="2" loading="lazy" decoding="async">` +
				'<figcaption>Two &lt; three</figcaption></figure>'
		);
		expect(only.assets).toEqual([{ name, bytes: expect.anything() as unknown, type: 'image/png' }]);
		expect(Buffer.from(only.assets[0]?.bytes ?? []).equals(PNG)).toBe(true);
	});

	test('in a sentence stay in it', async () => {
		const { html } = await renderOne('A ![cat](./img/a%20b.png) here', { 'img/a b.png': PNG });
		expect(html).toMatch(/^<p>A <img src="\/blobs\/[\w-]{43}\.png" alt="cat" [^>]*> here<\/p>$/);
	});

	test('drawings are part of the page, twice if need be', async () => {
		const { html, only } = await renderOne('![A cat](fig.svg "C")\n\n![A cat](fig.svg)', {
			'fig.svg': SVG
		});
		const drawing = (id: string) =>
			`<svg class="figure-svg" role="img" aria-label="A cat" viewBox="0 0 4 2"><path id="${id}" d="M0 0"/></svg>`;
		expect(html).toBe(
			`<figure>${drawing('fig-a')}<figcaption>C</figcaption></figure>\n<figure>${drawing('fig-2-a')}</figure>`
		);
		expect(only.assets).toEqual([]);
	});

	test('a script beside a drawing is bundled and published', async () => {
		const { html, only, problems } = await renderOne('![A cat](fig.svg)', {
			'fig.svg': SVG,
			'fig.figure.ts':
				"import { say } from '$figure/say';\nimport { n } from './n';\nexport const start: () => void = () => say(n);",
			'n.ts': 'export const n: number = 7;',
			'/src/lib/figure/say.ts': 'export function say(n: number): void { console.log(n); }'
		});
		expect(problems).toEqual([]);
		const [script] = only.assets;
		expect(script?.type).toBe('text/javascript');
		expect(new TextDecoder().decode(script?.bytes)).toMatch(
			/^function say\((\w+)\)\{console\.log\(\1\)\}var start=\(\)=>say\(7\);export\{start\};\n$/
		);
		expect(html).toMatch(new RegExp(`^<figure data-figure="/blobs/${script?.name}"><svg `));
	});

	test.each<[string, Files, RegExp]>([
		['\n![](a.png)', { 'a.png': PNG }, /^index.md:8 The image a.png has no text alternative/],
		['![x](no.png)', {}, /^index.md:7 There is no image no.png/],
		['![x](https://a.example/a.png)', {}, /is not a file of this post/],
		['![x](//a.example/a.png)', {}, /is not a file of this post/],
		['![x](data:image/png;base64,AA)', {}, /is not a file of this post/],
		['![x](/a.png)', {}, /is not a file of this post/],
		['![x](../a.png)', { '/posts/a.png': PNG }, /is not in the folder of this post/],
		['![x](..%2Fa.png)', { '/posts/a.png': PNG }, /is not in the folder of this post/],
		['![x](a.txt)', { 'a.txt': '' }, /“a.txt” is not the name of an image.*\.svg, \.png/],
		['![x]()', {}, /“” is not the name of an image/],
		['![x](a.png)', { 'a.png': 'text' }, /a.png is not the kind of image/],
		['![x](a.svg)', { 'a.svg': '<svg>\n<script/></svg>' }, /^a.svg:2 <script> may not be/],
		[
			'![x](a.svg)',
			{ 'a.svg': '<svg><path id="b"/><path id="b"/></svg>' },
			/^a.svg:1 The id “a-b” is there twice/
		],
		[
			'see ![x](a.svg) there',
			{ 'a.svg': SVG, 'a.figure.ts': '' },
			/^index.md:7 The figure a.svg has a script, and text around it/
		],
		[
			'![x](a.svg)',
			{ 'a.svg': SVG, 'a.figure.ts': 'const a = 1;\nconst b = ;' },
			/^a.figure.ts:2 The script of this figure cannot be built: Unexpected ";"/
		],
		[
			'![x](a.svg)',
			{ 'a.svg': SVG, 'a.figure.ts': "import 'nosuch';" },
			/^a.figure.ts:1 .*Could not resolve "nosuch"/
		]
	])('%j is refused', async (markdown, beside, says) => {
		expect(await problemsOf(markdown, beside)).toEqual([expect.stringMatching(says)]);
	});
});
