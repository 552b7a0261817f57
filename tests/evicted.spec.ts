import type { BrowserContext, Page } from '@playwright/test';
import {
	bodyOf,
	catalogueOf,
	changing,
	coldStart,
	expect,
	expectRelease,
	expectSaved,
	first,
	lookForNews,
	pathOf,
	posts,
	second,
	shownRelease,
	statusOf,
	stopWorkers,
	test,
	textAt,
	third
} from './blog';

test.describe.configure({ timeout: 120_000 });

/** Takes from a device what a browser takes when space is short. */
async function evict(page: Page, origin: string, storageTypes: string): Promise<void> {
	const devtools = await page.context().newCDPSession(page);
	await devtools.send('Storage.clearDataForOrigin', { origin, storageTypes });
	await devtools.detach();
}

/** A tab on the library page without a host, and an ended worker behind it. */
async function offlineWithout(
	context: BrowserContext,
	server: Parameters<typeof coldStart>[1],
	storageTypes: string
): Promise<Page> {
	const page = await coldStart(context, server);
	await evict(page, server.origin, storageTypes);
	return page;
}

test('without its caches and without a host, every page still is one of ours, and says what happened', async ({
	saved,
	context,
	server
}) => {
	await expect(saved.locator('h1')).toBeVisible();
	const page = await offlineWithout(context, server, 'cache_storage');
	for (const path of ['/', pathOf(changing), '/tags/go/', '/search/', '/library/', '/nothing/']) {
		await page.goto(server.origin + path);
		await expect(page.locator('h1'), path).toHaveText('Not on this device');
	}
	await server.online();
	await page.goto(server.url);
	await expectSaved(page, posts.length);
	const healed = await coldStart(context, server);
	expect(await shownRelease(healed, server.origin, [await first()])).toBe(0);
	await healed.goto(server.url);
	await expect(healed.locator('body')).toHaveCSS('margin', '0px');
});

test('without its caches, the home page that a host has for every address is shown at none of them', async ({
	saved,
	context,
	server
}) => {
	await expect(saved.locator('h1')).toBeVisible();
	const page = await offlineWithout(context, server, 'cache_storage');
	await server.setFaults({ kind: 'spa' });
	await server.online();
	await page.goto(`${server.origin}/nothing/`);
	await expect(page.locator('h1')).toHaveText('Not on this device');
});

test('caches deleted under an open page are filled again, and no count claims them until then', async ({
	saved,
	context,
	server
}) => {
	await server.setFaults({ kind: 'status', status: 503, match: '/blobs/' });
	await evict(saved, server.origin, 'cache_storage');
	expect((await statusOf(saved)).saved).toEqual([]);
	await saved.goto(server.url);
	await expect(saved.locator('#status')).toContainText('0/10');
	await server.setFaults();
	await lookForNews(saved);
	await expectSaved(saved, posts.length);
	const healed = await coldStart(context, server);
	expect(await shownRelease(healed, server.origin, [await first()])).toBe(0);
	await expect(styled(healed, server.url)).resolves.toBe(true);
});

