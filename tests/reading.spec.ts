import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { marks } from './blog';
import { catalogue, expect, SITE, test } from './site';

const textOf = (slug: string) => readFileSync(join(SITE, 'posts', slug, 'index.html'), 'utf8');

/** The first post whose page matches. */
function postWith(pattern: RegExp): string {
	const post = catalogue.posts.find(({ slug }) => pattern.test(textOf(slug)));
	if (!post) throw new Error(`no post matches ${pattern}`);
	return `/posts/${post.slug}/`;
}

const withCode = postWith(/class="code-wrap"/);
const withFigure = postWith(/data-figure="/);
/** Long enough to stop in the middle of. */
const long = postWith(/(<h2 id=[\s\S]*){5}/);

/** Chooses a theme in the menu. */
async function choose(page: Page, theme: string): Promise<void> {
	await page.locator('.settings summary').click();
	await page.getByRole('radio', { name: theme }).click();
	await expect(page.locator('html')).toHaveAttribute('data-theme', theme);
}

const rest = (page: Page) =>
	page.locator('.prose h2').evaluateAll((headings) => {
		headings[2]?.scrollIntoView({ behavior: 'instant' });
		return headings[2]?.id;
	});

test('a theme is kept, and stands before anything is painted', async ({ page, server }) => {
	await page.emulateMedia({ colorScheme: 'light' });
	await page.goto(server.url);
	await choose(page, 'dark');
	const painted: string[] = [];
	await page.exposeFunction('report', (seen: string) => painted.push(seen));
	await page.addInitScript(() => {
		// The body is there only after the scripts that block it: what its first frame has is what is painted.
		const { report } = self as unknown as { report: (seen: string) => void };
		const look = () =>
			document.body
				? report(
						`${document.documentElement.dataset.theme} ${getComputedStyle(document.body).colorScheme}`
					)
				: requestAnimationFrame(look);
		requestAnimationFrame(look);
	});
	for (const path of ['/', long, '/tags/go/', '/library/']) {
		await page.goto(server.origin + path);
		await expect.poll(() => painted.at(-1)).toMatch(/^dark /);
		await expect(page.locator('html')).toHaveCSS('color-scheme', 'dark');
	}
	expect(painted.every((seen) => seen.startsWith('dark '))).toBe(true);
	const head = textOf(long.split('/')[2] ?? '').split('</head>')[0] ?? '';
	// Neither deferred nor a module: nothing is painted before it has run.
	expect(head).toMatch(/<script src="[^"]*\/theme\.[^"]*"><\/script>/);
});

test('the menu goes on Escape, and on a touch beside it', async ({ page, server }) => {
	await page.goto(server.origin + long);
	const [summary, panel] = [page.locator('.settings summary'), page.locator('.settings-panel')];
	await summary.click();
	await panel.getByText('dark').click();
	await expect(panel).toBeVisible();
	await page.keyboard.press('Escape');
	await expect(panel).toBeHidden();
	await expect(summary).toBeFocused();
	await summary.click();
	await page.locator('.lead').click({ position: { x: 5, y: 5 } });
	await expect(panel).toBeHidden();
});

test('the text size is kept', async ({ page, server }) => {
	await page.goto(server.origin + long);
	const size = () => page.locator('.prose').evaluate((prose) => getComputedStyle(prose).fontSize);
	const before = parseFloat(await size());
	await page.locator('.settings summary').click();
	await page.getByRole('button', { name: 'Larger text' }).click();
	await page.getByRole('button', { name: 'Larger text' }).click();
	await expect(page.locator('#size')).toHaveText('120 %');
	expect(parseFloat(await size())).toBeGreaterThan(before);
	const chosen = await size();
	await page.reload();
	expect(await size()).toBe(chosen);
	await expect(page.locator('#size')).toHaveText('120 %');
});

test('code is copied as it is meant, and wraps on wish, from then on everywhere', async ({
	page,
	context,
	server
}) => {
	await context.grantPermissions(['clipboard-read', 'clipboard-write']);
	await page.goto(server.origin + withCode);
	const block = page.locator('.code', { has: page.locator('.code-wrap') }).first();
	await block.locator('.code-copy').click();
	await expect(block.locator('.code-copy')).toHaveText('copied');
	const copied = await page.evaluate(() => navigator.clipboard.readText());
	const code = (await block.locator('code').textContent()) ?? '';
	expect(copied).toBe(code.trimEnd());
	await block.locator('.code-wrap').click();
	await expect(block.locator('.code-wrap')).toHaveAttribute('aria-pressed', 'true');
	await page.reload();
	await expect(block.locator('.code-wrap')).toHaveAttribute('aria-pressed', 'true');
	await expect(block).toHaveClass(/wrapped/);
});

test('the contents show where one is, and the place is remembered and offered, not taken', async ({
	page,
	server
}) => {
	await page.setViewportSize({ width: 1400, height: 800 });
	await page.goto(server.origin + long);
	const id = await rest(page);
	await expect(page.locator('.contents [aria-current=location]')).toHaveAttribute('href', `#${id}`);
	await expect.poll(async () => (await marks(page))[0]?.place?.id).toBe(id);
	await page.goto(server.origin + long);
	await expect(page.locator('.continue')).toHaveAttribute('href', `#${id}`);
	expect(await page.evaluate(() => scrollY)).toBe(0);
	await page.locator('.continue').click();
	await expect(page.locator(`[id="${id}"]`)).toBeInViewport();
});

test('the offer to read on comes late and moves nothing', async ({ page, server }) => {
	await page.goto(server.origin + long);
	await rest(page);
	await expect.poll(async () => (await marks(page))[0]?.place?.id).toBeTruthy();
	await page.goto(server.origin + long);
	await expect(page.locator('.continue')).toBeVisible();
	const [top, moved] = await page.evaluate(() => {
		const top = () => document.querySelector('.contents')?.getBoundingClientRect().top;
		const withIt = top();
		document.querySelector('.continue')?.remove();
		return [withIt, top()];
	});
	expect(moved).toBe(top);
});

test('whatever the status says, the header is as high as it was', async ({ page, server }) => {
	await page.goto(server.origin + long);
	const words = ['', 'saving 12/32', '32/32 saved', 'offline, 32/32 saved', 'storage full, 12/32'];
	for (const width of [320, 360, 390, 480, 600, 640, 768, 1024]) {
		await page.setViewportSize({ width, height: 800 });
		const heights = await page.evaluate((words) => {
			const [bar, status] = [document.querySelector('.bar'), document.querySelector('#status')];
			return words.map((said) => {
				status?.replaceChildren(said);
				return bar?.clientHeight;
			});
		}, words);
		expect(new Set(heights).size, `${width}: ${heights.join()}`).toBe(1);
	}
});

test('an interactive figure wakes when it comes near, and its picture is there before', async ({
	page,
	server
}) => {
	const seen: string[] = [];
	page.on('pageerror', (error) => seen.push(error.message));
	await page.goto(server.origin + withFigure);
	const figure = page.locator('figure[data-figure]').first();
	await expect(figure.locator('svg, img').first()).toBeAttached();
	await figure.scrollIntoViewIfNeeded();
	await expect(figure).toHaveAttribute('data-awake', '');
	expect(seen).toEqual([]);
});

test('without JavaScript every kind of page is whole and leads on', async ({ browser, server }) => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto(server.url);
	await expect(page.locator('.posts > li')).toHaveCount(catalogue.posts.length);
	await page.locator(`.posts a[href="${withFigure}"]`).click();
	await expect(page.locator('.prose h2').first()).toBeVisible();
	await expect(page.locator('figure[data-figure] svg').first()).toBeVisible();
	await page.locator('.contents summary').click();
	await page.locator('.contents a').nth(1).click();
	await expect(page.locator('.prose h2').nth(1)).toBeInViewport();
	await page.goto(`${server.origin}/search/`);
	await expect(page.locator('#app p')).toContainText('Searching needs JavaScript');
	await page.goto(`${server.origin}/library/`);
	await expect(page.locator('#app p')).toContainText(
		'Keeping posts on this device needs JavaScript'
	);
	await context.close();
});

