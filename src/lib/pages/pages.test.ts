import { beforeAll, describe, expect, it } from 'vitest';
import { release } from '../../../tests/rig/fake-host';
import { site } from '../../site';
import type { PageContext } from './context';
import { articleHtml } from './article';
import { renderIndex } from './index-page';
import { renderPost } from './post-page';
import { renderTag } from './tag-page';
import { renderLibrary, renderMissing, renderSearch, renderUnsaved } from './tool-pages';

const EVIL = `"'><script>alert(1)</script><img src=x onerror=alert(1)></title>]]>-->&amp;`;
const BODY =
	'<h2 id="one">One &lt;b&gt;</h2><p>Text &amp; more</p><h3 id="deep">Deep</h3><h2 id="two">Two</h2>';

let context: PageContext;

/** A blog of three posts, each text of which may be hostile. */
async function contextOf(text: (words: string) => string, base = '/blog'): Promise<PageContext> {
	const { catalogue } = await release({ new: BODY, middle: BODY, old: BODY }, { base });
	const posts = catalogue.posts.map((post, at) => ({
		...post,
		title: text(post.title),
		description: text(post.description),
		tags: at === 2 ? ['go'] : ['go', 'mysql'],
		...(at === 0 && { updated: '2026-02-02' })
	}));
	const shellFile = (name: string) => `${base}/_app/immutable/${name}`;
	return {
		base,
		origin: 'https://blog.example',
		site: {
			...site,
			title: text('Blog'),
			description: text('What it is about.'),
			author: text('Somebody'),
			series: [
				{ id: 'path', title: text('Path'), description: text('Why'), posts: ['old', 'draft', 'new'] }
			]
		},
		shell: 's1',
		files: {
			css: shellFile('site.css'),
			theme: shellFile('theme.js'),
			enhance: shellFile('enhance.js')
		},
		catalogue: { ...catalogue, posts }
	};
}

function pagesOf(given: PageContext): Record<string, string> {
	const [post] = given.catalogue.posts;
	if (!post) throw new Error('no post');
	return {
		index: renderIndex(given),
		post: renderPost(given, post, BODY),
		tag: renderTag(given, 'go'),
		search: renderSearch(given),
		library: renderLibrary(given),
		missing: renderMissing(given),
		unsaved: renderUnsaved(given, new Set(['middle']))
	};
}

