/** A small blog that is published again and again: ten made-up posts, their releases, and a device that follows them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import type { Catalogue } from '../src/lib/library/catalogue';
import type { LibraryStatus } from '../src/lib/library/messages';
import type { Mark } from '../src/lib/reader/reader';
import { edited, makePost, makePosts, writePosts, type FixturePost } from './fixtures/generate';
import { temporaryFolder } from './rig/processes';
import { startServer, type StaticServer } from './rig/server';
import { buildSite, type SiteOptions } from './rig/site';

export const posts = makePosts(10);

/** Edited from one release to the next; it has no picture, so its body is all that changes. */
export const changing = at(4);

/** Added by the third release. */
export const added = makePost(11);

function at(index: number): FixturePost {
	const post = posts[index];
	if (!post) throw new Error(`there is no post ${index}`);
	return post;
}

const built = new Map<string, Promise<string>>();

/** The folder of a built blog; each is built once. */
export function publish(
	list: readonly FixturePost[],
	options: Omit<SiteOptions, 'postsDir'>
): Promise<string> {
	const key = JSON.stringify([list, options]);
	let folder = built.get(key);
	if (!folder) {
		const postsDir = temporaryFolder('posts');
		writePosts(postsDir, list);
		folder = buildSite({ postsDir, ...options });
		built.set(key, folder);
	}
	return folder;
}

/** One post said better. */
export const withEdit = posts.map((post) => (post === changing ? edited(post) : post));

/** Another look: a new shell. */
export const recolour = {
	file: 'src/styles/tokens.css',
	find: '#0b6b4f',
	replace: '#0b6b4e'
};

export const first = () => publish(posts, { seq: 1 });
export const second = () => publish(withEdit, { seq: 2 });
/** A new look, and a new post with it. */
export const third = () => publish([added, ...withEdit], { seq: 3, patches: [recolour] });

export function catalogueOf(site: string): Catalogue {
	return JSON.parse(readFileSync(join(site, 'catalogue.json'), 'utf8'));
}

/** The name that a post's text is published under. */
export function bodyOf(site: string, { slug }: FixturePost): string {
	const post = catalogueOf(site).posts.find((entry) => entry.slug === slug);
	if (!post) throw new Error(`${slug} is not published`);
	return post.body.name;
}

export const pathOf = ({ slug }: FixturePost) => `/posts/${encodeURIComponent(slug)}/`;

interface Fixtures {
	/** Publishes the first release. */
	server: StaticServer;
	/** On the index of the first release, with all of it on the device. */
	saved: Page;
}

export const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = await startServer({ dir: await first() });
		await use(server);
		await server.offline();
	},
	saved: async ({ page, server }, use) => {
		await page.goto(server.url);
		await expectSaved(page, posts.length);
		await use(page);
	}
});

export { expect };

/** Waits until the service worker says that so many posts, and these are all, are whole on the device. */
export async function expectSaved(page: Page, count: number): Promise<void> {
	await expect
		.poll(
			async () => {
				const { saved, total, activity } = await statusOf(page);
				return `${saved.length}/${total} ${activity}`;
			},
			{ timeout: 30_000 }
		)
		.toBe(`${count}/${count} idle`);
}

/** What the service worker says of this device. */
export function statusOf(page: Page): Promise<LibraryStatus> {
	return page.evaluate(async () => {
		const { active } = await navigator.serviceWorker.ready;
		return new Promise<LibraryStatus>((resolve) => {
			navigator.serviceWorker.addEventListener('message', ({ data }) => resolve(data), {
				once: true
			});
			active?.postMessage({ type: 'status' });
		});
	});
}

/** The page asks for news, as it does when the network comes back. */
export const lookForNews = (page: Page) =>
	page.evaluate(() => void dispatchEvent(new Event('online')));

/** Waits until the device has switched to a release. */
export async function expectRelease(page: Page, site: string): Promise<void> {
	await expect
		.poll(async () => (await statusOf(page)).release, { timeout: 30_000 })
		.toBe(catalogueOf(site).release);
}

/** Ends every running service worker, as a browser does at will. */
export async function stopWorkers(page: Page): Promise<void> {
	const session = await page.context().newCDPSession(page);
	await session.send('ServiceWorker.enable');
	await session.send('ServiceWorker.stopAllWorkers');
	await session.detach();
}

/** A new tab after all others were closed, the worker ended, the browser's own cache emptied and the host gone. */
export async function coldStart(context: BrowserContext, server: StaticServer): Promise<Page> {
	await server.offline();
	const page = await context.newPage();
	for (const other of context.pages()) if (other !== page) await other.close();
	const session = await context.newCDPSession(page);
	await session.send('Network.clearBrowserCache');
	await stopWorkers(page);
	return page;
}

/** Which of these releases the device shows, if every page it opens is one of it, byte for byte. */
export async function shownRelease(
	page: Page,
	origin: string,
	sites: readonly string[]
): Promise<number> {
	const index = await textAt(page, `${origin}/`);
	const which = sites.findIndex((site) => readFileSync(join(site, 'index.html'), 'utf8') === index);
	const site = sites[which];
	if (site === undefined) throw new Error('the index is of none of these releases');
	for (const { slug } of catalogueOf(site).posts) {
		const path = `/posts/${encodeURIComponent(slug)}/`;
		const published = readFileSync(join(site, 'posts', slug, 'index.html'), 'utf8');
		expect(await textAt(page, origin + path), path).toBe(published);
	}
	return which;
}

/** A document as it arrives, before any script changes it. */
export async function textAt(page: Page, url: string): Promise<string> {
	const response = await page.goto(url, { waitUntil: 'commit' });
	return (await response?.text()) ?? '';
}

/** What the reader's database knows of posts. */
export const marks = (page: Page) =>
	page.evaluate(
		() =>
			new Promise<Mark[]>((resolve, reject) => {
				const open = indexedDB.open('cat-posts:/:reader');
				open.onerror = () => reject(open.error);
				open.onsuccess = () => {
					const rows = open.result.transaction('marks').objectStore('marks').getAll();
					rows.onsuccess = () => {
						open.result.close();
						resolve(rows.result);
					};
				};
			})
	);

/** Whether a request asks for something newer. */
export const isNews = ({ url }: { url: string }) => /catalogue\.json|service-worker\.js/.test(url);

/** The address of a site's style sheet. */
export async function styleOf(site: string): Promise<string> {
	const [, style = ''] =
		/<link rel="stylesheet" href="([^"]+)"/.exec(readFileSync(join(site, 'index.html'), 'utf8')) ??
		[];
	return style;
}

/** Whether a newer shell is on the device and waits for a navigation. */
export const isWaiting = (page: Page) =>
	page.evaluate(async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting));

/** Waits until the shell that waits has taken over. */
export const expectTakeover = (page: Page) =>
	expect.poll(() => isWaiting(page), { timeout: 20_000 }).toBe(false);
