import type { Page } from '@playwright/test';
import type { CatalogueEntry } from '../src/lib/library/catalogue';
import { catalogueOf, expect, first, test } from './blog';

let entries: CatalogueEntry[];
test.beforeAll(async () => {
	test.setTimeout(120_000);
	entries = catalogueOf(await first()).posts;
});

/** Titles of the posts that carry these tags and none of those. */
const carrying = (and: string[], not: string[] = []) =>
	entries
		.filter(({ tags }) => and.every((tag) => tags.includes(tag)))
		.filter(({ tags }) => !not.some((tag) => tags.includes(tag)))
		.map(({ title }) => title);

const listed = (page: Page) => page.locator('.posts > li:visible h2');
const chip = (page: Page, tag: string) => page.locator(`.chip[data-tag="${tag}"]`);
const command = (page: Page) => page.locator('#command');

test('a tag has its page, whole without JavaScript', async ({ browser, server }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(server.url);
	await page.locator('.tags.counts a', { hasText: '#databases' }).click();
	await expect(page).toHaveURL(`${server.origin}/tags/databases/`);
	await expect(command(page)).toHaveText('grep "#databases" posts/*');
	await expect(page.locator('#count')).toHaveText('5 results');
	await expect(listed(page)).toHaveText(carrying(['databases']));
	await context.close();
});

test('further tags narrow the list or take from it; counts, command and address follow, and the way back leads back', async ({
	page,
	server
}) => {
	await page.goto(`${server.origin}/tags/databases/`);
	const expectShown = async (and: string[], not: string[], address: string, shell: string) => {
		const titles = carrying(['databases', ...and], not);
		await expect(listed(page)).toHaveText(titles);
		await expect(page.locator('#count')).toHaveText(
			`${titles.length} result${titles.length === 1 ? '' : 's'}`
		);
		await expect(page).toHaveURL(`${server.origin}/tags/databases/${address}`);
		await expect(command(page)).toHaveText(shell);
		for (const tag of ['career', 'observability', 'nodejs']) {
			const count = carrying(['databases', ...and, tag], not).length;
			if (count > 0) await expect(chip(page, tag).locator('.count')).toHaveText(String(count));
			else await expect(chip(page, tag)).toBeVisible({ visible: not.includes(tag) });
		}
	};
	const steps = [
		[[], [], '', 'grep "#databases" posts/*'],
		[
			['observability'],
			[],
			'?and=observability',
			'grep -l "#databases" posts/* | xargs grep -l "#observability"'
		],
		[
			['observability'],
			['career'],
			'?and=observability&not=career',
			'grep -l "#databases" posts/* | xargs grep -l "#observability" | xargs grep -L "#career"'
		]
	] as const;
	const show = async (at: 0 | 1 | 2) => {
		const [and, not, address, shell] = steps[at];
		await expectShown([...and], [...not], address, shell);
	};
	await show(0);
	await chip(page, 'observability').locator('[data-set=and]').click();
	await show(1);
	await chip(page, 'career').locator('[data-set=not]').click();
	await show(2);
	await expect(chip(page, 'career').locator('[data-set=not]')).toHaveAttribute(
		'aria-pressed',
		'true'
	);
	await page.reload();
	await show(2);
	await page.goBack();
	await show(1);
	await page.goBack();
	await show(0);
	await page.goForward();
	await show(1);
	await chip(page, 'observability').locator('[data-set=and]').click();
	await show(0);
});

test('a tag that no post carries is no page', async ({ page, server }) => {
	const response = await page.goto(`${server.origin}/tags/nothing/`);
	expect(response?.status()).toBe(404);
	await page.goto(`${server.origin}/tags/databases/?and=nothing&not=nothing`);
	await expect(listed(page)).toHaveText(carrying(['databases']));
});
