import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import {
	bodyOf,
	catalogueOf,
	changing,
	coldStart,
	expect,
	expectSaved,
	first,
	lookForNews,
	pathOf,
	posts,
	statusOf,
	stopWorkers,
	test
} from './blog';
import type { FixturePost } from './fixtures/generate';
import type { BlobRef } from '../src/lib/library/catalogue';
import { launch } from './rig/browsers';
import type { Fault, FaultKind } from './rig/faults';
import { temporaryFolder } from './rig/processes';
import type { StaticServer } from './rig/server';

test.describe.configure({ timeout: 120_000 });

/** How many files the library holds. */
const heldFiles = (page: Page) =>
	page.evaluate(async () => (await (await caches.open('cat-posts:/:library')).keys()).length);

/** How often each file of the library was sent whole. */
function timesSent(server: StaticServer): Map<string, number> {
	const times = new Map<string, number>();
	for (const { url, complete, status } of server.log) {
		if (!url.startsWith('/blobs/') || !complete || status !== 200) continue;
		times.set(url, (times.get(url) ?? 0) + 1);
	}
	return times;
}

/** How much smaller the test server sends the pack, about. */
const COMPRESSION = 8;

/** A host that has lost its pack: posts come file by file. */
const noPack = async (): Promise<Fault> => ({
	kind: 'status',
	status: 404,
	match: (await packOfFirst()).name
});

async function packOfFirst(): Promise<BlobRef> {
	const { pack } = catalogueOf(await first());
	if (!pack) throw new Error('There is no pack.');
	return pack;
}

test('the first visit saves every post in one stream, and says how far it is', async ({
	page,
	server
}) => {
	const { name, bytes } = await packOfFirst();
	await server.setFaults({ kind: 'slow', bytesPerSecond: bytes / COMPRESSION / 4, match: name });
	await page.goto(server.url);
	await expect(page.locator('#status')).toHaveText(/^saving [1-9]\/10$/);
	await expect(page.locator('#status')).toHaveText('10/10 saved');
	await expectSaved(page, posts.length);
	// Pictures are in no stream: they do not get smaller in it.
	const texts = [...timesSent(server)].filter(([url]) => !url.endsWith('.png'));
	expect(texts).toEqual([[`/blobs/${name}`, 1]]);
});

test('a stream that breaks off keeps what came; the rest comes file by file', async ({
	page,
	server
}) => {
	const { name } = await packOfFirst();
	await server.setFaults({ kind: 'truncate', framing: 'close', match: name });
	await page.goto(server.url);
	await expectSaved(page, posts.length);
	const sent = timesSent(server).size;
	expect(sent).toBeGreaterThan(2);
	expect(sent).toBeLessThan(posts.length);
});

for (const [what, interrupt] of Object.entries({
	'the tab is closed': (page: Page) => page.close(),
	'the host is killed': (_: Page, server: StaticServer) => server.offline(),
	'the browser ends the worker': (page: Page) => stopWorkers(page)
})) {
	test(`saving goes on where it was when ${what}; nothing is fetched twice`, async ({
		page,
		context,
		server
	}) => {
		const next = await context.newPage();
		const pack = await noPack();
		await server.setFaults(pack, { kind: 'delay', ms: 2_000, match: '/blobs/', skip: 5 });
		await page.goto(server.url);
		await expect.poll(() => heldFiles(page)).toBe(5);
		await interrupt(page, server);
		await server.setFaults();
		await server.online();
		if (page.isClosed()) await next.goto(server.url);
		await expectSaved(page.isClosed() ? next : page, posts.length);
		expect([...timesSent(server).values()].every((times) => times === 1)).toBe(true);
	});
}

test('a post that does not arrive as published is missing, said to be, and costs no other; it comes when it can', async ({
	page,
	context,
	server
}) => {
	const faults: FaultKind[] = [
		{ kind: 'status', status: 404 },
		{ kind: 'portal', how: 'page' },
		{ kind: 'portal', how: 'redirect' },
		{ kind: 'truncate', framing: 'length' },
		{ kind: 'truncate', framing: 'chunked' },
		{ kind: 'truncate', framing: 'close' },
		{ kind: 'gzip-cut' }
	];
	const site = await first();
	// The newest are fetched first: what is wrong with them must not keep the others away.
	const newest = posts.toReversed();
	const spoiled = newest.slice(0, faults.length);
	const whole = newest.slice(faults.length);
	const matched = faults.map((fault, at) => ({
		...fault,
		match: bodyOf(site, spoiled[at] ?? changing)
	}));
	await server.setFaults(await noPack(), ...matched);
	await page.goto(`${server.origin}/library/`);
	await expect(page.locator('#app [role=status]').first()).toContainText('3 of 10 posts');
	for (const post of whole) {
		await expect(page.locator('.held li', { has: linkTo(page, post) })).toContainText('saved');
	}
	for (const post of spoiled) {
		await expect(page.locator('.held li', { has: linkTo(page, post) })).toContainText(
			/absent|saving/
		);
	}
	await expect(page.locator('#status')).toContainText('3/10');
	const offline = await coldStart(context, server);
	for (const post of posts) {
		const response = await offline.goto(server.origin + pathOf(post));
		expect(response?.status(), post.slug).toBe(spoiled.includes(post) ? 504 : 200);
	}
	await server.online();
	await server.setFaults();
	await offline.goto(server.url);
	await expectSaved(offline, posts.length);
});

