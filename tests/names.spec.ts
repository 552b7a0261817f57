import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { checkHost } from '../scripts/host-checks';
import { catalogueOf, coldStart, expect, expectSaved, pathOf, posts, publish } from './blog';
import type { FixturePost } from './fixtures/generate';
import { startServer, type StaticServer } from './rig/server';
import { filesOf } from './site';

/** Posts whose names are spelled in more than one way. */
const named = posts.filter(({ slug }) => slug !== slug.normalize('NFD'));
/** A heading of every post. */
const HEADING = 'what-breaks-überall';

/** What others make of the address of a post. A browser encodes letters, so that is how they arrive. */
function spellingsOf({ slug }: FixturePost, form: 'NFC' | 'NFD'): string[] {
	const name = encodeURIComponent(slug.normalize(form));
	const small = name.replace(/%../g, (hex) => hex.toLowerCase());
	return [`${name}/`, name, `${name}/index.html`, `${name}/?utm_source=x&y=%C3%BC`, `${small}/`];
}

/** Opens each spelling at a heading, which must lead to the post. */
async function openAll(page: Page, root: string, post: FixturePost, form: 'NFC' | 'NFD') {
	for (const spelling of spellingsOf(post, form)) {
		const url = `${root}/posts/${spelling}#${encodeURIComponent(HEADING)}`;
		const response = await page.goto(url, { waitUntil: 'domcontentloaded' });
		expect(response?.status(), spelling).toBe(200);
		const { origin, pathname, search } = new URL(page.url());
		// Small letters in an escape are the same address, and a plain host shows index.html as it was asked for.
		const shown = origin + decodeURIComponent(pathname).replace(/index\.html$/, '');
		expect(shown, spelling).toBe(`${root}/posts/${post.slug}/`);
		expect(search, spelling).toBe(new URL(url).search);
		await expect(page.locator('article'), spelling).toHaveAttribute('data-slug', post.slug);
		await expect(page.locator(`[id="${HEADING}"]`), spelling).toBeInViewport();
	}
}

/** From the words of a post to the post, as a reader goes. */
async function findByWords(page: Page, root: string, post: FixturePost): Promise<void> {
	await page.goto(`${root}/search/?q=zz${post.seed.toString(36)}`);
	await page.locator('.hit h2 a').click();
	await expect(page.locator('article')).toHaveAttribute('data-slug', post.slug);
	expect(new URL(page.url()).pathname).toBe(new URL(root + pathOf(post)).pathname);
}

for (const folder of ['', '/blog']) {
	const site = () => publish(posts, { ...(folder && { base: folder }), seq: 1 });
	const test = base.extend<{ server: StaticServer; root: string }>({
		server: async ({}, use) => {
			const server = await startServer({ dir: await site(), base: folder });
			await use(server);
			await server.offline();
		},
		root: ({ server }, use) => use(server.origin + folder)
	});

	test.describe(`names that are not ASCII, under ${folder || '/'}`, () => {
		test.describe.configure({ timeout: 120_000 });

		test('are published in one spelling: encoded once in addresses, as they are in text', async () => {
			const { posts: entries } = catalogueOf(await site());
			expect(named).toHaveLength(2);
			expect(entries.map(({ slug }) => slug).sort()).toEqual(posts.map(({ slug }) => slug).sort());
			const read = async (file: string) => readFileSync(join(await site(), file), 'utf8');
			const documents = filesOf(await site()).filter((file) => /\.(html|xml)$/.test(file));
			for (const file of documents) {
				const address = /(?: (?:href|src|data-search)="|<(?:loc|link|guid[^>]*)>)([^"<]*)/g;
				for (const [, url] of (await read(file)).matchAll(address)) {
					expect(url, file).toMatch(/^(?!.*%25)[!-~]+$/);
				}
			}
			for (const post of named) {
				const address = `${folder}${pathOf(post)}`;
				for (const file of ['sitemap.xml', 'feed.xml', 'feed.json', 'index.html', '404.html']) {
					expect(await read(file), file).toContain(address);
				}
				const page = await read(`posts/${post.slug}/index.html`);
				expect(page).toMatch(new RegExp(`rel="canonical" href="[^"]*${address}"`));
				expect(page).toMatch(new RegExp(`"mainEntityOfPage":"[^"]*${address}"`));
				expect(page).toContain(`<h1>On ${post.slug.slice(6)}, `);
			}
		});

		test('pass the check of a host', async ({ root }) => {
			expect((await checkHost(root)).findings).toEqual([]);
		});

		test('open at a plain host, whose files have one form of each letter', async ({
			browser,
			root
		}) => {
			const context = await browser.newContext({ serviceWorkers: 'block' });
			const page = await context.newPage();
			for (const post of named) {
				await openAll(page, root, post, 'NFC');
				const apart = await page.goto(`${root}/posts/${post.slug.normalize('NFD')}/`);
				expect(apart?.status()).toBe(404);
			}
			await context.close();
		});

		test('open in every spelling once the site is on the device, online and offline', async ({
			page,
			context,
			server,
			root
		}) => {
			await page.goto(`${root}/`);
			await expectSaved(page, posts.length);
			for (const post of named) {
				await openAll(page, root, post, 'NFC');
				await openAll(page, root, post, 'NFD');
			}
			const offline = await coldStart(context, server);
			for (const post of named) {
				await openAll(offline, root, post, 'NFC');
				await openAll(offline, root, post, 'NFD');
				await findByWords(offline, root, post);
				await offline.goto(`${root}/library/`);
				await offline.locator(`.held a[href="${folder}${pathOf(post)}"]`).click();
				await expect(offline.locator('article')).toHaveAttribute('data-slug', post.slug);
			}
			const faces = await offline.evaluate(() => document.fonts.load('1rem Reading', 'ü'));
			expect(faces, 'the face of plain letters, and that of accents').toHaveLength(2);
		});
	});
}
