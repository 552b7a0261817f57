import { trustedScript } from './trusted-script';

/**
 * Registers the service worker, by an absolute address and for the whole site, whatever page this is. Resolves when there
 * is an active one. Rejects where there are no service workers, where none are allowed, and when it could not be installed.
 */
export async function registerWorker(base: string): Promise<void> {
	const url = workerUrl(base);
	const registered = navigator.serviceWorker.register(trustedScript(url, [url]), {
		scope: `${base}/`,
		updateViaCache: 'none'
	});
	const { installing } = await registered.catch(async (error: unknown) => {
		// A script that was cut short and called whole is in the browser's cache now; past it, it comes whole the next time.
		await fetch(url, { cache: 'reload' }).catch(() => undefined);
		throw error;
	});
	const failed = new Promise<never>((_, reject) =>
		installing?.addEventListener('statechange', () => {
			if (installing.state === 'redundant') reject(new Error('the worker was not installed'));
		})
	);
	await Promise.race([navigator.serviceWorker.ready, failed]);
}

/** The worker's one address; it never changes, or devices would keep the one at the old address for good. */
export function workerUrl(base: string): string {
	return `${base}/service-worker.js`;
}
