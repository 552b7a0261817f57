import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import {
	catalogueOf,
	changing,
	coldStart,
	expect,
	expectSaved,
	pathOf,
	posts,
	publish,
	textAt
} from './blog';
import { startServer, type StaticServer } from './rig/server';

/** The same blog in a folder of a host. */
const site = () => publish(posts, { base: '/blog', seq: 1 });
/** A heading whose address is not ASCII. */
const HEADING = 'what-breaks-überall';

const test = base.extend<{ server: StaticServer; saved: Page }>({
	server: async ({}, use) => {
		const server = await startServer({ dir: await site(), base: '/blog' });
		await use(server);
		await server.offline();
	},
	saved: async ({ page, server }, use) => {
		await page.goto(server.url);
		await expectSaved(page, posts.length);
		await use(page);
	}
});

test.describe.configure({ timeout: 120_000, mode: 'default' });

/** Index, post, tag, search, library, as a reader goes from one to the next. */
async function walk(page: Page, origin: string): Promise<void> {
	await page.goto(`${origin}/blog/`);
	const title = catalogueOf(await site()).posts.find(({ slug }) => slug === changing.slug)?.title;
	await page.getByRole('link', { name: title }).first().click();
	await expect(page).toHaveURL(`${origin}/blog${pathOf(changing)}`);
	await expect(page.locator('.prose')).toContainText(`This is edition 1 of ${changing.slug}`);
	await page.locator('.contents summary').click();
	await page.locator('.contents a', { hasText: 'überall' }).click();
	await expect(page).toHaveURL(`${origin}/blog${pathOf(changing)}#${encodeURIComponent(HEADING)}`);
	await expect(page.locator(`[id="${HEADING}"]`)).toBeInViewport();
	await page.locator('article .tags a').first().click();
	await expect(page.locator('#command')).toContainText('grep "#');
	await page.locator('.posts a', { hasText: title }).click();
	await expect(page.locator('h1')).toHaveText(title ?? '');
	await page.keyboard.press('/');
	await page.keyboard.type(`zz${changing.seed.toString(36)}`);
	await expect(page.locator('.hit h2 a')).toHaveCount(1);
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(new RegExp(`^${origin}/blog${pathOf(changing)}\\?mark=`));
	await page.locator('.bar a[href$="/library/"]').click();
	await expect(page.locator('#app')).toContainText('10 of 10 posts are on this device');
	await page.goto(`${origin}/blog/search/?q=queue`);
	await expect(page.locator('.hit h2 a').first()).toBeVisible();
}

test('in a folder of a host, everything is found, saved and found again without the host', async ({
	saved,
	context,
	server
}) => {
	await walk(saved, server.origin);
	expect(server.log.filter(({ url }) => !url.startsWith('/blog/'))).toEqual([]);
	const page = await coldStart(context, server);
	await walk(page, server.origin);
	for (const { slug } of posts) {
		const published = readFileSync(join(await site(), 'posts', slug, 'index.html'), 'utf8');
		const path = `/blog/posts/${encodeURIComponent(slug)}/`;
		expect(await textAt(page, server.origin + path), slug).toBe(published);
	}
	const response = await page.goto(`${server.origin}/blog/nothing/`);
	expect(response?.status()).toBe(404);
});

test('other spellings of a name lead to the one address', async ({ saved, context, server }) => {
	const { slug } = changing;
	const spellings = [slug, `${slug}/index.html`, slug.replace('on', '%6f%6e'), `${slug}?x=1`];
	await expect(saved.locator('h1')).toBeVisible();
	const page = await coldStart(context, server);
	for (const spelling of spellings) {
		const response = await page.goto(`${server.origin}/blog/posts/${spelling}`);
		expect(response?.status(), spelling).toBe(200);
		expect(new URL(page.url()).pathname, spelling).toBe(`/blog${pathOf(changing)}`);
	}
});

test('a neighbour on the same host is left alone', async ({ saved, server }) => {
	const scope = await saved.evaluate(async () => (await navigator.serviceWorker.ready).scope);
	expect(scope).toBe(`${server.origin}/blog/`);
	const names = await saved.evaluate(() => caches.keys());
	expect(names.every((name) => name.startsWith('cat-posts:/blog/:'))).toBe(true);
	await server.offline();
	await expect(saved.goto(`${server.origin}/`)).rejects.toThrow('ERR_CONNECTION_REFUSED');
});
