import { chromium, type Page } from '@playwright/test';
import { findChromium } from '../../scripts/browser';
import { startServer } from '../rig/server';
import { summary } from './summary';

const SITE = process.env.SITE_DIR ?? 'build';
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
/** A quick typist's time from one letter to the next, in milliseconds. */
const LETTER = 100;

async function onSlowDevice<T>(measure: (page: Page, origin: string) => Promise<T>): Promise<T> {
	const server = await startServer({ dir: SITE });
	const browser = await chromium.launch({ executablePath: await findChromium() });
	const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
	// tsx names functions with a helper that pages do not have.
	await page.addInitScript('globalThis.__name = (named) => named');
	await page.goto(server.url);
	await page.locator('#status', { hasText: /^(\d+)\/\1 saved$/ }).waitFor();
	await server.offline();
	const session = await page.context().newCDPSession(page);
	await session.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	const result = await measure(page, server.origin);
	await browser.close();
	return result;
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