const linkTo = (page: Page, post: FixturePost) => page.locator(`a[href$="${pathOf(post)}"]`);

test('however many posts the host lacks, those it has are saved', async ({ page, server }) => {
	const [oldest] = posts;
	const site = await first();
	const { body, assets } = catalogueOf(site).posts.find(({ slug }) => slug === oldest?.slug) ?? {};
	const there = [body, ...(assets ?? [])].map((blob) => blob?.name).join('|');
	await server.setFaults({ kind: 'status', status: 404, match: `/blobs/(?!${there})` });
	await page.goto(server.url);
	await expect.poll(async () => (await statusOf(page)).saved).toEqual([oldest?.slug]);
});

test('what the host does not have is asked for less and less often', async ({ page, server }) => {
	const lost = bodyOf(await first(), changing);
	await server.setFaults(await noPack(), { kind: 'status', status: 404, match: lost });
	await page.clock.install();
	await page.goto(server.url);
	// What else is saved after that is no second attempt.
	await expect.poll(() => statusOf(page)).toMatchObject({ activity: 'idle', trouble: 'network' });
	const mark = server.log.length;
	for (let seconds = 0; seconds < 120; seconds += 5) {
		await page.clock.fastForward(5_000);
		await server.idle(100);
		await expect.poll(async () => (await statusOf(page)).activity).toBe('idle');
	}
	const asked = server.since(mark).filter(({ url }) => url.startsWith('/blobs/'));
	expect(asked.length).toBeGreaterThan(1);
	expect(asked.length).toBeLessThan(8);
});

test('a full device keeps what it has, says that it is full, and takes the rest when there is room', async ({
	page,
	context,
	server
}) => {
	await server.setFaults({ kind: 'status', status: 503, match: '/blobs/' });
	await page.goto(server.url);
	await expect.poll(async () => (await statusOf(page)).trouble).toBe('network');
	const devtools = await context.newCDPSession(page);
	const { usage } = await devtools.send('Storage.getUsageAndQuota', { origin: server.origin });
	const quota = (bytes?: number) =>
		devtools.send('Storage.overrideQuotaForOrigin', { origin: server.origin, quotaSize: bytes });
	await quota(usage + 40_000);
	await server.setFaults();
	await lookForNews(page);
	await expect(page.locator('#status')).toHaveText(/^storage full, [1-9]\/10$/);
	const { saved } = await statusOf(page);
	await server.offline();
	for (const { slug, ...post } of posts.filter(({ slug }) => saved.includes(slug))) {
		const response = await page.goto(server.origin + pathOf({ slug, ...post }));
		expect(response?.status(), slug).toBe(200);
	}
	await page.goto(`${server.origin}/library/`);
	await quota();
	await server.online();
	await page.reload();
	await expectSaved(page, posts.length);
});

test('where the browser refuses storage, posts and search work from the network and the library says why', async ({
	server
}) => {
	const profile = temporaryFolder('profile');
	mkdirSync(join(profile, 'Default'));
	const refuse = { profile: { default_content_setting_values: { cookies: 2 } } };
	writeFileSync(join(profile, 'Default/Preferences'), JSON.stringify(refuse));
	const browser = await launch('chromium', { profile });
	const { page } = browser;
	await page.goto(server.origin + pathOf(changing));
	expect(await page.text('.prose')).toContain('This is edition 1 of');
	await page.goto(`${server.origin}/library/`);
	await expect.poll(() => page.text('#app')).toContain('The browser refused');
	await page.goto(`${server.origin}/search/?q=${changing.slug.slice(6)}`);
	await expect.poll(() => page.text('#app')).toContain(`On ${changing.slug.slice(6)}, the 5.`);
	expect(page.complaints.filter((complaint) => complaint.startsWith('uncaught'))).toEqual([]);
	await browser.close();
});

const BROKEN_DATABASES: [how: string, script: () => void][] = [
	[
		'is refused',
		() => {
			IDBFactory.prototype.open = () => {
				throw new DOMException('Refused (made by a test).', 'SecurityError');
			};
		}
	],
	[
		'never opens',
		() => {
			const { open } = IDBFactory.prototype;
			IDBFactory.prototype.open = function (...args) {
				const request = open.apply(this, args);
				for (const type of ['success', 'upgradeneeded'])
					request.addEventListener(type, (event) => event.stopImmediatePropagation());
				return request;
			};
		}
	],
	[
		'opens and never answers',
		() => {
			const { getAll } = IDBObjectStore.prototype;
			IDBObjectStore.prototype.getAll = function (...args) {
				const request = getAll.apply(this, args);
				request.addEventListener('success', (event) => event.stopImmediatePropagation());
				return request;
			};
		}
	]
];

for (const [how, script] of BROKEN_DATABASES) {
	test(`a database that ${how} keeps no post from the device, and the library says so`, async ({
		page,
		server
	}) => {
		await page.addInitScript(script);
		await page.goto(server.url);
		await expect(page.locator('#status')).toHaveText('10/10 saved');
		await page.goto(`${server.origin}/library/`);
		await expect(page.locator('#app')).toContainText('10 of 10 posts are on this device');
		await expect(page.locator('#app')).toContainText('database of this browser does not answer');
	});
}
