import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { bodyOf, catalogueOf, changing, first, pathOf, posts, second, third } from '../blog';
import type { Browser, Engine, Page } from '../rig/browser';
import { available, launch } from '../rig/browsers';
import { workerState } from '../rig/probes';
import { startServer, type StaticServer } from '../rig/server';

/** Engines whose storage outlives the browser in a test; WebKit's driver gives each session a new one. */
const RESTARTS: readonly Engine[] = ['firefox'];

/** A takeover on a busy machine takes its time. */
const PATIENT = { timeout: 60_000 };

/** A page that, if it is told to, asks for all posts again and again while it loads, and says how many it did not get. */
const ASK_FOR_MUCH = `
	if (sessionStorage.getItem('ask')) (async () => {
		const { posts } = await (await fetch('/catalogue.json')).json();
		let lost = 0;
		while (performance.now() < 1000) await Promise.all(posts.map(({ body }) =>
			fetch('/blobs/' + body.name).then(({ ok }) => { if (!ok) lost++; }, () => lost++)
		));
		document.documentElement.dataset.lost = lost;
	})();`;

for (const engine of ['firefox', 'webkit'] as const) {
	test.describe(`in ${engine}`, () => {
		const missing = available(engine);
		test.skip(missing !== null, `${engine} is not tested: ${missing}`);
		test.describe.configure({ timeout: 240_000, mode: 'default' });
		let server: StaticServer;
		let browser: Browser;

		test.beforeEach(async () => {
			server = await startServer({ dir: await first() });
			browser = await launch(engine, { initScript: ASK_FOR_MUCH });
			await browser.page.goto(server.url);
			await expectSaved(browser.page);
		});

		test.afterEach(async () => {
			await browser.close();
			await server.offline();
		});

		test('everything opens without a host: lists, posts, search, wrong addresses; the theme stays', async () => {
			await chooseDark(browser.page);
			await server.offline();
			if (RESTARTS.includes(engine)) {
				const { profile } = browser;
				await browser.close();
				browser = await launch(engine, { profile });
			}
			const { page } = browser;
			await openAll(page, server.origin);
			await page.goto(`${server.origin}/search/?q=queue`);
			await expect.poll(() => page.text('#app')).toMatch(/\d+ results?/);
			await page.goto(server.url);
			await expect.poll(() => page.eval(() => document.documentElement.dataset.theme)).toBe('dark');
		});

		test('an update leaves the page on screen alone, and is there at the next navigation', async () => {
			const { page } = browser;
			await page.goto(server.origin + pathOf(changing));
			const opened = await page.eval(() => performance.timeOrigin);
			await server.deploy(await second());
			await page.eval(() => void dispatchEvent(new Event('online')));
			const body = `/blobs/${bodyOf(await second(), changing)}`;
			await expect.poll(() => listed(page)).toContain(body.slice('/blobs/'.length));
			expect(await page.eval(() => performance.timeOrigin)).toBe(opened);
			expect(await page.text('.prose')).toContain('This is edition 1 of');
			await server.offline();
			await page.goto(server.origin + pathOf(changing));
			expect(await page.text('.prose')).toContain('This is edition 2 of');
		});

		test('a new shell takes over without a network, and no file that a page is asking for is lost', async () => {
			const { page } = browser;
			await server.deploy(await third());
			// In Firefox it waits for a moment of calm only: there is none while this page asks.
			await page.eval(() => void setInterval(() => void fetch('/catalogue.json'), 50));
			await page.eval(() => void dispatchEvent(new Event('online')));
			const waiting = async () => (await workerState(page)).waiting;
			await expect.poll(waiting, PATIENT).toBe('installed');
			await server.offline();
			await page.eval(() => sessionStorage.setItem('ask', 'much'));
			await page.goto(server.url);
			const lost = () => page.eval(() => document.documentElement.dataset.lost);
			await expect.poll(lost, PATIENT).toBe('0');
			await expect.poll(waiting, PATIENT).toBe(null);
			await page.goto(server.url);
			const shell = () => page.eval(() => document.documentElement.dataset.shell);
			expect(await shell()).toBe(catalogueOf(await third()).shell);
		});

		test('a new shell does not wait for long, and is there when the browser is started again', async () => {
			test.skip(engine !== 'firefox', 'only Firefox loses a worker behind which another waits');
			const { page, profile } = browser;
			const opened = await page.eval(() => performance.timeOrigin);
			await server.deploy(await third());
			await page.eval(() => void dispatchEvent(new Event('online')));
			const { shell } = catalogueOf(await third());
			await expect.poll(async () => (await catalogueHere(page)).shell).toBe(shell);
			expect(await page.eval(() => performance.timeOrigin)).toBe(opened);
			await server.offline();
			await browser.close();
			browser = await launch(engine, { profile });
			for (const path of ['/', ...posts.map(pathOf)]) {
				await browser.page.goto(server.origin + path);
				expect(await browser.page.eval(() => document.documentElement.dataset.shell), path).toBe(
					shell
				);
			}
		});

		test('what arrives cut or replaced is not stored, and comes when the host is well', async () => {
			const body = bodyOf(await second(), changing);
			const { page } = browser;
			await server.deploy(await second());
			for (const framing of ['length', 'chunked', 'close'] as const) {
				await server.setFaults({ kind: 'truncate', framing, match: body });
				await lookForNews(page, server);
				expect(await stored(page, body), framing).toBe(false);
			}
			for (const fault of [
				{ kind: 'gzip-cut', match: body },
				{ kind: 'portal', how: 'page', match: body },
				{ kind: 'portal', how: 'redirect', match: body }
			] as const) {
				await server.setFaults(fault);
				await lookForNews(page, server);
				expect(await stored(page, body), fault.kind).toBe(false);
			}
			await server.setFaults();
			await lookForNews(page, server);
			await expect.poll(() => listed(page)).toContain(body);
			expect(await stored(page, body)).toBe(true);
		});
	});
}