/** Names of elements and attributes, without any text: what markup a page consists of. */
const skeleton = (page: string) =>
	[...page.matchAll(/<(\/?[a-z][a-z0-9]*)((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*>/gi)].map(
		([, tag, attributes = '']) => [tag, attributes.replace(/="[^"]*"/g, '').trim()].join(' ')
	);

const linksOf = (page: string) => [...page.matchAll(/ href="([^"]*)"/g)].map(([, href]) => href);

beforeAll(async () => {
	context = await contextOf((words) => words);
});

describe('every page', () => {
	it('is one document of this shell, with its policy before anything that could load', () => {
		for (const [kind, page] of Object.entries(pagesOf(context))) {
			expect(page).toMatch(
				new RegExp(`^<!doctype html>\n<html lang="en" data-page="${kind}" data-base="/blog" data-shell="s1">`)
			);
			expect(page.endsWith('</html>\n')).toBe(true);
			expect(page.indexOf('content-security-policy')).toBeLessThan(page.search(/<link|<script/));
			expect(page.match(/<h1[ >]/g)).toHaveLength(1);
			expect(page.match(/<main /g)).toHaveLength(1);
		}
	});

	it('has no inline script, style or handler, and links stay below the base', () => {
		for (const page of Object.values(pagesOf(context))) {
			expect(page).not.toMatch(/<style|\sstyle=|\son[a-z]+="/i);
			for (const [, attributes = ''] of page.matchAll(/<script([^>]*)>/g)) {
				expect(attributes).toMatch(/ src="\/blog\/|^ type="application\/ld\+json"$/);
			}
			for (const href of linksOf(page)) expect(href).toMatch(/^(\/blog\/|#|https:\/\/blog\.example\/blog\/)/);
		}
	});

	it('has a canonical address, or is not for search engines', () => {
		for (const [kind, page] of Object.entries(pagesOf(context))) {
			const hidden = kind === 'missing' || kind === 'unsaved';
			expect(page.includes('name="robots" content="noindex"')).toBe(hidden);
			expect(page.includes('rel="canonical" href="https://blog.example/blog/')).toBe(!hidden);
		}
	});

	it('consists of the same elements however hostile its texts are', async () => {
		const hostile = pagesOf(await contextOf((words) => words + EVIL));
		for (const [kind, page] of Object.entries(pagesOf(context))) {
			expect(skeleton(hostile[kind] ?? '')).toEqual(skeleton(page));
			expect(hostile[kind]).not.toMatch(/<script>alert|<img src=x/);
		}
	});

	it('is the same each time', () => expect(pagesOf(context)).toEqual(pagesOf(context)));
});

describe('structured data', () => {
	it('stays JSON and says what is meant, however hostile the texts are', async () => {
		const hostile = await contextOf((words) => words + EVIL);
		const data = /<script type="application\/ld\+json">(.*?)<\/script>/.exec(
			pagesOf(hostile).post ?? ''
		)?.[1];
		expect(JSON.parse(data ?? '')).toMatchObject({ headline: `NEW${EVIL}` });
	});
});

describe('the index', () => {
	it('lists every post, newest first, with tags and date', () => {
		const page = renderIndex(context);
		const slugs = [...page.matchAll(/<li data-slug="([^"]*)" data-tags="([^"]*)"/g)];
		expect(slugs.map(([, slug, tags]) => `${slug}: ${tags}`)).toEqual([
			'new: go mysql',
			'middle: go mysql',
			'old: go'
		]);
		expect(page).toContain('updated <time datetime="2026-02-02">');
		expect(page).toContain('#go</a> <span class="count">3</span>');
		expect(page).toContain('action="/blog/search/"');
	});

	it('shows reading paths without what is not published, and no empty one', () => {
		expect(renderIndex(context)).toContain('<b>Path</b> <span class="count">2</span>');
		const series = [{ id: 'x', title: 'Empty path', description: '', posts: ['draft'] }];
		expect(renderIndex({ ...context, site: { ...context.site, series } })).not.toContain('Reading paths');
	});
});

describe('every page', () => {
	it('says whose blog it is', () => {
		for (const page of Object.values(pagesOf(context))) {
			expect(page).toMatch(/<a class="home" href="\/blog\/">.*Blog<\/a>/);
		}
	});
});

describe('a post', () => {
	const render = (at: number) => {
		const post = context.catalogue.posts[at];
		return post ? renderPost(context, post, BODY) : '';
	};

	it('has its text, and its first headings as contents', () => {
		const page = render(0);
		expect(page).toContain(`<div class="prose">\n${articleHtml(BODY)}\n</div>`);
		expect(page).toContain('<li><a href="#one">One &lt;b&gt;</a></li><li><a href="#two">Two</a></li>');
		expect(page).not.toContain('<a href="#deep">');
		expect(page).toContain(`data-body="${context.catalogue.posts[0]?.body.name}"`);
	});

	it('has no empty box where there is nothing to list', () => {
		const [post] = context.catalogue.posts;
		if (!post) throw new Error('no post');
		const alone = { ...context, catalogue: { ...context.catalogue, posts: [post] } };
		const page = renderPost(alone, post, '<p>Short.</p>');
		expect(page).not.toContain('Contents');
		expect(page).not.toContain('Near this one');
	});

	it('leads to its neighbours and along its reading path', () => {
		expect(render(1)).toMatch(/newer<\/span> <a href="\/blog\/posts\/new\/">.*older →<\/span> <a href="\/blog\/posts\/old\/">/);
		expect(render(0)).not.toContain('← newer');
		expect(render(2)).not.toContain('older →');
		expect(render(0)).toContain('<li aria-current="page">NEW</li>');
		expect(render(1)).not.toContain('Reading path');
	});

	it('names as near what its reading path does not name already', () => {
		const near = (page: string) => /Near this one<\/h2><ul>(.*?)<\/ul>/s.exec(page)?.[1];
		expect(near(render(1))).toMatch(/\/posts\/new\/.*\/posts\/old\//);
		expect(near(render(0))).not.toContain('/posts/old/');
	});
});

describe('a tag', () => {
	it('lists its posts and offers the other tags they carry', () => {
		const page = renderTag(context, 'mysql');
		expect(page).toContain('2 results');
		expect(page.match(/<li data-slug=/g)).toHaveLength(2);
		expect(page).toContain('data-tag="go"><button');
		expect(page).not.toContain('data-tag="mysql"><button');
	});
});

describe('a page that is not there', () => {
	it('says so, and lists every post', () => {
		expect(renderMissing(context)).toContain('No such file or directory');
		expect(renderMissing(context).match(/<li data-slug=/g)).toHaveLength(3);
	});

	it('lists offline what this device holds and nothing else', () => {
		const page = renderUnsaved(context, new Set(['middle', 'unknown']));
		expect(page).toContain('<p>1 post can be read now:</p>');
		expect([...page.matchAll(/<li data-slug="([^"]*)"/g)].map(([, slug]) => slug)).toEqual(['middle']);
		expect(renderUnsaved(context, new Set())).toContain('No post is on this device yet');
	});
});
