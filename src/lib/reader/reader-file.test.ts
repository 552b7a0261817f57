import { describe, expect, it } from 'vitest';
import type { ReaderFile } from './reader';
import { parseReaderFile, ReaderFileError } from './reader-file';

const NOW = Date.UTC(2026, 0, 1);
const DAY = 86_400_000;
const file: ReaderFile = {
	format: 'cat-posts-reader',
	version: 1,
	settings: [
		{ key: 'theme', value: 'dark', at: 1 },
		{ key: 'size', value: -1, at: 2 },
		{ key: 'wrap', value: true, at: 3 },
		{ key: 'keep', value: false, at: 4 },
		{ key: 'installDeclined', value: 5, at: 5 }
	],
	marks: [
		{ slug: 'a' },
		{
			slug: 'b',
			place: { id: 'heading', at: 1 },
			read: { value: true, at: 2 },
			starred: { value: false, at: 3 }
		}
	]
};

const parse = (data: unknown) => parseReaderFile(JSON.stringify(data), NOW);
const withSetting = (key: unknown, value: unknown, at: unknown = 1) => ({
	...file,
	settings: [{ key, value, at }]
});
const withMark = (mark: unknown) => ({ ...file, marks: [mark] });

describe('parseReaderFile', () => {
	it('takes back what was exported', () => expect(parse(file)).toEqual(file));

	it('takes fields it knows and no others', () => {
		const more = {
			...file,
			more: 1,
			marks: [{ slug: 'a', more: 1, read: { value: true, at: 1, more: 1 } }]
		};
		expect(parse(more)).toEqual({ ...file, marks: [{ slug: 'a', read: { value: true, at: 1 } }] });
	});

	it('takes a clock that is a day ahead', () => {
		expect(parse(withSetting('wrap', true, NOW + DAY)).settings).toHaveLength(1);
	});

	it.each<[string, unknown, RegExp]>([
		['another file', { a: 1 }, /not exported by this site/],
		['a list', [file], /not exported by this site/],
		['null', null, /not exported by this site/],
		['a newer version', { ...file, version: 2 }, /newer version/],
		['settings that are no list', { ...file, settings: {} }, /"settings" is not a list/],
		['no marks', { ...file, marks: undefined }, /"marks" is not a list/],
		['too many marks', { ...file, marks: Array(20_001).fill({ slug: 'a' }) }, /"marks"/],
		['a setting that is none', { ...file, settings: ['theme'] }, /settings\[0\] is not a setting/],
		['an unknown setting', withSetting('__proto__', 1), /settings\[0\] is none of theme/],
		['an unknown theme', withSetting('theme', 'pink'), /settings\[0\]/],
		['an unknown size', withSetting('size', 5), /settings\[0\]/],
		['half a size', withSetting('size', 0.5), /settings\[0\]/],
		['a text for a truth', withSetting('wrap', 'true'), /settings\[0\]/],
		['a declining in the far future', withSetting('installDeclined', NOW * 2), /no usable time/],
		['a declining before time', withSetting('installDeclined', -1), /no usable time/],
		['no time', withSetting('wrap', true, null), /no usable time/],
		['a time in the far future', withSetting('wrap', true, NOW + DAY + 1), /no usable time/],
		['a time before time', withSetting('wrap', true, -1), /no usable time/],
		['a mark without a post', withMark({}), /marks\[0\] names no post/],
		['a mark of an endless post', withMark({ slug: 'x'.repeat(201) }), /marks\[0\]/],
		['a place without a heading', withMark({ slug: 'a', place: { at: 1 } }), /marks\[0\].place/],
		[
			'an endless heading',
			withMark({ slug: 'a', place: { id: 'x'.repeat(501), at: 1 } }),
			/place names no/
		],
		['a place that is null', withMark({ slug: 'a', place: null }), /marks\[0\].place/],
		['a star that is a number', withMark({ slug: 'a', starred: { value: 1, at: 1 } }), /starred/],
		['a star without a time', withMark({ slug: 'a', starred: { value: true } }), /starred has no/]
	])('refuses %s, and says what is wrong', (_, data, message) => {
		expect(() => parse(data)).toThrow(ReaderFileError);
		expect(() => parse(data)).toThrow(message);
	});

	it.each(['', '{', 'nothing', '['.repeat(200_000), '\u0000'])(
		'refuses what is no JSON',
		(text) => {
			expect(() => parseReaderFile(text, NOW)).toThrow(ReaderFileError);
		}
	);

	it('does not even read what is too large', () => {
		expect(() => parseReaderFile(' '.repeat(5_000_001), NOW)).toThrow(/too large/);
	});
});