test('on paper there is the text and nothing to press', async ({ page, server }) => {
	await page.goto(server.origin + withCode);
	await page.emulateMedia({ media: 'print' });
	await expect(page.locator('.prose h2').first()).toBeVisible();
	for (const chrome of ['header.bar', '.contents', '.code-copy', '.install-offer', '.foot']) {
		for (const element of await page.locator(chrome).all()) await expect(element).toBeHidden();
	}
});

test('installing is offered at the end of an article and never again once declined', async ({
	page,
	server
}) => {
	await page.goto(server.origin + long);
	const offer = page.locator('.install-offer');
	await page.evaluate(() => {
		const event = new Event('beforeinstallprompt', { cancelable: true });
		Object.assign(event, { prompt: async () => Object.assign(self, { prompted: true }) });
		dispatchEvent(event);
	});
	await rest(page);
	await expect(offer).toBeHidden();
	const end = () => page.locator('footer.foot').scrollIntoViewIfNeeded();
	await end();
	await expect(offer).toBeVisible();
	await offer.getByRole('button', { name: 'not now' }).click();
	await expect(offer).toBeHidden();
	expect(await page.evaluate('self.prompted')).toBeUndefined();
	await page.addInitScript(() => {
		addEventListener('cat-posts:finished', () => Object.assign(self, { finished: true }));
	});
	await page.reload();
	await end();
	await expect.poll(() => page.evaluate('self.finished')).toBe(true);
	// The offer asks the database first; so does this, after it.
	expect((await marks(page))[0]?.read?.value).toBe(true);
	await expect(offer).toBeHidden();
});

test('accepting opens the browser’s own dialog', async ({ page, server }) => {
	await page.goto(server.origin + long);
	await page.evaluate(() => {
		const event = new Event('beforeinstallprompt', { cancelable: true });
		Object.assign(event, { prompt: async () => Object.assign(self, { prompted: true }) });
		dispatchEvent(event);
	});
	await page.locator('footer.foot').scrollIntoViewIfNeeded();
	await page.locator('.install-offer [data-do=install]').click();
	await expect.poll(() => page.evaluate('self.prompted')).toBe(true);
	expect(new URL(page.url()).pathname).toBe(long);
});
