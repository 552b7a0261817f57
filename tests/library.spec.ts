import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import {
	added,
	bodyOf,
	changing,
	expect,
	expectSaved,
	first,
	marks,
	pathOf,
	posts,
	publish,
	statusOf,
	stopWorkers,
	test,
	withEdit
} from './blog';

test.describe.configure({ timeout: 120_000 });

const button = (page: Page, name: string) => page.getByRole('button', { name });

test.beforeEach(async ({ saved, server }) => {
	await saved.goto(`${server.origin}/library/`);
	await expect(saved.locator('#app')).toContainText('10 of 10 posts are on this device');
});

test('the library says what is here, how large it is and of which release', async ({ saved }) => {
	const { release } = await statusOf(saved);
	const facts = saved.locator('.facts');
	await expect(facts).toContainText(release.slice(0, 8));
	await expect(facts).toContainText(/\d+ kB of posts/);
	await expect(saved.locator('#app')).toContainText('Safe to go offline.');
	await expect(saved.locator('.held li[data-state=saved]')).toHaveCount(posts.length);
	await expect(saved.locator('progress')).toHaveJSProperty('value', posts.length);
});

test('what is here is told at once, however long the browser looks for a newer worker', async ({
	saved,
	server
}) => {
	await saved.addInitScript(() => {
		ServiceWorkerContainer.prototype.register = () => new Promise(() => undefined);
	});
	await saved.reload();
	await expect(saved.locator('#app')).toContainText('10 of 10 posts are on this device');
	await saved.goto(server.url);
	await expect(saved.locator('#status')).toHaveText('10/10 saved');
});

test('“check now” brings what is new and marks it', async ({ saved, server }) => {
	await server.deploy(await publish([added, ...withEdit], { seq: 3 }));
	await button(saved, 'check now').click();
	// Beside the edited one, that one changed which links to the first of all: it links to the new one now.
	await expect(saved.locator('.facts')).toContainText('1 new and 2 changed posts');
	await expect(saved.locator('#app')).toContainText('11 of 11 posts');
	await expect(saved.locator('#status')).toHaveText('new: 1 post');
});

test('“check now” without a host says that it did not answer', async ({ saved, server }) => {
	await server.offline();
	await button(saved, 'check now').click();
	await expect(saved.getByRole('alert')).toContainText('The host did not answer');
	await expect(saved.locator('#status')).toHaveText('offline, 10/10 saved');
	await expect(saved.locator('#app')).toContainText('10 of 10 posts are on this device');
});

for (const remembered of [true, false]) {
	test(`“verify” finds a damaged file, fetches it again and says so, ${
		remembered ? 'at once' : 'also after the worker slept'
	}`, async ({ saved }) => {
		const body = bodyOf(await first(), changing);
		await saved.evaluate(async (url) => {
			const cache = await caches.open('cat-posts:/:library');
			await cache.put(url, new Response('<h1>log in</h1>'));
		}, `/blobs/${body}`);
		if (!remembered) await stopWorkers(saved);
		await button(saved, 'verify').click();
		await expect(saved.locator('#app')).toContainText('1 post was not whole and fetched again');
		await expectSaved(saved, posts.length);
		await button(saved, 'verify').click();
		await expect(saved.locator('#app')).toContainText('all as published');
	});
}

test('“verify” names what it cannot repair', async ({ saved, server }) => {
	const body = bodyOf(await first(), changing);
	await server.setFaults({ kind: 'status', status: 404, match: body });
	await saved.evaluate(async (url) => {
		await (await caches.open('cat-posts:/:library')).put(url, new Response('half'));
	}, `/blobs/${body}`);
	await button(saved, 'verify').click();
	await expect(saved.locator('#app')).toContainText(changing.slug);
	await expect(saved.locator('#app')).toContainText('could not be fetched again');
});

