import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type BrowserContext, type Page } from '@playwright/test';
import type { Catalogue } from '../src/lib/library/catalogue';
import { startServer, type StaticServer } from './rig/server';

/** The built site that the specs run on. */
export const SITE = process.env.SITE_DIR ?? 'build';

/** What it publishes. */
export const catalogue: Catalogue = JSON.parse(readFileSync(join(SITE, 'catalogue.json'), 'utf8'));

/** Every tag it carries. */
export const tags = [...new Set(catalogue.posts.flatMap((post) => post.tags))].sort();

/** Addresses of every document, as published. */
export const pagePaths = [
	'/',
	'/search/',
	'/library/',
	...tags.map((tag) => `/tags/${tag}/`),
	...catalogue.posts.map(({ slug }) => `/posts/${encodeURIComponent(slug)}/`)
];

/** One of each kind. */
export const pageKinds = [
	'/',
	pagePaths.at(-1) ?? '',
	'/tags/go/',
	'/search/?q=retry',
	'/library/'
];

/** Files of a built site, relative to it. */
export function filesOf(site: string): string[] {
	return readdirSync(site, { recursive: true, encoding: 'utf8' })
		.filter((file) => statSync(join(site, file)).isFile())
		.map((file) => file.replaceAll('\\', '/'))
		.sort();
}

/** A browser that has everything, and the host it got it from. */
interface Fixtures {
	server: StaticServer;
	/** A page on the index, once every post is saved. */
	saved: Page;
}

export const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = await startServer({ dir: SITE });
		await use(server);
		await server.offline();
	},
	saved: async ({ page, server }, use) => {
		await page.goto(server.url);
		await everythingSaved(page);
		await use(page);
	}
});

export { expect };

/** Waits until the status line says that every post is on the device. */
export async function everythingSaved(page: Page, total = catalogue.posts.length): Promise<void> {
	await expect(page.locator('#status')).toHaveText(new RegExp(`${total}/${total} saved|new: `), {
		timeout: 30_000
	});
}

/** The host is gone and the browser's own cache is empty: what opens now comes from the library. */
export async function coldStartOffline(
	context: BrowserContext,
	server: StaticServer
): Promise<Page> {
	await server.offline();
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Network.clearBrowserCache');
	for (const other of context.pages()) if (other !== page) await other.close();
	return page;
}