test('without its databases, offline, every page opens, search makes its index anew and the theme stays', async ({
	saved,
	context,
	server
}) => {
	await saved.goto(`${server.origin}/search/?q=queue`);
	await expect(saved.locator('[data-hit]').first()).toBeVisible();
	await saved.locator('.settings summary').click();
	await saved.getByRole('radio', { name: 'dark' }).click();
	await expect(saved.locator('html')).toHaveAttribute('data-theme', 'dark');
	const page = await offlineWithout(context, server, 'indexeddb');
	expect(await shownRelease(page, server.origin, [await first()])).toBe(0);
	await page.goto(`${server.origin}/search/?q=queue`);
	await expect(page.locator('[data-hit]').first()).toBeVisible();
	await expect(page.locator('#size')).toHaveText('100 %');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

const wrongs = {
	deleted: (cache: Cache, url: string) => cache.delete(url),
	'overwritten with other bytes': (cache: Cache, url: string) =>
		cache.put(url, new Response('<h1>log in</h1>', { headers: { 'content-type': 'text/css' } }))
};

for (const [what, wrong] of Object.entries(wrongs)) {
	test(`a post ${what} costs only itself, is not counted, and comes back`, async ({
		saved,
		context,
		server
	}) => {
		await spoil(saved, wrong, 'library', `/blobs/${bodyOf(await first(), changing)}`);
		const page = await coldStart(context, server);
		for (const post of posts) {
			const response = await page.goto(server.origin + pathOf(post));
			expect(response?.status(), post.slug).toBe(post === changing ? 504 : 200);
			await expect(page.locator('h1')).toBeVisible();
		}
		await page.goto(server.url);
		await expect(page.locator('.posts > li')).toHaveCount(posts.length);
		expect((await statusOf(page)).saved).toHaveLength(posts.length - 1);
		await expect(page.locator('#status')).toContainText('9/10');
		await server.online();
		await page.goto(server.url);
		await expectSaved(page, posts.length);
		const healed = await coldStart(context, server);
		expect(await shownRelease(healed, server.origin, [await first()])).toBe(0);
	});

	test(`files of the shell ${what} cost no post, are not shown, and come back`, async ({
		saved,
		context,
		server
	}) => {
		const style = (await saved.locator('link[rel=stylesheet]').getAttribute('href')) ?? '';
		await spoil(saved, wrong, 'shell-', style);
		await spoil(saved, wrong, 'shell-', '/state.json');
		const page = await coldStart(context, server);
		expect(await shownRelease(page, server.origin, [await first()])).toBe(0);
		await page.goto(server.url);
		await expectSaved(page, posts.length);
		await server.online();
		const mark = server.log.length;
		await page.goto(server.url);
		expect(await styled(page, server.url)).toBe(true);
		await expect.poll(() => server.since(mark).some(({ url }) => url === style)).toBe(true);
		await server.idle();
		const healed = await coldStart(context, server);
		expect(await styled(healed, server.url)).toBe(true);
	});

	test(`a catalogue ${what} comes back from the host, and the posts with it`, async ({
		saved,
		context,
		server
	}) => {
		await spoil(saved, wrong, 'shell-', '/catalogue.json');
		const page = await coldStart(context, server);
		await page.goto(server.url);
		await expect(page.locator('h1')).toBeVisible();
		await server.online();
		const mark = server.log.length;
		await page.goto(server.url);
		await expectSaved(page, posts.length);
		expect(server.since(mark).filter(({ url }) => url.startsWith('/blobs/'))).toEqual([]);
		const healed = await coldStart(context, server);
		expect(await shownRelease(healed, server.origin, [await first()])).toBe(0);
	});
}

test('a page of a device without a list of posts asks again, when the host gives it none at first', async ({
	saved,
	context,
	server
}) => {
	await spoil(saved, (cache, url) => cache.delete(url), 'shell-', '/catalogue.json');
	const page = await coldStart(context, server);
	await server.setFaults({ kind: 'status', status: 503, match: '^/catalogue\\.json', times: 1 });
	await server.online();
	await page.goto(server.url);
	await expect(page.locator('#status')).toHaveText(`${posts.length}/${posts.length} saved`);
});

test('a device that lost its files gets a new look and every post on one page, not after a second', async ({
	saved,
	context,
	server
}) => {
	await expect(saved.locator('h1')).toBeVisible();
	const page = await offlineWithout(context, server, 'cache_storage');
	await server.deploy(await third());
	await server.online();
	await page.goto(server.url);
	const { release, posts: all } = catalogueOf(await third());
	await expectSaved(page, all.length);
	expect((await statusOf(page)).release).toBe(release);
});

/** Does it to one entry of our caches, and ends the worker, which may remember better. */
async function spoil(
	page: Page,
	wrong: (cache: Cache, url: string) => Promise<unknown>,
	cacheName: string,
	url: string
): Promise<void> {
	await page.evaluate(
		`(async () => {
			for (const name of await caches.keys()) {
				if (!name.startsWith('cat-posts:/:${cacheName}')) continue;
				const cache = await caches.open(name);
				await (${wrong.toString()})(cache, ${JSON.stringify(url)});
			}
		})()`
	);
	await stopWorkers(page);
}

/** Whether the page at an address has its style sheet. */
async function styled(page: Page, url: string): Promise<boolean> {
	await page.goto(url);
	return page.evaluate(
		() => getComputedStyle(document.documentElement).getPropertyValue('--accent') !== ''
	);
}

test('caches of others on the same origin survive updates and removal', async ({
	saved,
	server
}) => {
	const others = ['other-app', 'cat-posts:/b/:x', 'cat-posts', 'cat-posts:/b/:shell-1'];
	await saved.evaluate(async (names) => {
		for (const name of names) await (await caches.open(name)).put('/x', new Response(name));
	}, others);
	const left = () =>
		saved.evaluate(async () => {
			const found: string[] = [];
			for (const name of await caches.keys()) {
				found.push((await (await (await caches.open(name)).match('/x'))?.text()) ?? '');
			}
			return found.filter(Boolean).sort();
		});
	await server.deploy(await second());
	await lookForNews(saved);
	await expectRelease(saved, await second());
	await server.deploy(await third());
	await expect(async () => {
		await saved.goto(server.url);
		expect((await statusOf(saved)).release).toBe(catalogueOf(await third()).release);
	}).toPass();
	expect(await left()).toEqual(others.toSorted());
	await saved.goto(`${server.origin}/library/`);
	await saved.getByRole('button', { name: 'remove everything' }).click();
	await saved.getByRole('button', { name: 'really remove' }).click();
	await expect(saved.locator('#app')).toContainText('You removed what was stored here');
	await expect.poll(() => saved.evaluate(() => caches.keys())).toEqual(others);
	expect(await left()).toEqual(others.toSorted());
	expect(await textAt(saved, server.url)).toContain('<html');
});
