import { Workbox } from 'workbox-window';
import { workerUrl } from './register';
import { trustedScript } from './trusted-script';

/**
 * Registers the worker and says so whenever one is installed, waits or takes over, so that a page can show it. Posts
 * register without it (`registerWorker`): they show less, and Workbox costs 2 kB.
 */
export async function registerWithLifecycle(base: string, onChange: () => void): Promise<void> {
	const url = workerUrl(base);
	const workbox = new Workbox(trustedScript(url, [url]), {
		scope: `${base}/`,
		updateViaCache: 'none'
	});
	for (const type of ['installed', 'waiting', 'activated', 'controlling'] as const) {
		workbox.addEventListener(type, onChange);
	}
	await workbox.register();
	await navigator.serviceWorker.ready;
}
