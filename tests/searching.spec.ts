import type { Page } from '@playwright/test';
import {
	added,
	changing,
	coldStart,
	expect,
	expectRelease,
	lookForNews,
	pathOf,
	posts,
	publish,
	statusOf,
	test,
	withEdit
} from './blog';
import { catalogue } from './site';

test.describe.configure({ timeout: 120_000 });

/** A word that stands in the text of one post only. */
const token = ({ seed }: { seed: number }) => `zz${seed.toString(36)}`;

const hits = (page: Page) => page.locator('.hit h2 a');
const found = (page: Page) => page.locator('.found');

test('a slash or Ctrl-K opens search over any page, and finds while one types', async ({
	saved,
	server
}) => {
	for (const [path, key] of [
		['/', '/'],
		[pathOf(changing), 'Control+k'],
		['/library/', '/'],
		['/tags/go/', 'Control+k']
	] as const) {
		await saved.goto(server.origin + path);
		await saved.keyboard.press(key);
		const field = saved.locator('#search-dialog input[type=search]');
		await expect(field).toBeFocused();
		await expect(hits(saved)).toHaveCount(posts.length);
		await field.pressSequentially(token(changing).slice(0, 5));
		await expect(hits(saved)).toHaveCount(1);
		// The first one empties the field, as in any field for searching.
		await saved.keyboard.press('Escape');
		await expect(hits(saved)).toHaveCount(posts.length);
		await saved.keyboard.press('Escape');
		await expect(field).toBeHidden();
		expect(new URL(saved.url()).pathname).toBe(path);
	}
	await saved.goto(`${server.origin}/search/`);
	await saved.locator('#app input').blur();
	await saved.keyboard.press('/');
	await expect(saved.locator('#app input')).toBeFocused();
	await expect(saved.locator('#app input')).toHaveValue('');
});

test('what is typed before search has loaded is kept', async ({ page, server }) => {
	await server.setFaults({ kind: 'delay', ms: 2_000, match: '/search-page\\.' });
	await page.goto(server.url);
	await page.keyboard.press('/');
	await page.keyboard.type('queue');
	await expect(page.locator('#search-dialog .search')).toHaveCount(0);
	await expect(page.locator('#search-dialog .search input')).toHaveValue('queue');
	await expect(page.locator('#search-dialog .search input')).toBeFocused();
	await expect(hits(page).first()).toBeVisible();
});

test('where search cannot be loaded, its form still leads to the search page', async ({
	page,
	server
}) => {
	await server.setFaults({ kind: 'status', status: 404, match: '/search-page\\.' });
	await page.goto(server.url);
	await page.keyboard.press('/');
	await page.keyboard.type('queue');
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(`${server.origin}/search/?q=queue`);
});

test('a result opens at its heading with the words marked, and the address says what was asked', async ({
	saved,
	server
}) => {
	await saved.goto(`${server.origin}/search/`);
	await saved.locator('#app input').fill('naïve café');
	await expect(saved).toHaveURL(/\?q=na%C3%AFve\+caf%C3%A9$/);
	const section = saved.locator('.hit .sections a').first();
	const heading = (await section.textContent())?.trim() ?? '';
	await section.click();
	await expect(saved.locator('.prose h3', { hasText: heading }).first()).toBeInViewport();
	const marked = await saved.evaluate(() =>
		[...(CSS.highlights.get('found') ?? [])].map((range) => String(range).toLowerCase())
	);
	expect(new Set(marked)).toEqual(new Set(['naïve', 'café']));
	await saved.goBack();
	await expect(saved.locator('#app input')).toHaveValue('naïve café');
	await expect(hits(saved).first()).toBeVisible();
});

test('a link to a search answers from a cold start without a host', async ({
	saved,
	context,
	server
}) => {
	await expect(saved.locator('h1')).toBeVisible();
	const page = await coldStart(context, server);
	await page.goto(`${server.origin}/search/?q=${token(changing)}`);
	await expect(hits(page)).toHaveCount(1);
	await expect(found(page)).toContainText('1 result');
	await hits(page).click();
	await expect(page.locator('.prose')).toContainText(token(changing));
});

test('tags narrow what words found, are counted with it, and stand in the address', async ({
	saved,
	server
}) => {
	await saved.goto(`${server.origin}/search/?q=queue`);
	await expect(hits(saved).first()).toBeVisible();
	const { posts: entries } = await saved.evaluate<typeof catalogue>(async () =>
		(await fetch('/catalogue.json')).json()
	);
	const carrying = (...tags: string[]) =>
		entries.filter((entry) => tags.every((tag) => entry.tags.includes(tag))).length;
	await saved.getByRole('button', { name: '#databases' }).first().click();
	await expect(hits(saved)).toHaveCount(carrying('databases'));
	await expect(saved.locator('.chip', { hasText: '#observability' }).locator('.count')).toHaveText(
		String(carrying('databases', 'observability'))
	);
	await saved.getByRole('button', { name: 'without #observability' }).click();
	const rest = carrying('databases') - carrying('databases', 'observability');
	await expect(hits(saved)).toHaveCount(rest);
	await expect(saved).toHaveURL(/\?q=queue&tag=databases&not=observability$/);
	await saved.reload();
	await expect(hits(saved)).toHaveCount(rest);
	await saved.locator('#app input').fill('queue tag:nothing');
	await expect(found(saved)).toContainText('No post is tagged #nothing.');
});

test('a slip of the finger finds what was meant; words that no post has together find some', async ({
	saved,
	server
}) => {
	await saved.goto(`${server.origin}/search/?q=nobdy`);
	await expect(found(saved)).toContainText('for “nobody”');
	await expect(hits(saved).first()).toBeVisible();
	const [one, other] = posts;
	await saved.locator('#app input').fill(`${token(one ?? changing)} ${token(other ?? changing)}`);
	await expect(found(saved)).toContainText('No post has all of this. 2 results with some of it:');
	await saved.locator('#app input').fill('xyzzyplughfrotz');
	await expect(found(saved)).toContainText('No results.');
});

test('what is not read yet is never “no results”', async ({ page, server }) => {
	await server.setFaults({ kind: 'status', status: 503, match: '/blobs/' });
	await page.goto(`${server.origin}/search/?q=${token(changing)}`);
	await expect(page.locator('.note')).toContainText('The text of 10 posts is not on this device');
	await expect(found(page)).toContainText('Nothing found yet.');
	await page.locator('#app input').fill(changing.slug.slice(6));
	await expect(hits(page).first()).toBeVisible();
	await page.locator('#app input').fill('xyzzyplughfrotz');
	await expect(found(page)).toContainText('Nothing found yet.');
	await server.setFaults();
	await page.getByRole('button', { name: 'try again' }).click();
	await expect(found(page)).toContainText('No results.');
	await expect(page.locator('.note')).toHaveCount(0);
});

test('an update reaches an open search without a reload', async ({ saved, server }) => {
	await saved.goto(`${server.origin}/search/?q=${token(added)}`);
	await expect(found(saved)).toContainText('No results.');
	const opened = await saved.evaluate(() => performance.timeOrigin);
	const next = await publish([added, ...withEdit], { seq: 3 });
	await server.deploy(next);
	await lookForNews(saved);
	await expectRelease(saved, next);
	await expect(hits(saved)).toHaveCount(1);
	expect((await statusOf(saved)).news.added).toEqual([added.slug]);
	expect(await saved.evaluate(() => performance.timeOrigin)).toBe(opened);
});
