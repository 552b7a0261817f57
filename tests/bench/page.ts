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
	'rate limit redis',
	'connection pool',
	'kafka consumer lag',
	'read replica',
	'idempotency key',
	'outbox',
	'eventual consistency',
	'circuit braker'
];
/** How long a finger stays on the glass, in milliseconds. */
const TOUCH = 80;
/** A quick typist's time from one letter to the next, in milliseconds. */
const LETTER = 100;

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
	// When the finger was lifted: what Playwright does before it clicks is nobody's wait. The name of a window outlives its
	// page, and costs no wait for storage as sessionStorage does.
	await page.addInitScript(() =>
		addEventListener(
			'click',
			({ timeStamp }) => (window.name = String(performance.timeOrigin + timeStamp)),
			{ capture: true }
		)
	);
	await page.goto(server.url);
	await page.locator('#status', { hasText: /^(\d+)\/\1 saved$/ }).waitFor();
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
			await page.locator('.posts h2 a').nth(at).click({ noWaitAfter: true, delay: TOUCH });
			await page.waitForURL(/\/posts\//);
			const taken = await page.evaluate(
				() =>
					new Promise<number>((resolve) => {
						const take = () => {
							const [paint] = performance.getEntriesByName('first-contentful-paint');
							const tap = Number(window.name);
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

/**
 * The slow-down of the browser does not reach workers: what the search worker does for a question is made to take four
 * times as long by hand.
 */
async function slowSearchWorker(page: Page): Promise<void> {
	const worker = page.workers().find((each) => each.url().includes('worker'));
	if (!worker) throw new Error('the search worker is not there');
	await worker.evaluate(() => {
		let asked = 0;
		const send = postMessage;
		addEventListener('message', () => (asked = performance.now()));
		Object.assign(self, {
			postMessage(message: { type: string }) {
				const until = asked + 4 * (performance.now() - asked);
				while (message.type === 'answer' && performance.now() < until);
				send(message);
			}
		});
	});
}

/** From each keystroke to its results in the page, and to the end of the frame that shows them, in milliseconds. */
export function measureTyping(): Promise<Record<'inPage' | 'painted', Record<string, number>>> {
	return onSlowDevice(async (page, origin) => {
		await page.goto(`${origin}/search/?q=go`);
		await page.locator('[data-hit]').first().waitFor();
		await slowSearchWorker(page);
		const times = await page.evaluate(
			async ([queries, letter]) => {
				const field = document.querySelector<HTMLInputElement>('.search input');
				const results = document.querySelector('.search .found')?.parentElement;
				if (!field || !results) throw new Error('search is not there');
				const painted = () =>
					new Promise<void>((resolve) => {
						const { port1, port2 } = new MessageChannel();
						port1.onmessage = () => resolve();
						requestAnimationFrame(() => port2.postMessage(0));
					});
				const inPage: number[] = [];
				const inFrame: number[] = [];
				for (const query of queries) {
					for (let length = 2; length <= query.length; length++) {
						await new Promise((resolve) => setTimeout(resolve, letter));
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
						if (!(await changed)) continue;
						inPage.push(performance.now() - started);
						await painted();
						inFrame.push(performance.now() - started);
					}
				}
				return { inPage, painted: inFrame };
			},
			[QUERIES, LETTER] as const
		);
		return { inPage: summary(times.inPage), painted: summary(times.painted) };
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
