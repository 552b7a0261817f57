/**
 * What a page of ours may do. Everything is ours and in files: no inline script, no inline style, no other host, and no
 * string becomes script or markup (Trusted Types; Svelte owns the second policy).
 */
export const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	"script-src 'self'",
	"style-src 'self'",
	"img-src 'self' data:",
	"font-src 'self'",
	"connect-src 'self'",
	"manifest-src 'self'",
	"worker-src 'self'",
	"form-action 'self'",
	"base-uri 'none'",
	"require-trusted-types-for 'script'",
	// Each script of a page is a bundle of its own, with its own copy of Svelte.
	"trusted-types cat-posts svelte-trusted-html 'allow-duplicates'"
].join('; ');

/** Headers of every document, from the host and from the service worker alike. `frame-ancestors` works only here. */
export const DOCUMENT_HEADERS: Record<string, string> = {
	'content-type': 'text/html; charset=utf-8',
	'content-security-policy': `${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`,
	'x-content-type-options': 'nosniff',
	'referrer-policy': 'strict-origin-when-cross-origin',
	'cross-origin-opener-policy': 'same-origin'
};
