import { sleep, until } from '../rig/processes';
import { startServer } from '../rig/server';
import { BareTab } from './bare-tab';
import { summary } from './summary';

const SITE = process.env.SITE_DIR ?? 'build';
const TAPS = 20;
/** How long a reader looks at the index before choosing, and a finger stays on the glass, in milliseconds. */
const LOOK = 700;
const TOUCH = 80;

/** From the tap on the index to the first paint of the post's text, offline and slowed down, in milliseconds. */
export async function measureReading(): Promise<Record<string, number>> {
	const server = await startServer({ dir: SITE });
	const tab = await BareTab.open();
	const phone = { width: 390, height: 844, deviceScaleFactor: 1, mobile: false };
	await tab.send('Emulation.setDeviceMetricsOverride', phone);
	await tab.send('Page.navigate', { url: server.url });
	await until(() => tab.eval(isSaved), { timeout: 60_000, what: 'all posts saved' });
	await server.offline();
	await tab.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	const times: number[] = [];
	for (let at = 0; at < TAPS; at++) {
		await tab.send('Page.navigate', { url: server.url });
		await until(() => tab.eval(isIndex), { what: 'the index' });
		await sleep(LOOK);
		await tab.tap(await tab.eval(findPost, at), TOUCH);
		// To ask earlier would take the slow page time.
		await sleep(LOOK);
		times.push(await until(() => tab.eval(timeToText), { what: `post ${at}` }));
	}
	await tab.close();
	return summary(times);
}

// What follows runs in the page.

function isSaved(): boolean {
	return /^(\d+)\/\1 saved$/.test(document.querySelector('#status')?.textContent ?? '');
}

function isIndex(): boolean {
	return document.documentElement.dataset.page === 'index' && document.readyState === 'complete';
}

/**
 * Where the link is. Notes when the finger is lifted: the name of a window outlives its page, and costs no wait for
 * storage as sessionStorage does.
 */
function findPost(at: number): { x: number; y: number } {
	const lifted = ({ timeStamp }: Event) =>
		(window.name = String(performance.timeOrigin + timeStamp));
	addEventListener('click', lifted, { capture: true });
	const link = document.querySelectorAll('.posts h2 a')[at];
	link?.scrollIntoView({ block: 'center' });
	const line = link?.getClientRects()[0];
	if (!line) throw new Error(`the index has no post ${at}`);
	return { x: line.x + line.width / 3, y: line.y + line.height / 2 };
}

/** Undefined until then. */
function timeToText(): number | undefined {
	const [paint] = performance.getEntriesByName('first-contentful-paint');
	if (document.documentElement.dataset.page !== 'post' || !paint) return undefined;
	return performance.timeOrigin + paint.startTime - Number(window.name);
}
