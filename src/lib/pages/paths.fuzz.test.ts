import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paths, resolveRoute } from './paths';

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const timeout = 60_000 + numRuns * 20;

const piece = fc.constantFrom(
	...['/', '//', '\\', '.', '..', '%2e', '%2E%2e', '%2f', '%5c', '%', '%25', '%00', '%0d%0a', '?', '#'],
	...['posts', 'tags', 'search', 'library', 'index.html', 'x', 'evil.example', 'javascript:', '@'],
	...['e\u0301', 'e%CC%81', '\u212b', '\ud800', '%ED%A0%80', '日本', '\u0000', '\t', ' ']
);
const path = fc.oneof(
	fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`),
	fc
		.tuple(fc.constantFrom('/posts/', '/tags/'), fc.oneof(fc.string({ unit: 'binary' }), piece))
		.map((parts) => parts.join('')),
	fc.string({ unit: 'binary' }),
	fc.string()
);

describe('whatever is asked for', { timeout }, () => {
	it('there is a route, and moved leads to a canonical address of this site', () => {
		const check = (asked: string) => {
			const route = resolveRoute(asked);
			if (route.kind !== 'moved') return;
			expect(route.to).toMatch(/^\/(?![/\\])[!-~]*$/);
			const url = new URL(`/blog${route.to}`, 'https://blog.example');
			expect(url.href).toBe(`https://blog.example/blog${route.to}`);
			expect(resolveRoute(route.to).kind).toMatch(/^(index|search|library|post|tag)$/);
		};
		fc.assert(fc.property(path, check), { numRuns });
	});

	it('every spelling of a slug leads to its one address', () => {
		const word = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[/.]/.test(text));
		const form = fc.constantFrom('NFC', 'NFD');
		const ending = fc.constantFrom('', '/', '/index.html');
		const check = (text: string, form: string, isLower: boolean, ending: string) => {
			const encoded = encodeURIComponent(text.normalize(form));
			const written = isLower ? encoded.replace(/%../g, (hex) => hex.toLowerCase()) : encoded;
			const route = resolveRoute(`/posts/${written}${ending}`);
			const to = route.kind === 'moved' ? route.to : paths.post(text.normalize(form));
			expect(to).toBe(paths.post(text.normalize('NFC')));
		};
		fc.assert(fc.property(word, form, fc.boolean(), ending, check), { numRuns });
	});

	it('every slug and tag has an address that leads back to it', () => {
		const name = fc
			.string({ unit: 'grapheme', minLength: 1 })
			.map((text) => text.normalize('NFC'))
			.filter((text) => !text.includes('/') && !/^\.{1,2}$/.test(text));
		const check = (text: string) => {
			expect(resolveRoute(paths.post(text))).toEqual({ kind: 'post', slug: text });
			expect(resolveRoute(paths.tag(text))).toEqual({ kind: 'tag', tag: text });
		};
		fc.assert(fc.property(name, check), { numRuns });
	});
});
