import type { Page } from '@playwright/test';
import { changing, expect, expectSaved, pathOf, posts, test as base } from './blog';

/** A window without a browser's bars, as an installed site has it. */
const test = base.extend<{ app: Page }>({
	app: async ({ playwright, launchOptions }, use) => {
		const context = await playwright.chromium.launchPersistentContext('', {
			...launchOptions,
			// Playwright's build without windows has no applications either.
			...(!launchOptions.executablePath && { channel: 'chromium' }),
			args: ['--app=data:,'],
			viewport: { width: 390, height: 844 }
		});
		const [page = await context.newPage()] = context.pages();
		await use(page);
		await context.close();
	}
});

test.describe.configure({ timeout: 120_000 });

test('the installed app tells at its first start how far it is, and when the tunnel may come', async ({
	app,
	server
}) => {
	await server.setFaults({ kind: 'delay', ms: 700, match: '/blobs/' });
	await app.goto(server.url);
	await expect(app.locator('#gate')).toHaveText(/Saving the posts to this device: \d+\/10/);
	await expect(app.locator('#gate')).toHaveText('10/10 saved. Safe to go offline.');
	await app.goto(server.origin + pathOf(changing));
	await expectSaved(app, posts.length);
	await expect(app.locator('#gate')).toBeHidden();
});

test('the installed app has what a browser’s bars offer, and room for it', async ({
	app,
	server
}) => {
	await app.goto(server.url);
	await app.goto(server.origin + pathOf(changing));
	for (const width of [320, 390, 820]) {
		await app.setViewportSize({ width, height: 844 });
		for (const name of ['Back', 'Reload', 'share']) {
			await expect(app.getByRole('button', { name, exact: true })).toBeInViewport({ ratio: 1 });
		}
		const isCut = ({ scrollWidth, clientWidth }: Element) => scrollWidth > clientWidth;
		expect(await app.locator('.home').evaluate(isCut), `the name at ${width} pixels`).toBe(false);
		expect(await app.locator('html').evaluate(isCut), `the page at ${width} pixels`).toBe(false);
	}
	await app.getByRole('button', { name: 'Back' }).click();
	await expect(app).toHaveURL(server.url);
});
