import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

beforeEach(() => void vi.resetModules());
afterEach(() => void vi.unstubAllGlobals());

describe('trustedScript', () => {
	it('lets known addresses pass and no others', async () => {
		const { trustedScript } = await import('./trusted-script');
		expect(trustedScript('/a.js', ['/a.js'])).toBe('/a.js');
		for (const url of ['/b.js', '', 'https://evil.example/a.js', '/a.js?x']) {
			expect(() => trustedScript(url, ['/a.js'])).toThrow(TypeError);
		}
	});

	it('makes one policy of the name that the pages allow', async () => {
		const createScriptURL = vi.fn((url: string) => `trusted ${url}`);
		const createPolicy = vi.fn(() => ({ createScriptURL }));
		vi.stubGlobal('trustedTypes', { createPolicy });
		const { trustedScript } = await import('./trusted-script');
		expect(trustedScript('/a.js', ['/a.js'])).toBe('trusted /a.js');
		expect(() => trustedScript('/b.js', ['/a.js'])).toThrow(TypeError);
		trustedScript('/a.js', ['/a.js']);
		expect(createPolicy.mock.calls).toEqual([['cat-posts', expect.anything()]]);
	});
});
