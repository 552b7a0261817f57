import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Content } from './content';
import { post, renderOne, TemporaryBlog, type Files } from './temporary-blog';

const blogs: TemporaryBlog[] = [];
afterEach(() => blogs.splice(0).forEach((blog) => blog.remove()));

function blogOf(files: Files): TemporaryBlog {
	const blog = new TemporaryBlog(files);
	blogs.push(blog);
	return blog;
}

const slugs = (content: Content) => content.posts.map(({ post }) => post.slug);
const told = (content: Content) =>
	content.problems.map(({ file, line, message }) => `${file}:${line} ${message}`);
/** A post with other front matter than the usual. */
const dated = (title: string, date: string, more = '') =>
	post('Text.', title).replace('date: 2026-11-21', `date: ${date}${more}`);

describe('which posts there are', () => {
	test('a folder with index.md or a file, and nothing else', async () => {
		const blog = blogOf({
			'posts/one/index.md': post('1'),
			'posts/two.md': post('2'),
			'posts/go.mod': 'module x',
			'posts/code/main.go': 'package main',
			'posts/_three/index.md': post('3'),
			'posts/_four.md': post('4'),
			'posts/.git/index.md': 'x'
		});
		const content = await blog.read();
		expect(content.problems).toEqual([]);
		expect(slugs(content).sort()).toEqual(['one', 'two']);
		expect(content.posts.find(({ post }) => post.slug === 'one')?.dir).toBe(
			join(blog.root, 'posts/one')
		);
		expect(content.posts.find(({ post }) => post.slug === 'two')?.dir).toBeUndefined();
	});

	test('no folder at all is no post', async () => {
		expect(await blogOf({}).read()).toEqual({ posts: [], problems: [], warnings: [] });
	});

	test('newest first, then by order, then by title', async () => {
		const content = await blogOf({
			'posts/a.md': dated('C', '2026-01-01'),
			'posts/b.md': dated('B', '2026-01-01'),
			'posts/c.md': dated('Z', '2026-01-01', '\norder: 2'),
			'posts/d.md': dated('Y', '2026-01-01', '\norder: 10'),
			'posts/e.md': dated('X', '2026-01-02')
		}).read();
		expect(slugs(content)).toEqual(['e', 'c', 'd', 'b', 'a']);
	});

	test('drafts are shown when asked for, and are otherwise nowhere', async () => {
		const blog = blogOf({
			'posts/a.md': post('[b](/posts/b/) [t](/tags/backend/)'),
			'posts/b.md': dated('Secret', '2026-01-01', '\ndraft: true').replace('[go]', '[backend]')
		});
		const site = {
			tags: ['go', 'backend'],
			series: [{ id: 's', title: 'S', description: 'S.', posts: ['a', 'b'] }]
		};
		const shown = await blog.read({ site, drafts: true });
		expect(shown.problems).toEqual([]);
		expect(shown.posts.map(({ post, draft }) => [post.slug, draft])).toEqual([
			['a', false],
			['b', true]
		]);
		const hidden = await blog.read({ site });
		expect(slugs(hidden)).toEqual(['a']);
		expect(told(hidden)).toEqual([
			'posts/a.md:7 There is no page /posts/b/.',
			'posts/a.md:7 There is no page /tags/backend/.'
		]);
		expect(JSON.stringify(hidden)).not.toContain('Secret');
	});

	test('names of any script, in one form whatever the file system makes of them', async () => {
		const content = await blogOf({
			[`posts/${'café-und-straße'.normalize('NFD')}/index.md`]: post('[x](/posts/データベース/)'),
			[`posts/${'データベース'.normalize('NFD')}.md`]: post('2'),
			'posts/שלום-2.md': post('3')
		}).read();
		expect(content.problems).toEqual([]);
		expect(slugs(content).sort()).toEqual(['café-und-straße', 'שלום-2', 'データベース']);
	});

	test('a name at the limit of the file system is no fault of the build', async () => {
		const name = 'デ'.repeat(80);
		const content = await blogOf({ [`posts/${name}/index.md`]: post('1') }).read();
		expect(content.problems).toEqual([]);
		expect(slugs(content)).toEqual([name]);
	});

	test.each([
		...['My-Post', 'Über', 'a b', 'a_b', 'a?', 'a#b', 'a%20b', 'a\\b', 'a.b', 'a--b', '-a', 'a-'],
		...[
			'a\tb',
			'a\u007f',
			'a\u200bb',
			'a\u00adb',
			'a\ufe0f',
			'\u3164',
			'a-\u0301',
			'日本・語',
			'🐈'
		]
	])('%j cannot be part of an address', async (name) => {
		const content = await blogOf({ [`posts/${name}.md`]: post('1') }).read();
		expect(content.problems).toMatchObject([
			{ message: `“${name}” cannot be part of an address.`, line: 1 }
		]);
	});

	test('two posts with one slug, and slugs that are no address, are told', async () => {
		const content = await blogOf({
			'posts/a/index.md': post('1'),
			'posts/a.md': post('2'),
			'posts/é.md': post('3'),
			'posts/e\u0301.md': post('4'),
			'posts/My Post.md': post('5')
		}).read();
		expect(told(content)).toEqual([
			'posts/My Post.md:1 “My Post” cannot be part of an address.',
			'posts/a/index.md:1 posts/a.md has the slug “a” too.',
			'posts/é.md:1 posts/e\u0301.md has the slug “é” too.'
		]);
	});
});

