import { describe, expect, test } from 'vitest';
import { idleFaces } from './faces';

const css = `
@font-face { src: url('./fonts/plain.woff2') format('woff2'); }
@font-face { src: url('./fonts/accents.woff2') format('woff2'); unicode-range: U+A7, U+C0-D6; }`;

describe('faces that no post needs', () => {
	test('a face for accents is one, as long as there are none', () => {
		expect(idleFaces(css, 'plain words – 3 × 4')).toEqual(['accents']);
	});

	test('a letter anywhere in its ranges keeps it', () => {
		expect(idleFaces(css, 'À la carte')).toEqual([]);
		expect(idleFaces(css, 'see § 3')).toEqual([]);
	});

	test('an accent that stands by itself counts with its letter', () => {
		expect(idleFaces(css, 'A\u0300 la carte')).toEqual([]);
	});

	test('a face without ranges is for all', () => {
		expect(idleFaces(css, '')).not.toContain('plain');
	});
});