test('removing leaves nothing of the posts, keeps what is the reader’s, and lasts until asked otherwise', async ({
	saved,
	context,
	server
}) => {
	await chooseDark(saved);
	await button(saved, 'remove everything').click();
	await button(saved, 'no, keep it').click();
	await expectSaved(saved, posts.length);
	const other = await context.newPage();
	await other.goto(server.url);
	await expect(other.locator('#status')).toHaveText('10/10 saved');
	await button(saved, 'remove everything').click();
	await button(saved, 'really remove').click();
	await expect(saved.locator('#app')).toContainText('You removed what was stored here');
	await expect(saved.locator('#status')).toBeEmpty();
	for (const page of [saved, other]) await page.evaluate(() => dispatchEvent(new Event('online')));
	await server.idle();
	expect(await left(saved)).toEqual({ caches: [], databases: ['cat-posts:/:reader'], workers: 0 });
	await expect(other.locator('#status')).toBeEmpty();
	await other.close();

	const mark = server.log.length;
	for (const path of ['/', pathOf(changing), '/library/']) {
		await saved.goto(server.origin + path);
		await expect(saved.locator('html')).toHaveAttribute('data-theme', 'dark');
	}
	await server.idle();
	expect(server.since(mark).filter(({ url }) => url.startsWith('/blobs/'))).toEqual([]);
	expect((await left(saved)).workers).toBe(0);
	expect((await left(saved)).caches).toEqual([]);

	await button(saved, 'keep posts on this device').click();
	await expect(saved.locator('#app')).toContainText('10 of 10 posts are on this device');
	await expect(saved.locator('#status')).toHaveText('10/10 saved');
	await server.offline();
	await saved.goto(server.origin + pathOf(changing));
	await expect(saved.locator('.prose')).toContainText('This is edition 1 of');
});

test('what is removed while the page is still beginning stays removed', async ({
	saved,
	server
}) => {
	await saved.addInitScript(() => {
		const { promise, resolve } = Promise.withResolvers<boolean>();
		navigator.storage.persisted = () => promise;
		addEventListener('go-on', () => resolve(false));
	});
	await saved.reload();
	await button(saved, 'remove everything').click();
	await button(saved, 'really remove').click();
	await expect(saved.locator('#app')).toContainText('You removed what was stored here');
	await saved.evaluate(() => dispatchEvent(new Event('go-on')));
	await server.idle();
	await saved.goto(server.url);
	await server.idle();
	expect(await left(saved)).toEqual({ caches: [], databases: ['cat-posts:/:reader'], workers: 0 });
});

const left = (page: Page) =>
	page.evaluate(async () => ({
		caches: await caches.keys(),
		databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
		workers: (await navigator.serviceWorker.getRegistrations()).length
	}));

async function chooseDark(page: Page): Promise<void> {
	await page.locator('.settings summary').click();
	await page.getByRole('radio', { name: 'dark' }).click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.locator('.settings summary').click();
}

test('what the reader left is exported, and imported again after everything was wiped', async ({
	saved,
	server
}) => {
	await chooseDark(saved);
	await saved.goto(server.origin + pathOf(changing));
	const heading = saved.locator('.prose h2').nth(2);
	await heading.evaluate((element) => element.scrollIntoView({ behavior: 'instant' }));
	const title = (await heading.textContent()) ?? '';
	await expect.poll(() => marks(saved)).toHaveLength(1);
	await saved.goto(`${server.origin}/library/`);
	const download = saved.waitForEvent('download');
	await button(saved, 'export').click();
	const file = await (await download).path();
	expect(JSON.parse(readFileSync(file, 'utf8')).marks[0].slug).toBe(changing.slug);

	const devtools = await saved.context().newCDPSession(saved);
	await devtools.send('Storage.clearDataForOrigin', { origin: server.origin, storageTypes: 'all' });
	await saved.goto(`${server.origin}/library/`);
	await expect(saved.locator('html')).toHaveAttribute('data-theme', 'auto');
	await saved.setInputFiles('input[type=file]', file);
	await expect(saved.locator('#app')).toContainText('marks of 1 post into');
	await saved.goto(server.origin + pathOf(changing));
	await expect(saved.locator('html')).toHaveAttribute('data-theme', 'dark');
	await expect(saved.locator('.continue')).toContainText(title.slice(0, 10));
});

const row = { slug: 'x', read: { value: true, at: 1 } };
const file = { format: 'cat-posts-reader', version: 1, settings: [], marks: [row] };

const WRONG_FILES: [text: string, sentence: string][] = [
	['\u0089PNG', 'not JSON'],
	['{"format":"notes"}', 'not exported by this site'],
	[JSON.stringify({ ...file, version: 2 }), 'newer version'],
	[JSON.stringify({ ...file, marks: [row, { slug: 7 }] }), 'marks[1] names no post'],
	[JSON.stringify({ ...file, settings: [{ key: 'theme', value: 'pink', at: 1 }] }), 'settings[0]'],
	[JSON.stringify({ ...file, marks: [{ slug: 'x', read: { value: true, at: 9e15 } }] }), 'time']
];

test('importing a file that is none says what is wrong with it and changes nothing', async ({
	saved
}) => {
	const before = await marks(saved);
	for (const [text, sentence] of WRONG_FILES) {
		const buffer = Buffer.from(text);
		const wrong = { name: 'reader.json', mimeType: 'application/json', buffer };
		await saved.setInputFiles('input[type=file]', wrong);
		await expect(saved.locator('#app')).toContainText(sentence);
	}
	expect(await marks(saved)).toEqual(before);
});
