import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { catalogue, expect, pageKinds, test } from './site';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResults {
	violations: { id: string; nodes: { target: string[] }[] }[];
}

async function violations(page: Page): Promise<string[]> {
	// As an expression of the debugger: a strict content security policy keeps out added scripts.
	await page.evaluate(`(() => { ${axe} })()`);
	const results = await page.evaluate<AxeResults>(
		`axe.run(document, { runOnly: { type: 'tag', values: ${JSON.stringify(TAGS)} } })`
	);
	return results.violations.map(
		({ id, nodes }) => `${id}: ${nodes.length} × ${nodes[0]?.target.join(' ')}`
	);
}

for (const scheme of ['light', 'dark'] as const) {
	for (const path of [...pageKinds, '/nothing/']) {
		test(`axe finds nothing on ${path} in ${scheme}`, async ({ page, server }) => {
			await page.emulateMedia({ colorScheme: scheme });
			await page.goto(server.origin + path);
			await expect(page.locator('#status')).not.toBeEmpty({ timeout: 30_000 });
			expect(await violations(page)).toEqual([]);
		});
	}
}

test('axe finds nothing in the search dialog', async ({ saved }) => {
	await saved.keyboard.press('/');
	await saved.keyboard.type('retry');
	await expect(saved.locator('#search-dialog [data-hit]').first()).toBeVisible();
	expect(await violations(saved)).toEqual([]);
});

test('the whole way is open to a keyboard: skip link, search, result, theme', async ({ saved }) => {
	await saved.keyboard.press('Tab');
	await expect(saved.getByRole('link', { name: 'Skip to the text' })).toBeFocused();
	await saved.keyboard.press('Enter');
	await expect(saved.locator('#main')).toBeFocused();
	await saved.keyboard.press('Control+k');
	await saved.keyboard.type(catalogue.posts[0]?.title ?? '');
	await expect(saved.locator('[data-hit]').first()).toContainText(catalogue.posts[0]?.title ?? '');
	await saved.keyboard.press('ArrowDown');
	await expect(saved.locator('[data-hit]').first()).toBeFocused();
	await saved.keyboard.press('Enter');
	await expect(saved.locator('h1')).toHaveText(catalogue.posts[0]?.title ?? '');
	const settings = saved.locator('.settings summary');
	await settings.focus();
	await saved.keyboard.press('Enter');
	await saved.keyboard.press('Tab');
	await saved.keyboard.press('ArrowDown');
	await expect(saved.locator('html')).toHaveAttribute('data-theme', 'light');
});

test('a page can be zoomed and fits 390 and 320 pixels without scrolling sideways', async ({
	page,
	server
}) => {
	for (const width of [390, 320]) {
		await page.setViewportSize({ width, height: 700 });
		for (const path of pageKinds) {
			await page.goto(server.origin + path);
			const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
			expect(overflow, `${path} at ${width}`).toBe(0);
		}
	}
	const viewport = await page.locator('meta[name=viewport]').getAttribute('content');
	expect(viewport).not.toMatch(/user-scalable|maximum-scale/);
});
