import { Workbox } from 'workbox-window';
import { registerWorker } from './register';

/**
 * Registers the worker and says so whenever one is installed, waits or takes over, so that a page can show it. Posts
 * register without it: they show less, and Workbox costs 2 kB.
 */
export function registerWithLifecycle(base: string, onChange: () => void): Promise<void> {
	return registerWorker(base, (url, options) => {
		const workbox = new Workbox(url, options);
		for (const type of ['installed', 'waiting', 'activated', 'controlling'] as const) {
			workbox.addEventListener(type, onChange);
		}
		return workbox.register();
	});
}
