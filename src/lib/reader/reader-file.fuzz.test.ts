import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SIZES, type ReaderFile } from './reader';
import { parseReaderFile, ReaderFileError } from './reader-file';

const numRuns = Number(process.env.FUZZ_RUNS ?? 300);
const timeout = 60_000 + numRuns * 20;
const NOW = Date.UTC(2026, 0, 1);
const LATEST = NOW + 86_400_000;

const at = fc.integer({ min: 0, max: NOW });
const flag = fc.record({ value: fc.boolean(), at });
const valid: fc.Arbitrary<ReaderFile> = fc.record({
	format: fc.constant('cat-posts-reader' as const),
	version: fc.constant(1 as const),
	settings: fc.array(
		fc.oneof(
			fc.record({
				key: fc.constant('theme' as const),
				value: fc.constantFrom('auto' as const, 'light' as const, 'dark' as const),
				at
			}),
			fc.record({ key: fc.constant('size' as const), value: fc.constantFrom(...SIZES), at }),
			fc.record({ key: fc.constant('wrap' as const), value: fc.boolean(), at }),
			fc.record({ key: fc.constant('installDeclined' as const), value: at, at })
		),
		{ maxLength: 3 }
	),
	marks: fc.array(
		fc.record(
			{
				slug: fc.string({ maxLength: 20 }),
				place: fc.record({ id: fc.string({ maxLength: 20 }), at }),
				read: flag,
				starred: flag
			},
			{ requiredKeys: ['slug'] }
		),
		{ maxLength: 3 }
	)
});

/** What a hostile or broken file has in the place of a value. */
const junk = fc.oneof(
	fc.constantFrom(null, -1, 0.5, 1e308, '', '__proto__', 'constructor', 'dark', true, LATEST + 1),
	fc.constantFrom([], {}, { at: 1 }, { value: true, at: -1 }, ['theme'], 'x'.repeat(600)),
	fc.jsonValue({ maxDepth: 2 })
);

/** The file as text with one value, somewhere in it, replaced. */
const mutated = fc.tuple(valid, fc.nat(), junk).map(([file, where, value]) => {
	let count = 0;
	const places = JSON.stringify(file).match(/[:[,]/g)?.length ?? 1;
	return JSON.stringify(file, (_key, old: unknown) => (count++ === where % places ? value : old));
});
const cut = fc
	.tuple(valid, fc.double({ min: 0, max: 1, noNaN: true }), fc.string({ maxLength: 3 }))
	.map(([file, share, text]) => {
		const whole = JSON.stringify(file);
		const middle = Math.floor(whole.length * share);
		return whole.slice(0, middle) + text + whole.slice(middle + 1);
	});

const isTime = (value: unknown) => typeof value === 'number' && value >= 0 && value <= LATEST;
const isOneOf = (keys: string[], allowed: string[]) => keys.every((key) => allowed.includes(key));

/** Written anew from the types, not from the parser: whether all of it may go into the database. */
function isInSchema({ format, version, settings, marks, ...more }: ReaderFile): boolean {
	const isSetting = ({ key, value, at: written }: ReaderFile['settings'][number]) => {
		const fits = {
			theme: ['auto', 'light', 'dark'].includes(value as string),
			size: (SIZES as readonly unknown[]).includes(value),
			wrap: typeof value === 'boolean',
			keep: typeof value === 'boolean',
			installDeclined: isTime(value)
		};
		return Object.hasOwn(fits, key) && fits[key] && isTime(written);
	};
	const isMark = ({ slug, place, read, starred, ...rest }: ReaderFile['marks'][number]) =>
		typeof slug === 'string' &&
		slug.length <= 200 &&
		Object.keys(rest).length === 0 &&
		(!place || (typeof place.id === 'string' && place.id.length <= 500 && isTime(place.at))) &&
		[read, starred].every(
			(part) =>
				!part ||
				(typeof part.value === 'boolean' &&
					isTime(part.at) &&
					isOneOf(Object.keys(part), ['value', 'at']))
		);
	return (
		format === 'cat-posts-reader' &&
		version === 1 &&
		Object.keys(more).length === 0 &&
		settings.every(isSetting) &&
		marks.every(isMark)
	);
}

describe('whatever is imported', { timeout }, () => {
	const check = (text: string) => {
		let file: ReaderFile;
		try {
			file = parseReaderFile(text, NOW);
		} catch (error) {
			expect(error).toBeInstanceOf(ReaderFileError);
			expect((error as Error).message).toMatch(/^[^]+\.$/);
			return;
		}
		expect([isInSchema(file), text]).toEqual([true, text]);
	};

	it('is taken if it is an export', () => {
		const same = (file: ReaderFile) => {
			expect(parseReaderFile(JSON.stringify(file), NOW)).toEqual(file);
		};
		fc.assert(fc.property(valid, same), { numRuns });
	});

	it('is refused with a sentence, or is in the schema to the last field', () => {
		fc.assert(fc.property(fc.oneof(mutated, cut), check), { numRuns });
	});

	it('may be any JSON or any text', () => {
		fc.assert(fc.property(fc.oneof(fc.json(), fc.string({ unit: 'binary' })), check), { numRuns });
	});
});
