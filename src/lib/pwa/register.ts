import { trustedScript } from './trusted-script';

/**
 * Registers the service worker, by an absolute address and for the whole site, whatever page this is. Rejects where
 * there are no service workers, or none are allowed.
 */
export function registerWorker(base: string): Promise<ServiceWorkerRegistration> {
	const url = workerUrl(base);
	return navigator.serviceWorker.register(trustedScript(url, [url]), {
		scope: `${base}/`,
		updateViaCache: 'none'
	});
}

/** The worker's one address; it never changes, or devices would keep the one at the old address for good. */
export function workerUrl(base: string): string {
	return `${base}/service-worker.js`;
}
