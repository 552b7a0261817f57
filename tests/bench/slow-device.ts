import { until } from '../rig/processes';
import { startServer } from '../rig/server';
import { BareTab } from './bare-tab';

const SITE = process.env.SITE_DIR ?? 'build';

/** A phone's screen with all posts saved, four times as slow as this machine, and no host any more. */
export async function onSlowDevice<Result>(
	measure: (tab: BareTab, index: string) => Promise<Result>
): Promise<Result> {
	const server = await startServer({ dir: SITE });
	const tab = await BareTab.open();
	const phone = { width: 390, height: 844, deviceScaleFactor: 1, mobile: false };
	await tab.send('Emulation.setDeviceMetricsOverride', phone);
	await tab.send('Page.navigate', { url: server.url });
	await until(() => tab.eval(isSaved), { timeout: 60_000, what: 'all posts saved' });
	await server.offline();
	await tab.send('Emulation.setCPUThrottlingRate', { rate: 4 });
	const result = await measure(tab, server.url);
	await tab.close();
	return result;
}

/** Loads a page. `kind`: as it says of itself. */
export async function open(tab: BareTab, url: string, kind: string): Promise<void> {
	await tab.send('Page.navigate', { url });
	await until(() => tab.eval(isLoaded, kind), { what: url });
}

// What follows runs in the page.

function isSaved(): boolean {
	return /^(\d+)\/\1 saved$/.test(document.querySelector('#status')?.textContent ?? '');
}

function isLoaded(kind: string): boolean {
	return document.documentElement.dataset.page === kind && document.readyState === 'complete';
}
