import { sleep, until } from '../rig/processes';
import { onSlowDevice, open } from './slow-device';
import { summary } from './summary';

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
/** After its results search has no more to do, in milliseconds. */
const REST = 1_500;

/** From each keystroke to its results in the page, and to the end of the frame that shows them, in milliseconds. */
export function measureTyping(): Promise<Record<'inPage' | 'painted', Record<string, number>>> {
	return onSlowDevice(async (tab, index) => {
		const workers = await tab.workers();
		await open(tab, `${index}search/?q=go`, 'search');
		await until(() => tab.eval(isAnswered), { what: 'results' });
		const worker = workers.find(({ url }) => url.includes('/worker.'));
		if (!worker) throw new Error('the search worker is not there');
		await worker.eval(slowDown);
		await sleep(REST);
		const times = await tab.eval(type, QUERIES, LETTER);
		return { inPage: summary(times.inPage), painted: summary(times.painted) };
	});
}

/** The longest task of the page from the first opening of search to its first results, in milliseconds; 0 if none exceeds 50. */
export function measureOpening(): Promise<Record<string, number>> {
	return onSlowDevice(async (tab, index) => {
		await open(tab, index, 'index');
		await sleep(REST);
		await tab.eval(noteTasks);
		for (const key of '/retry') await tab.press(key);
		await sleep(REST);
		await until(() => tab.eval(isAnswered), { what: 'results' });
		return { longest: Math.max(0, ...(await tab.eval(notedTasks))) };
	});
}

// What follows runs in the page.

function isAnswered(): boolean {
	return document.querySelector('[data-hit]') !== null;
}

/** Keeps what the browser calls long tasks, which is over 50 ms. */
function noteTasks(): void {
	const tasks: number[] = [];
	Object.assign(self, { tasks });
	new PerformanceObserver((list) => {
		tasks.push(...list.getEntries().map(({ duration }) => duration));
	}).observe({ type: 'longtask' });
}

function notedTasks(): number[] {
	return (self as unknown as { tasks: number[] }).tasks;
}

async function type(queries: string[], letter: number) {
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
}

/**
 * Runs in the search worker. The slow-down of the browser does not reach workers: what this one does for a question is
 * made to take four times as long by hand.
 */
function slowDown(): void {
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
}
