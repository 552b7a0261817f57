import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as base, type Page } from '@playwright/test';
import { prepareRecall } from '../scripts/prepare-recall';
import { createRecallKey, signRecall, type Recall } from '../src/lib/library/recall';
import {
	bodyOf,
	catalogueOf,
	changing,
	coldStart,
	expect,
	expectRelease,
	expectSaved,
	lookForNews,
	pathOf,
	posts,
	publish,
	recolour,
	shownRelease,
	statusOf,
	textAt,
	withEdit
} from './blog';
import { temporaryFolder } from './rig/processes';
import { startServer, type StaticServer } from './rig/server';

/** Made once for a working copy, so that sites with its public half stay built. */
const KEY_FILE = '.cache/recall-key-of-tests.json';

type Key = Awaited<ReturnType<typeof createRecallKey>>;

async function readKey(): Promise<Key> {
	if (!existsSync(KEY_FILE)) {
		mkdirSync('.cache', { recursive: true });
		writeFileSync(KEY_FILE, JSON.stringify(await createRecallKey()), { mode: 0o600 });
	}
	return JSON.parse(readFileSync(KEY_FILE, 'utf8'));
}

async function publishWithKey(release: 'good' | 'bad text' | 'bad look'): Promise<string> {
	const { publicKey } = await readKey();
	const key = { file: 'src/site.ts', find: `recallKey: ''`, replace: `recallKey: '${publicKey}'` };
	if (release === 'good') return publish(posts, { seq: 1, patches: [key] });
	if (release === 'bad text') return publish(withEdit, { seq: 2, patches: [key] });
	return publish(withEdit, { seq: 2, patches: [key, recolour] });
}

const sign = async (recall: Partial<Recall>) =>
	signRecall(
		{ schema: 1, seq: 1, releases: [], bodies: [], ...recall },
		(await readKey()).privateKey
	);

/** As `npm run recall` does it, with that site built. */
const prepare = async (site: string, asked: { releases?: string[]; slugs?: string[] }) =>
	prepareRecall(
		{ releases: [], slugs: [], ...asked },
		{ catalogue: catalogueOf(site), ...(await readKey()), seq: 1 }
	);

/** Publishes a site with a text in the place of its recall. */
async function deployWith(server: StaticServer, site: string, recall: string): Promise<void> {
	const folder = temporaryFolder('recall');
	writeFileSync(join(folder, 'recall.json'), recall);
	await server.deploy(site, { '/recall.json': folder });
}

