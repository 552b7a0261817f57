import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { post, TemporaryBlog, type Files } from './temporary-blog';

const blogs: TemporaryBlog[] = [];
afterEach(() => blogs.splice(0).forEach((blog) => blog.remove()));

function blogOf(files: Files): TemporaryBlog {
	const blog = new TemporaryBlog(files);
	blogs.push(blog);
	return blog;
}

describe('the cache', () => {
	const FILES: Files = {
		'posts/one/index.md': post('```go file=a.go\n```\n\n![x](f.svg)\n\n[x](#nowhere)'),
		'posts/one/a.go': 'package a\n',
		'posts/one/f.svg': '<svg><path/></svg>',
		'posts/one/f.figure.ts': "import { a } from '$figure/a'; a();",
		'src/lib/figure/a.ts': 'export const a = () => 1;'
	};
	const cacheOf = (blog: TemporaryBlog) => {
		const directory = join(blog.root, '.cache/posts');
		const names = readdirSync(directory);
		return names.map((name) => join(directory, name));
	};

	test('gives the same content as rendering, problems between posts included', async () => {
		const blog = blogOf(FILES);
		const cold = await blog.read();
		const [file = ''] = cacheOf(blog);
		const { mtimeMs } = statSync(file);
		const warm = await blog.read();
		expect(warm).toEqual(cold);
		expect(warm.problems).toMatchObject([
			{ message: expect.stringContaining('“nowhere”') as string }
		]);
		expect(statSync(file).mtimeMs).toBe(mtimeMs);
	});

	test.each([
		['posts/one/a.go', 'package b\n'],
		['posts/one/f.svg', '<svg><rect/></svg>'],
		['posts/one/f.figure.ts', "import { a } from '$figure/a'; a(); a();"],
		['src/lib/figure/a.ts', 'export const a = () => 2;'],
		['posts/one/index.md', post('changed')]
	])('is not used when %s changes', async (path, content) => {
		const blog = blogOf(FILES);
		const before = await blog.read();
		blog.write({ [path]: content });
		const after = await blog.read();
		expect(after.posts[0]?.body).not.toBe(before.posts[0]?.body);
	});

	test('is not used when a file appears that was not there', async () => {
		const { 'posts/one/f.figure.ts': script, ...others } = FILES;
		const blog = blogOf(others);
		expect((await blog.read()).posts[0]?.assets).toEqual([]);
		blog.write({ 'posts/one/f.figure.ts': script ?? '' });
		expect((await blog.read()).posts[0]?.assets).toHaveLength(1);
	});

	test('is kept apart for each base path', async () => {
		const blog = blogOf({ 'posts/a.md': post('[x](/)') });
		expect((await blog.read({ base: '/blog/' })).posts[0]?.body).toContain('/blog/">x');
		expect((await blog.read()).posts[0]?.body).not.toContain('/blog/');
		expect(cacheOf(blog)).toHaveLength(2);
	});

	test.each([
		['empty', () => ''],
		['cut short', (content: string) => content.slice(0, content.length / 2)],
		['of another kind', () => '{}'],
		['changed in one letter', (content: string) => content.replace('package', 'pockage')]
	])('is not used when it is %s', async (_, spoil) => {
		const blog = blogOf(FILES);
		const before = await blog.read();
		for (const file of cacheOf(blog)) writeFileSync(file, spoil(readFileSync(file, 'utf8')));
		expect(await blog.read()).toEqual(before);
	});

	test('does not keep a post with problems, which are told each time', async () => {
		const blog = blogOf({ 'posts/a.md': post('[x](javascript:x)') });
		const first = await blog.read();
		expect(first.problems).toHaveLength(1);
		expect(await blog.read()).toEqual(first);
	});

	test('leaves no temporary files behind', async () => {
		const blog = blogOf(FILES);
		await blog.read();
		expect(cacheOf(blog).map((file) => file.slice(file.lastIndexOf('.')))).toEqual(['.cache']);
	});
});
