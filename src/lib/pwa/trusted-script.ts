/** Trusted Types, as far as we use them: one policy that makes addresses of scripts. */
interface PolicyFactory {
	createPolicy(
		name: string,
		rules: { createScriptURL(url: string): string }
	): { createScriptURL(url: string): string };
}

let policy: ReturnType<PolicyFactory['createPolicy']> | undefined;

/** An address that a script may be loaded from, if it is among the known ones. */
export function trustedScript(url: string, known: readonly string[]): string {
	if (!known.includes(url)) throw new TypeError(`${url} is no script of this site.`);
	const { trustedTypes } = globalThis as { trustedTypes?: PolicyFactory };
	policy ??= trustedTypes?.createPolicy('cat-posts', { createScriptURL: (trusted) => trusted });
	return policy ? policy.createScriptURL(url) : url;
}