const test = base.extend<{ server: StaticServer; saved: Page }>({
	server: async ({}, use) => {
		const server = await startServer({ dir: await publishWithKey('good') });
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

for (const bad of ['bad text', 'bad look'] as const) {
	test(`a recall of a release with a ${bad} lets the device go back to the one before`, async ({
		saved,
		context,
		server
	}) => {
		const [good, worse] = [await publishWithKey('good'), await publishWithKey(bad)];
		await server.deploy(worse);
		await visitUntil(saved, server, worse);
		const recall = await prepare(worse, { releases: [catalogueOf(worse).release] });
		await deployWith(server, good, recall);
		await visitUntil(saved, server, good);
		// An edge that still has the recalled one changes nothing any more.
		await deployWith(server, worse, recall);
		const mark = server.log.length;
		await saved.goto(server.url);
		await expect.poll(() => server.since(mark).some(isCatalogue)).toBe(true);
		await server.idle();
		const page = await coldStart(context, server);
		expect(await shownRelease(page, server.origin, [good])).toBe(0);
	});
}

const isCatalogue = ({ url }: { url: string }) => url.startsWith('/catalogue.json');

/** Opens the index until the device has switched; a new look takes two visits. */
async function visitUntil(page: Page, server: StaticServer, site: string): Promise<void> {
	await expect(async () => {
		await page.goto(server.url);
		await expect
			.poll(async () => (await statusOf(page)).release, { timeout: 3_000 })
			.toBe(catalogueOf(site).release);
	}).toPass({ timeout: 60_000 });
	await expectSaved(page, posts.length);
}

test('a recall of a post takes it from the device, from the lists and from what is left of it', async ({
	saved,
	context,
	server
}) => {
	const good = await publishWithKey('good');
	const name = bodyOf(good, changing);
	await deployWith(server, good, await prepare(good, { slugs: [changing.slug] }));
	await lookForNews(saved);
	await expect.poll(async () => (await statusOf(saved)).total).toBe(posts.length - 1);
	await expectSaved(saved, posts.length - 1);
	const stored = await saved.evaluate(
		async (url) => Boolean(await caches.match(url)),
		`/blobs/${name}`
	);
	expect(stored).toBe(false);
	const page = await coldStart(context, server);
	await page.goto(server.url);
	await expect(page.locator('.posts > li')).toHaveCount(posts.length - 1);
	const response = await page.goto(server.origin + pathOf(changing));
	expect(response?.status()).toBe(404);
	// Said better, it is back.
	await server.online();
	await server.deploy(await publishWithKey('bad text'));
	await page.goto(server.url);
	await expectRelease(page, await publishWithKey('bad text'));
	await expectSaved(page, posts.length);
	expect(await textAt(page, server.origin + pathOf(changing))).toContain('This is edition 2 of');
});

test('what is no recall of the author, or an older one, changes nothing', async ({
	saved,
	server
}) => {
	const good = await publishWithKey('good');
	const bodies = posts.map((post) => bodyOf(good, post));
	const releases = [catalogueOf(good).release];
	await deployWith(server, good, await sign({ seq: 5, bodies: ['nothing.txt'] }));
	await heed(saved, server);
	const stranger = await createRecallKey();
	const forged = { schema: 1 as const, seq: 9, releases, bodies };
	const whole = await sign({ seq: 9, bodies });
	const texts = [
		await signRecall(forged, stranger.privateKey),
		await sign({ seq: 4, releases, bodies }),
		whole.replace('nothing', 'something').slice(0, whole.length >> 1),
		whole.replace(bodies[0] ?? '', bodies[1] ?? ''),
		JSON.stringify({ recall: JSON.stringify(forged), signature: '' }),
		'<!doctype html><h1>log in</h1>',
		'{}',
		''
	];
	for (const text of texts) {
		await deployWith(server, good, text);
		await heed(saved, server);
		expect((await statusOf(saved)).saved, text.slice(0, 60)).toHaveLength(posts.length);
	}
	await deployWith(server, good, whole);
	for (const fault of [
		{ kind: 'truncate', framing: 'close' },
		{ kind: 'portal', how: 'page' },
		{ kind: 'portal', how: 'redirect' },
		{ kind: 'status', status: 404, body: 'real' }
	] as const) {
		await server.setFaults({ ...fault, match: 'recall' });
		await heed(saved, server);
		expect((await statusOf(saved)).saved, fault.kind).toHaveLength(posts.length);
	}
	await server.setFaults();
	await heed(saved, server);
	await expect.poll(async () => (await statusOf(saved)).total).toBe(0);
});

/** The device asks for a recall, and acts on the answer. */
async function heed(page: Page, server: StaticServer): Promise<void> {
	const mark = server.log.length;
	await lookForNews(page);
	await expect.poll(() => server.since(mark).some(isCatalogue)).toBe(true);
	await expect.poll(async () => (await statusOf(page)).activity).toBe('idle');
}

test('the worker that removes itself takes the posts with it and nothing else; pages come from the network', async ({
	saved,
	context,
	server
}) => {
	await saved.locator('.settings summary').click();
	await saved.getByRole('radio', { name: 'dark' }).click();
	await saved.evaluate(() => caches.open('other-app'));
	const folder = temporaryFolder('worker');
	copyFileSync('scripts/removing-worker.js', join(folder, 'service-worker.js'));
	await server.deploy(await publishWithKey('good'), { '/service-worker.js': folder });
	const opened = await saved.evaluate(() => performance.timeOrigin);
	await lookForNews(saved);
	await saved.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
	const kept = () =>
		saved.evaluate(async () => ({
			caches: await caches.keys(),
			workers: (await navigator.serviceWorker.getRegistrations()).length,
			databases: (await indexedDB.databases()).map(({ name }) => name)
		}));
	await expect.poll(kept).toMatchObject({ caches: ['other-app'], workers: 0 });
	expect((await kept()).databases).toContain('cat-posts:/:reader');
	expect(await saved.evaluate(() => performance.timeOrigin)).toBe(opened);
	const page = await context.newPage();
	await saved.close();
	await page.goto(server.origin + pathOf(changing));
	await expect(page.locator('.prose')).toContainText('This is edition 1 of');
	await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
	await page.goto(`${server.origin}/search/?q=queue`);
	await expect(page.locator('[data-hit]').first()).toBeVisible();
	await server.idle();
	expect(await page.evaluate(() => caches.keys())).toEqual(['other-app']);
});

test('after the worker that removes itself the site’s own comes back, also where a tab stayed open', async ({
	saved,
	server,
	context
}) => {
	const folder = temporaryFolder('removing');
	copyFileSync('scripts/removing-worker.js', join(folder, 'service-worker.js'));
	const good = await publishWithKey('good');
	await server.deploy(good, { '/service-worker.js': folder });
	await saved.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.update());
	const stored = () => saved.evaluate(() => caches.keys());
	await expect.poll(stored).toEqual([]);
	// Opened now, a page registers what it finds, while the other tab still has the worker from before.
	const page = await context.newPage();
	await page.goto(server.url);
	await server.idle();
	await server.deploy(good);
	const shown = async () => {
		await page.goto(`${server.origin}/library/`);
		await server.idle();
		return page.locator('#status').textContent();
	};
	await expect.poll(shown, { timeout: 60_000 }).toMatch(/^(\d+)\/\1 saved/);
});
