import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/browser';
import { startServer } from '../rig/server';

const SITE = process.env.SITE_DIR ?? 'build';
const TAPS = 20;
const QUERIES = [
	'retry budget',
	'sync.Pool',
	'context.WithTimeout',
	'goroutine leak',
	'rate limit redis'
];

/** Milliseconds, sorted, as the figures that matter. */
function summary(times: number[]): Record<string, number> {
	const sorted = times.sort((a, b) => a - b);
	const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);
	return { median: at(0.5), p95: at(0.95), most: at(1), samples: sorted.length };
}

async function onSlowDevice<T>(measure: (page: Page, origin: string) => Promise<T>): Promise<T> {
	const server = await startServer({ dir: SITE });
	const browser = await chromium.launch({ executablePath: await findChromium() });
	const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
	// tsx names functions with a helper that pages do not have.
	await page.addInitScript('globalThis.__name = (named) => named');
	// When the finger was lifted: what Playwright does before it clicks is nobody's wait.
	await page.addInitScript(() =>
		addEventListener(
			'click',
			({ timeStamp }) => sessionStorage.setItem('tap', String(performance.timeOrigin + timeStamp)),
			{ capture: true }
		)
	);
	await page.goto(server.url);
	await page.locator('#status', { hasText: /saved$/ }).waitFor();
	await server.offline();
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	const result = await measure(page, server.origin);
	await browser.close();
	return result;
}

/** From the tap on the index to the first paint of the post's text, in milliseconds. */
export function measureReading(): Promise<Record<string, number>> {
	return onSlowDevice(async (page, origin) => {
		const times: number[] = [];
		for (let at = 0; at < TAPS; at++) {
			await page.goto(`${origin}/`);
			await page.locator('.posts h2 a').nth(at).click({ noWaitAfter: true });
			await page.waitForURL(/\/posts\//);
			const taken = await page.evaluate(
				() =>
					new Promise<number>((resolve) => {
						const take = () => {
							const [paint] = performance.getEntriesByName('first-contentful-paint');
							const tap = Number(sessionStorage.getItem('tap'));
							if (paint) resolve(performance.timeOrigin + paint.startTime - tap);
							else requestAnimationFrame(take);
						};
						take();
					})
			);
			times.push(taken);
		}
		return summary(times);
	});
}

/** From each keystroke to the next change of the results, in milliseconds. */
export function measureTyping(): Promise<Record<string, number>> {
	return onSlowDevice(async (page, origin) => {
		await page.goto(`${origin}/search/?q=go`);
		await page.locator('[data-hit]').first().waitFor();
		const times = await page.evaluate(async (queries) => {
			const field = document.querySelector<HTMLInputElement>('.search input');
			const results = document.querySelector('.search .found')?.parentElement;
			if (!field || !results) throw new Error('search is not there');
			const taken: number[] = [];
			for (const query of queries) {
				for (let length = 2; length <= query.length; length++) {
					const started = performance.now();
					const changed = new Promise<boolean>((resolve) => {
						const observer = new MutationObserver(() => done(true));
						const timer = setTimeout(() => done(false), 400);
						const done = (didChange: boolean) => {
							observer.disconnect();
							clearTimeout(timer);
							resolve(didChange);
						};
						observer.observe(results, { subtree: true, childList: true, characterData: true });
					});
					field.value = query.slice(0, length);
					field.dispatchEvent(new InputEvent('input', { bubbles: true }));
					// A letter that changes no result has nothing to measure.
					if (await changed) taken.push(performance.now() - started);
				}
			}
			return taken;
		}, QUERIES);
		return summary(times);
	});
}

/** The longest task of the page while the search worker makes its index, in milliseconds; 0 when none exceeds 50. */
export function measureIndexing(): Promise<Record<string, number>> {
	return onSlowDevice(async (page, origin) => {
		await page.goto(`${origin}/`);
		await page.evaluate(() => {
			const tasks: number[] = [];
			Object.assign(self, { tasks });
			new PerformanceObserver((list) => {
				tasks.push(...list.getEntries().map(({ duration }) => duration));
			}).observe({ type: 'longtask' });
		});
		await page.keyboard.press('/');
		await page.keyboard.type('retry');
		await page.locator('#search-dialog .found').waitFor();
		return { longest: Math.max(0, ...(await page.evaluate<number[]>('tasks'))) };
	});
}
