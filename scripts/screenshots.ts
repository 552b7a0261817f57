import { mkdirSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { startServer } from '../tests/rig/server';
import { findChromium } from './browser';

/** Takes the pictures of the README and of the install dialog from the built site: `npm run screenshots`. */
const POST = process.env.POST ?? '/posts/rate-limiting-in-go-for-high-traffic-apis/';
const pages = {
	index: '/',
	post: POST,
	tag: '/tags/go/?and=performance',
	search: '/search/?q=retry+budget',
	library: '/library/'
};
const sizes = {
	narrow: { width: 390, height: 844, deviceScaleFactor: 2 },
	wide: { width: 1440, height: 900, deviceScaleFactor: 1 }
};

mkdirSync('static/screenshots', { recursive: true });
mkdirSync('docs/screenshots', { recursive: true });
const server = await startServer({ dir: process.env.OUT_DIR ?? 'build' });
const browser = await chromium.launch({ executablePath: await findChromium() });
for (const [size, { deviceScaleFactor, ...viewport }] of Object.entries(sizes)) {
	for (const colorScheme of ['light', 'dark'] as const) {
		const context = await browser.newContext({ viewport, deviceScaleFactor, colorScheme });
		const page = await context.newPage();
		await page.goto(server.url);
		await page.locator('#status', { hasText: /saved$/ }).waitFor();
		for (const [name, path] of Object.entries(pages)) {
			await page.goto(server.origin + path);
			await page.locator('#status', { hasText: /saved$/ }).waitFor();
			if (name === 'search') await page.locator('[data-hit]').first().waitFor();
			const forInstall = colorScheme === 'dark' && (name === 'index' || name === 'post');
			if (forInstall) await page.screenshot({ path: `static/screenshots/${size}-${name}.png` });
			await page.screenshot({
				path: `docs/screenshots/${name}-${size}-${colorScheme}.png`,
				scale: 'css'
			});
		}
		await context.close();
	}
}
await browser.close();
await server.offline();
process.exit(0);
