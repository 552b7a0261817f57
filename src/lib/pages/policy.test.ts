import { describe, expect, it } from 'vitest';
import { CONTENT_SECURITY_POLICY, DOCUMENT_HEADERS } from './policy';

const directives = new Map(
	CONTENT_SECURITY_POLICY.split('; ').map((directive) => {
		const [name = '', ...values] = directive.split(' ');
		return [name, values.join(' ')] as const;
	})
);

describe('the content security policy', () => {
	it('allows nothing but what is named, and names only this site', () => {
		expect(directives.get('default-src')).toBe("'none'");
		expect(directives.get('base-uri')).toBe("'none'");
		for (const [name, value] of directives) {
			if (!name.endsWith('-src') || name === 'default-src') continue;
			expect([name, value]).toEqual([name, name === 'img-src' ? "'self' data:" : "'self'"]);
		}
	});

	it('lets nothing inline run, no string become code, no form lead away', () => {
		expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|strict-dynamic|nonce|https?:|\*/);
		expect(directives.get('require-trusted-types-for')).toBe("'script'");
		expect(directives.get('form-action')).toBe("'self'");
		expect(directives.get('trusted-types')).not.toContain('default');
	});

	it('names each directive once', () =>
		expect(directives.size).toBe(CONTENT_SECURITY_POLICY.split('; ').length));
});

describe('the headers of a document', () => {
	it('add to the policy what a page cannot say itself', () => {
		expect(DOCUMENT_HEADERS['content-security-policy']).toBe(
			`${CONTENT_SECURITY_POLICY}; frame-ancestors 'none'`
		);
		expect(DOCUMENT_HEADERS['x-content-type-options']).toBe('nosniff');
	});

	it('are headers a response can have', () => {
		expect([...new Headers(DOCUMENT_HEADERS)]).toHaveLength(Object.keys(DOCUMENT_HEADERS).length);
	});
});
