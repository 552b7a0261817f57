import type { Section } from './sections';
import { eachTerm } from './tokens';

/** Where each term of a text stands: number of the word, start and end, three numbers for each place. */
export type Spots = ReadonlyMap<string, readonly number[]>;

interface ReadablePost {
	title: string;
	description: string;
	sections: readonly Section[];
}

/** A post read word by word, to choose sections and excerpts from. */
export interface Reading {
	title: Spots;
	description: Spots;
	sections: SectionReading[];
}

export interface SectionReading {
	section: Section;
	heading: Spots;
	text: Spots;
	code: Spots;
}

export function spotsOf(text: string): Spots {
	const spots = new Map<string, number[]>();
	eachTerm(text, (term, at, start, end) => {
		const places = spots.get(term);
		if (places) places.push(at, start, end);
		else spots.set(term, [at, start, end]);
	});
	return spots;
}

export function readPost({ title, description, sections }: ReadablePost): Reading {
	return {
		title: spotsOf(title),
		description: spotsOf(description),
		sections: sections.map((section) => ({
			section,
			heading: spotsOf(section.heading),
			text: spotsOf(section.text),
			code: spotsOf(section.code)
		}))
	};
}

/** Where a word of the query stands: any of its terms, with the start of the word in the text. */
export function* placesOf(
	spots: Spots,
	terms: Iterable<string>
): Generator<[at: number, start: number, end: number]> {
	for (const term of terms) {
		const places = spots.get(term) ?? [];
		for (let i = 0; i + 2 < places.length; i += 3)
			yield [places[i] as number, places[i + 1] as number, places[i + 2] as number];
	}
}

/**
 * The longest run of the query's words that stands in the text, one after the other. Words that do not count
 * (stop words) keep a run together but do not make it longer.
 */
export function longestRun(
	spots: Spots,
	words: readonly ReadonlySet<string>[],
	counts: readonly boolean[]
): number {
	let longest = 0;
	let before = new Map<number, number>();
	words.forEach((terms, i) => {
		const here = new Map<number, number>();
		for (const [at] of placesOf(spots, terms)) {
			const length = (before.get(at - 1) ?? 0) + (counts[i] ? 1 : 0);
			if (length >= (here.get(at) ?? 0)) here.set(at, length);
			if (length > longest) longest = length;
		}
		before = here;
	});
	return longest;
}

/** Whether the words stand in the text exactly so, one after the other. */
export function hasPhrase(spots: Spots, phrase: readonly string[]): boolean {
	const all = phrase.map(() => true);
	const words = phrase.map((word) => new Set([word]));
	return longestRun(spots, words, all) === phrase.length;
}
