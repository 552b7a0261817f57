import { Workbox } from 'workbox-window';

/** Trusted Types, as far as we use them: one policy that knows two addresses. */
interface PolicyFactory {
	createPolicy(
		name: string,
		rules: { createScriptURL(url: string): string }
	): { createScriptURL(url: string): string };
}

/**
 * Registers the service worker, by an absolute address and for the whole site, whatever page this is. Resolves when a
 * worker is active; never where there are no service workers, or none are allowed.
 */
export async function registerWorker(base: string): Promise<Workbox> {
	const url = `${base}/service-worker.js`;
	const workbox = new Workbox(trustedScript(url, [url]), {
		scope: `${base}/`,
		updateViaCache: 'none'
	});
	await workbox.register();
	return workbox;
}

let policy: ReturnType<PolicyFactory['createPolicy']> | undefined;

/** An address that a script may be loaded from, if it is among the known ones. */
export function trustedScript(url: string, known: readonly string[]): string {
	if (!known.includes(url)) throw new TypeError(`${url} is no script of this site.`);
	const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
	policy ??= trustedTypes?.createPolicy('cat-posts', { createScriptURL: (trusted) => trusted });
	return policy ? policy.createScriptURL(url) : url;
}
