import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { readShellManifest } from '../scripts/shell-manifest';
import {
	added,
	bodyOf,
	catalogueOf,
	changing,
	coldStart,
	expect,
	expectRelease,
	expectTakeover,
	expectSaved,
	first,
	isNews,
	isWaiting,
	lookForNews,
	pathOf,
	posts,
	second,
	shownRelease,
	statusOf,
	styleOf,
	test,
	textAt,
	third
} from './blog';

test.describe.configure({ timeout: 120_000 });

/** What a reader would notice: another document, another place in it, another text or look. */
const noticed = (page: Page) =>
	page.evaluate(() => ({
		document: performance.timeOrigin,
		scrolled: scrollY,
		text: document.querySelector('article')?.textContent,
		accent: getComputedStyle(document.documentElement).getPropertyValue('--accent')
	}));

async function scrollIntoText(page: Page): Promise<void> {
	await page.locator('.prose h2').nth(1).scrollIntoViewIfNeeded();
	await page.evaluate(() => scrollTo({ top: 400, behavior: 'instant' }));
}

const release = (site: string) => catalogueOf(site).release;

test('an update leaves the article on screen as it is; the next navigation shows the new text', async ({
	saved,
	server
}) => {
	await saved.goto(server.origin + pathOf(changing));
	await scrollIntoText(saved);
	const before = await noticed(saved);
	await server.deploy(await second());
	await lookForNews(saved);
	await expectRelease(saved, await second());
	expect(await noticed(saved)).toEqual(before);
	expect(before.text).toContain('This is edition 1 of');
	await saved.goto(server.origin + pathOf(changing));
	await expect(saved.locator('.prose')).toContainText('This is edition 2 of');
});

test('an update fetches the catalogue and what changed, and nothing else', async ({
	saved,
	server
}) => {
	await server.idle();
	const mark = server.log.length;
	await server.deploy(await second());
	await lookForNews(saved);
	await expectRelease(saved, await second());
	await server.idle();
	const asked = server.since(mark);
	const beyond = asked.filter(({ url }) => !url.startsWith('/catalogue.json'));
	const body = bodyOf(await second(), changing);
	expect(beyond.map(({ url }) => url)).toEqual([`/blobs/${body}`]);
	const wire = brotliCompressSync(readFileSync(join(await second(), 'blobs', body))).length;
	expect(beyond.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThan(1.5 * wire + 4_000);
});

test('an update that came while no tab was open is there at the next visit', async ({
	saved,
	context,
	server
}) => {
	const page = await context.newPage();
	await saved.close();
	await server.deploy(await second());
	await page.goto(server.url);
	await expectRelease(page, await second());
	await page.goto(server.origin + pathOf(changing));
	await expect(page.locator('.prose')).toContainText('This is edition 2 of');
});

test('of two tabs, the one that is being read stays as it is while the other goes on', async ({
	saved,
	context,
	server
}) => {
	await saved.goto(server.origin + pathOf(changing));
	await scrollIntoText(saved);
	const before = await noticed(saved);
	const other = await context.newPage();
	await other.goto(server.url);
	await server.deploy(await third());
	await lookForNews(other);
	await expect.poll(async () => (await statusOf(other)).waiting).toBe(true);
	await expect(async () => {
		await other.goto(server.origin + pathOf(added));
		await expect(other.locator('html')).toHaveAttribute(
			'data-shell',
			catalogueOf(await third()).shell,
			{ timeout: 1_000 }
		);
	}).toPass();
	expect(await noticed(saved)).toEqual(before);
	// What the older tab has yet to load is still there for it.
	await server.offline();
	await saved.keyboard.press('/');
	await saved.keyboard.type(changing.slug.slice(6));
	await expect(saved.locator('[data-hit]').first()).toBeVisible();
	expect((await noticed(saved)).document).toBe(before.document);
});

test('a new look waits, says so, and is there after the next navigation; offline it is whole', async ({
	saved,
	context,
	server
}) => {
	await saved.goto(`${server.origin}/library/`);
	const before = await noticed(saved);
	await server.deploy(await third());
	await lookForNews(saved);
	await expect(saved.locator('#app')).toContainText('it takes over when you open the next page');
	expect(await noticed(saved)).toEqual(before);
	await saved.goto(server.url);
	await expectTakeover(saved);
	await expectRelease(saved, await third());
	await expectSaved(saved, posts.length + 1);
	const page = await coldStart(context, server);
	expect(await shownRelease(page, server.origin, [await third()])).toBe(0);
	await page.goto(server.url);
	expect((await noticed(page)).accent).toContain('#0b6b4e');
});

test('new posts that arrive while a new look is being fetched take nothing away from it', async ({
	saved,
	server
}) => {
	const [before, after] = [await second(), await third()];
	await server.deploy(after);
	await server.setFaults({ kind: 'delay', ms: 5_000, match: await styleOf(after) });
	const worker = readFileSync(join(after, 'service-worker.js'), 'utf8');
	const files = readShellManifest(worker).map(({ url }) => `/${url}`);
	const missing = async () => {
		const stored = await saved.evaluate(
			async (name) =>
				(await (await caches.open(name)).keys()).map(({ url }) => new URL(url).pathname),
			`cat-posts:/:shell-${catalogueOf(after).shell}`
		);
		return files.filter((file) => !stored.includes(file));
	};
	expect(files.length).toBeGreaterThan(5);
	await saved.goto(server.url);
	await expect.poll(missing).toEqual([await styleOf(after)]);
	await server.deploy(after, { '/catalogue.json': before });
	await lookForNews(saved);
	await expectRelease(saved, before);
	expect(await isWaiting(saved)).toBe(false);
	await expect.poll(() => isWaiting(saved)).toBe(true);
	expect(await missing()).toEqual([]);
});

test('an edge that flips between two releases never takes the device back', async ({
	saved,
	server
}) => {
	const order = [release(await first()), release(await second()), release(await third())];
	const seen: number[] = [];
	const visit = async (times: number) => {
		for (let visits = 0; visits < times; visits++) {
			const mark = server.log.length;
			await saved.goto(server.url);
			await expect.poll(() => server.since(mark).some(isNews)).toBe(true);
			await server.idle(200);
			seen.push(order.indexOf((await statusOf(saved)).release));
		}
	};
	await server.deploy(await second());
	await server.setFaults({ kind: 'stale', dir: await first(), match: 'catalogue', every: 2 });
	await visit(4);
	expect(seen.at(-1)).toBe(1);
	await server.deploy(await third());
	await server.setFaults();
	await visit(1);
	await expect.poll(() => isWaiting(saved)).toBe(true);
	await visit(1);
	await expectTakeover(saved);
	await expectRelease(saved, await third());
	await visit(1);
	expect(seen.at(-1)).toBe(2);
	await server.setFaults({ kind: 'stale', dir: await second(), every: 2 });
	await visit(4);
	expect(seen).toEqual([...seen].sort());
	await expectSaved(saved, posts.length + 1);
});

test('a host that goes back to an older release is not followed', async ({
	saved,
	context,
	server
}) => {
	await server.deploy(await second());
	await lookForNews(saved);
	await expectRelease(saved, await second());
	await server.deploy(await first());
	const mark = server.log.length;
	await saved.goto(server.url);
	await expect.poll(() => server.since(mark).some(isNews)).toBe(true);
	await server.idle();
	expect((await statusOf(saved)).release).toBe(release(await second()));
	const page = await coldStart(context, server);
	expect(await textAt(page, server.origin + pathOf(changing))).toContain('This is edition 2 of');
});
