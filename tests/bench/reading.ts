import { sleep, until } from '../rig/processes';
import { onSlowDevice, open } from './slow-device';
import { summary } from './summary';

const TAPS = 20;
/** How long a reader looks at the index before choosing, and a finger stays on the glass, in milliseconds. */
const LOOK = 700;
const TOUCH = 80;

/** From the tap on the index to the first paint of the post's text, offline and slowed down, in milliseconds. */
export function measureReading(): Promise<Record<string, number>> {
	return onSlowDevice(async (tab, index) => {
		const times: number[] = [];
		for (let at = 0; at < TAPS; at++) {
			await open(tab, index, 'index');
			await sleep(LOOK);
			await tab.tap(await tab.eval(findPost, at), TOUCH);
			// To ask earlier would take the slow page time.
			await sleep(LOOK);
			times.push(await until(() => tab.eval(timeToText), { what: `post ${at}` }));
		}
		return summary(times);
	});
}

// What follows runs in the page.

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
