import { trustedScript } from './trusted-script';

/** Gives a worker to the browser: the browser's own function, or one that also reports. */
export type Register = (
	url: string,
	options: RegistrationOptions
) => Promise<ServiceWorkerRegistration | undefined>;

/**
 * Registers the service worker, by an absolute address and for the whole site, whatever page this is. Resolves when there
 * is an active one. Rejects where there are no service workers, where none are allowed, and when it could not be installed.
 */
export async function registerWorker(
	base: string,
	register: Register = (url, options) => navigator.serviceWorker.register(url, options)
): Promise<void> {
	// The one address never changes, or devices would keep the worker at the old address for good.
	const url = `${base}/service-worker.js`;
	const registered = register(trustedScript(url, [url]), {
		scope: `${base}/`,
		updateViaCache: 'none'
	});
	const registration = await registered.catch(async (error: unknown) => {
		// A script that was cut short and called whole is in the browser's cache now; past it, it comes whole the next time.
		await fetch(url, { cache: 'reload' }).catch(() => undefined);
		throw error;
	});
	const installing = registration?.installing;
	const failed = new Promise<never>((_, reject) =>
		installing?.addEventListener('statechange', () => {
			if (installing.state === 'redundant') reject(new Error('the worker was not installed'));
		})
	);
	await Promise.race([navigator.serviceWorker.ready, failed]);
}
