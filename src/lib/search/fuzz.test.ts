import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyText, PIECES } from '../../../tests/any-text';
import type { SearchablePost } from './engine';
import { codeExcerpt, textExcerpt } from './excerpt';
import { Finder } from './finder';
import { NO_TAGS, parseQuery } from './query';
import { cutAtMarks, hitHref, type Marked } from './results';
import { sections } from './sections';
import { eachTerm } from './tokens';

/** FUZZ_RUNS=20000 npx vitest run src/lib/search/fuzz.test.ts */
const numRuns = Number(process.env.FUZZ_RUNS ?? 100);
const PATIENCE = 60_000 + numRuns * 100;

function post(slug: string, body: string, tags = ['go']): SearchablePost {
	return {
		slug,
		title: `Title ${slug}`,
		description: body.slice(0, 40),
		tags,
		sections: sections(body)
	};
}

function expectSound({ text: whole, marks }: Marked): void {
	let last = -1;
	for (const [start, end] of marks) {
		expect(start).toBeGreaterThan(last);
		expect(end).toBeGreaterThan(start);
		expect(end).toBeLessThanOrEqual(whole.length);
		last = end;
	}
	expect(
		cutAtMarks({ text: whole, marks })
			.map((piece) => piece.text)
			.join('')
	).toBe(whole);
}

describe('whatever the text', { timeout: PATIENCE }, () => {
	it('it is split without a fault', () => {
		fc.assert(
			fc.property(anyText, (html) => void sections(html)),
			{ numRuns }
		);
	});

	it('its terms stand where they are said to stand', () => {
		const check = (whole: string) =>
			eachTerm(whole, (term, at, start, end) => {
				expect(term).not.toBe('');
				expect(at).toBeGreaterThanOrEqual(0);
				expect(start).toBeGreaterThanOrEqual(0);
				expect(end).toBeGreaterThan(start);
				expect(end).toBeLessThanOrEqual(whole.length);
			});
		fc.assert(fc.property(anyText, check), { numRuns });
	});

	it('marks are in bounds, in order and apart, and no letter is lost', () => {
		const places = fc.array(fc.record({ start: fc.nat(400), length: fc.nat(30), word: fc.nat(4) }));
		const check = (
			whole: string,
			some: { start: number; length: number; word: number }[],
			length: number
		) => {
			const spots = some
				.map(({ start, length: size, word }) => ({ start, end: start + size + 1, word, worth: 1 }))
				.filter(({ end }) => end <= whole.length)
				.sort((a, b) => a.start - b.start || b.end - a.end);
			expectSound(textExcerpt(whole, spots, length));
			expectSound(codeExcerpt(whole, spots));
		};
		fc.assert(fc.property(anyText, places, fc.nat(300), check), { numRuns });
	});
});

describe('whatever is asked', { timeout: PATIENCE }, () => {
	const finder = new Finder();
	finder.add(
		post(
			'a',
			'<p>A rate limit of 1.24.3 in C++ -> sync.Pool --flag</p><h2 id="b">Goroutine</h2><p>x</p>'
		)
	);
	finder.add(
		post('b', `<p>${PIECES.map((piece) => piece.replace(/</g, '&lt;')).join(' ')}</p>`, [
			'go',
			'mysql'
		])
	);

	it('there is an answer, sound to the last mark', () => {
		const check = (input: string) => {
			const results = finder.search(parseQuery(input, NO_TAGS, ['go', 'mysql']), 10);
			expect(results.posts.length).toBeLessThanOrEqual(results.total);
			for (const { slug, title, description, sections: places, words } of results.posts) {
				for (const marked of [
					title,
					description,
					...places.flatMap((hit) => [hit.heading, hit.excerpt])
				])
					expectSound(marked);
				for (const { anchor } of places)
					expect(URL.canParse(hitHref('', slug, anchor, words), 'https://a.b')).toBe(true);
			}
		};
		fc.assert(fc.property(anyText, check), { numRuns });
	});

	it('an index that was changed answers as one made anew', async () => {
		const words = fc.array(fc.constantFrom('token', 'rate', 'leak', 'pool', 'sync.Pool'), {
			minLength: 1
		});
		const act = fc.record({
			slug: fc.constantFrom('a', 'b', 'c'),
			words,
			kind: fc.constantFrom('add', 'remove', 'tidy')
		});
		await fc.assert(
			fc.asyncProperty(fc.array(act, { maxLength: 12 }), async (acts) => {
				const changed = new Finder();
				const now = new Map<string, SearchablePost>();
				for (const { slug, words: some, kind } of acts) {
					if (kind === 'tidy') await changed.compact();
					if (kind === 'remove') changed.remove(slug);
					if (kind === 'add') changed.add(post(slug, `<p>${some.join(' ')}</p>`));
					if (kind === 'remove') now.delete(slug);
					if (kind === 'add') now.set(slug, post(slug, `<p>${some.join(' ')}</p>`));
				}
				const anew = new Finder();
				for (const each of now.values()) anew.add(each);
				for (const input of ['token rate', 'sync.Pool', 'poool', 'leak nothing']) {
					const query = parseQuery(input, NO_TAGS, []);
					const found = (each: Finder) =>
						each
							.search(query, 9)
							.posts.map(({ slug }) => slug)
							.sort();
					expect(found(changed)).toEqual(found(anew));
				}
			}),
			{ numRuns: Math.ceil(numRuns / 3) }
		);
	});
});
