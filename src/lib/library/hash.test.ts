import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hashOf, matchesName } from './hash';

describe('hashOf', () => {
	it('is base64url of SHA-256, as Node writes it', async () => {
		const check = async (data: Uint8Array) => {
			const bytes = Uint8Array.from(data);
			expect(await hashOf(bytes)).toBe(createHash('sha256').update(bytes).digest('base64url'));
		};
		await fc.assert(fc.asyncProperty(fc.uint8Array(), check));
	});
});

describe('matchesName', () => {
	const bytes = new TextEncoder().encode('abc');
	const hash = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0';

	it('compares all but the extension', async () => {
		expect(await matchesName(bytes, `${hash}.txt`)).toBe(true);
		expect(await matchesName(bytes, `${hash}.webp`)).toBe(true);
	});

	it.each([
		hash,
		`${hash.toLowerCase()}.txt`,
		`x${hash}.txt`,
		`${hash}.a.txt`,
		'.txt',
		'',
		'../x.txt'
	])('does not match %j', async (name) => expect(await matchesName(bytes, name)).toBe(false));
});