/** Waits until the status line says that every post is on the device. */
async function expectSaved(page: Page): Promise<void> {
	const all = `${posts.length}/${posts.length} saved`;
	await expect.poll(() => page.text('#status'), PATIENT).toBe(all);
}

/** Opens every page and a wrong address; where the engine tells, compares each with what was published. */
async function openAll(page: Page, origin: string): Promise<void> {
	const site = await first();
	const { posts: entries } = catalogueOf(site);
	const tags = new Set(entries.flatMap((entry) => entry.tags));
	const paths = [
		'/',
		'/search/',
		'/library/',
		...[...tags].map((tag) => `/tags/${tag}/`),
		...posts.map(pathOf)
	];
	for (const path of [...paths, '/nothing/']) {
		const { html } = await page.goto(origin + path);
		const file = path === '/nothing/' ? '404.html' : join(decodeURIComponent(path), 'index.html');
		const published = readFileSync(join(site, file), 'utf8');
		if (html !== undefined) expect(html, path).toBe(published);
		const title = /<title>([^<]*)</.exec(published)?.[1] ?? '';
		expect(await page.eval(() => document.title.replaceAll('&', '&amp;')), path).toBe(
			title.replaceAll('&lt;', '<').replaceAll('&gt;', '>')
		);
	}
}

async function chooseDark(page: Page): Promise<void> {
	await page.click('.settings summary');
	await page.click('.settings label:nth-of-type(3)');
	await expect.poll(() => page.eval(() => document.documentElement.dataset.theme)).toBe('dark');
}

/** The page asks for news; waits until the host was asked and nothing more is. */
async function lookForNews(page: Page, server: StaticServer): Promise<void> {
	const mark = server.log.length;
	await page.eval(() => void dispatchEvent(new Event('online')));
	await expect.poll(() => server.since(mark).length).toBeGreaterThan(0);
	await server.idle(300);
}

/** Whether any of our caches has the file, whole or not. */
const stored = (page: Page, name: string) =>
	page.eval(async (url) => Boolean(await caches.match(url)), `/blobs/${name}`);

/** The catalogue that this device has switched to. */
const catalogueHere = (page: Page) =>
	page.eval(async (): Promise<{ shell: string; posts: { body: { name: string } }[] }> =>
		(await fetch('/catalogue.json')).json()
	);

/** Names of the posts' texts in it. */
const listed = async (page: Page) => (await catalogueHere(page)).posts.map(({ body }) => body.name);