describe('what a post is', () => {
	test('its front matter, minutes and day', async () => {
		const render = (words: number) =>
			renderOne(
				`## Two words\n\n${'word '.repeat(words)}\n\n- one \`two three\` [four](/)\n- — 5 !\n\n| six |\n|---|\n| se*v*en |\n\n\`\`\`text\n${'code\n'.repeat(80)}\`\`\``
			);
		const { only } = await render(330 - 2 - 4 - 1 - 2);
		expect(only.post).toEqual({
			slug: 'one',
			title: 'A post',
			description: 'One sentence.',
			date: '2026-11-21',
			tags: ['go'],
			minutes: 4
		});
		expect(only.lastmod).toBe('2026-11-21');
		// One word less is a minute less: the words of code are not counted as such.
		expect((await render(329 - 2 - 4 - 1 - 2)).only.post.minutes).toBe(3);
	});

	test('takes at least a minute, and remembers when it changed', async () => {
		const content = await blogOf({
			'posts/a.md': dated('A', '2026-01-01', '\nupdated: 2026-02-01')
		}).read();
		expect(content.posts[0]?.post).toMatchObject({ minutes: 1, updated: '2026-02-01' });
		expect(content.posts[0]?.lastmod).toBe('2026-02-01');
	});
});

describe('problems', () => {
	test('of all posts are told at once, with a post that can be read still there', async () => {
		const content = await blogOf({
			'posts/a.md': post('[x](javascript:x)\n\n[b](/posts/b/)'),
			'posts/b.md': '---\ntitle: A: B\n---\n\n[x](data:x) [a](/posts/z/#a) [b](#b)',
			'posts/c.md': 'no front matter'
		}).read();
		expect(told(content)).toEqual([
			'posts/a.md:7 “javascript:x” is not an address that a post links to.',
			'posts/b.md:2 A colon and a space begin a value, and here are two.',
			'posts/b.md:5 There is no page /posts/z/.',
			'posts/b.md:5 This post has no heading with the id “b”.',
			'posts/b.md:5 “data:x” is not an address that a post links to.',
			'posts/c.md:1 The file does not begin with front matter.'
		]);
		expect(slugs(content)).toEqual(['a']);
	});

	test('a post that is one file has nothing beside it', async () => {
		const content = await blogOf({
			'posts/a.md': post('```go file=x.go\n```\n\n![x](x.png)'),
			'posts/x.go': 'package x'
		}).read();
		expect(content.problems.map(({ line, fix }) => `${line} ${fix}`)).toEqual([
			'7 Move the post to a/index.md, and the file beside it.',
			expect.stringMatching(/^10 Put the file into the folder of the post/)
		]);
	});

	test('a symbolic link does not lead out of the folder of a post', async () => {
		const blog = blogOf({
			'posts/a/index.md': post('```go file=x.go\n```'),
			'secret.go': 'package x'
		});
		symlinkSync(join(blog.root, 'secret.go'), join(blog.root, 'posts/a/x.go'));
		const content = await blog.read();
		expect(told(content)).toEqual(['posts/a/index.md:7 x.go is not in the folder of this post.']);
		expect(content.posts[0]?.body).not.toContain('package');
	});

	test('a fault of the build has a place too', async () => {
		let all = '';
		for (let code = 0xe000; code <= 0xf8ff; code++) all += String.fromCharCode(code);
		expect(told(await blogOf({ 'posts/a.md': post(all) }).read())).toEqual([
			'posts/a.md:1 This post cannot be rendered: it uses every private-use character there is.'
		]);
	});

	test('series name posts that exist, once, and have ids of their own', async () => {
		const site = {
			tags: ['go'],
			series: [
				{ id: 's', title: 'S', description: 'S.', posts: ['one', 'tow', 'one'] },
				{ id: 's', title: 'T', description: 'T.', posts: [] }
			]
		};
		const content = await blogOf({
			'posts/one.md': post('1'),
			'posts/two.md': post('2'),
			'src/site.ts': "export const site = {\n id: 's',\n posts: [\n  'one',\n  'tow'\n ]\n};"
		}).read({ site });
		expect(
			content.problems.map(
				({ file, line, field, message, fix }) => `${file}:${line} ${field} ${message} ${fix}`
			)
		).toEqual([
			'src/site.ts:2 series Two series have the id “s”. Give one of them another id.',
			'src/site.ts:4 series The series “s” lists “one” twice. Remove one of the two.',
			'src/site.ts:5 series The series “s” lists “tow”, which is not a post. Did you mean “two”?'
		]);
	});
});

test('two builds in two places give the same bytes', async () => {
	const files = {
		'posts/a/index.md': post('```go\nfunc f() {}\n```\n\n![x](f.svg)\n\ntext[^1]\n\n[^1]: One.'),
		'posts/a/f.svg': '<svg><path/></svg>',
		'posts/a/f.figure.ts': 'export const a: number = 1;'
	};
	const [one, two] = await Promise.all([blogOf(files).read(), blogOf(files).read()]);
	const bytes = (content?: Content) =>
		content?.posts.map(({ post, body, assets }) => ({ post, body, assets }));
	expect(bytes(one)).toEqual(bytes(two));
});
