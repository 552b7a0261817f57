import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, coldStartOffline, expect, pagePaths, SITE, test } from './site';

test('every page opens from a cold start without a network, byte for byte as published', async ({
	saved,
	context,
	server
}) => {
	test.setTimeout(180_000);
	await expect(saved.locator('h1')).toBeVisible();
	const page = await coldStartOffline(context, server);
	for (const path of pagePaths) {
		const response = await page.goto(server.origin + path, { waitUntil: 'commit' });
		const published = readFileSync(join(SITE, decodeURIComponent(path), 'index.html'), 'utf8');
		expect(response?.status(), path).toBe(200);
		expect(await response?.text(), path).toBe(published);
	}
});

test('an unknown address is a 404 without a network, and never the index', async ({
	saved,
	context,
	server
}) => {
	await expect(saved.locator('h1')).toBeVisible();
	const page = await coldStartOffline(context, server);
	for (const path of ['/nothing/', '/posts/nothing/', '/tags/nothing/', '/a/b.html', '/%E0%A4%A']) {
		const response = await page.goto(server.origin + path);
		expect(response?.status(), path).toBe(404);
		expect(await response?.text(), path).toBe(readFileSync(join(SITE, '404.html'), 'utf8'));
	}
});

test('other spellings of an address lead to the same page, online and offline', async ({
	saved,
	context,
	server
}) => {
	const slug = catalogue.posts[0]?.slug ?? '';
	const spellings = [
		`/posts/${slug}`,
		`/posts/${slug}/index.html`,
		`/posts/${slug}/?utm_source=mail&x=1`,
		`/posts/${slug}?fbclid=1#sources`,
		'/index.html',
		'/search?q=retry',
		'/tags/go/index.html'
	];
	const open = async (page: typeof saved) => {
		for (const spelling of spellings) {
			const response = await page.goto(server.origin + spelling);
			expect(response?.status(), spelling).toBe(200);
			expect(new URL(page.url()).pathname, spelling).toMatch(/\/$/);
		}
		expect(page.url()).toBe(`${server.origin}/tags/go/`);
	};
	await open(saved);
	await open(await coldStartOffline(context, server));
});

test('a heading opens at its place without a network', async ({ saved, context, server }) => {
	await expect(saved.locator('h1')).toBeVisible();
	const page = await coldStartOffline(context, server);
	const path = `/posts/${catalogue.posts[0]?.slug}/`;
	await page.goto(`${server.origin}${path}#sources`);
	await expect(page.locator('#sources')).toBeInViewport();
});

test('a post that is not on the device says so and lists what is', async ({
	page,
	server,
	context
}) => {
	const [first, ...rest] = catalogue.posts;
	const absent = [catalogue.pack, ...rest.map(({ body }) => body)].map((blob) => blob?.name);
	await server.setFaults({ kind: 'status', status: 503, match: absent.join('|') });
	await page.goto(server.url);
	await expect(page.locator('#status')).toContainText(`1/${catalogue.posts.length}`);
	const offline = await coldStartOffline(context, server);
	const response = await offline.goto(`${server.origin}/posts/${rest[0]?.slug}/`);
	expect(response?.status()).toBe(504);
	await expect(offline.locator('.posts > li')).toHaveCount(1);
	await offline.getByRole('link', { name: first?.title }).click();
	await expect(offline.locator('h1')).toHaveText(first?.title ?? '');
});

test('files that are no page never get one as an answer', async ({ saved, server }) => {
	await server.offline();
	const statuses = await saved.evaluate(async () => {
		const ask = (path: string) =>
			fetch(path).then(
				(response) => response.status,
				() => 'no answer'
			);
		return Promise.all(['/nothing.png', '/blobs/nothing.txt', '/_app/nothing.js'].map(ask));
	});
	expect(statuses).toEqual(['no answer', 504, 504]);
});
