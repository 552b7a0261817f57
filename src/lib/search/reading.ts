import type { Section } from './sections';
import { eachTerm } from './tokens';

/** Where each term of a text stands: number of the word, start and end, three numbers for each place. */
export type Spots = ReadonlyMap<string, readonly number[]>;
const PLACE = 3;

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

/** Whether one of the terms stands in the text, or at the word of that number. */
export function standsAt(spots: Spots, terms: Iterable<string>, at?: number): boolean {
	for (const term of terms) {
		const places = spots.get(term);
		if (!places) continue;
		if (at === undefined) return true;
		for (let i = 0; i < places.length; i += PLACE) if (places[i] === at) return true;
	}
	return false;
}

/** How many words of the query follow one another, and how often so many do. */
export interface Run {
	length: number;
	times: number;
}

/** The longest of several runs. */
export function longestOf(runs: readonly Run[]): Run {
	const length = Math.max(0, ...runs.map((run) => run.length));
	const times = runs.reduce((sum, run) => sum + (run.length === length ? run.times : 0), 0);
	return { length, times };
}

/**
 * The longest run of the query's words that stands in the text, one after the other. Words that do not count
 * (stop words) keep a run together but do not make it longer; how often a single word stands there is not counted. It
 * runs over all that was found, at each letter typed.
 */
export function longestRun(
	spots: Spots,
	words: readonly ReadonlySet<string>[],
	counts: readonly boolean[]
): Run {
	const [only] = words;
	if (words.length === 1 && only) {
		const isThere = counts[0] === true && standsAt(spots, only);
		return isThere ? { length: 1, times: 1 } : { length: 0, times: 0 };
	}
	const longest: Run = { length: 0, times: 0 };
	let before = new Map<number, number>();
	for (let i = 0; i < words.length; i++) {
		const here = new Map<number, number>();
		for (const term of words[i] ?? []) {
			const places = spots.get(term);
			if (!places) continue;
			for (let place = 0; place < places.length; place += PLACE) {
				const at = places[place] as number;
				const length = (before.get(at - 1) ?? 0) + (counts[i] ? 1 : 0);
				if (length === 0 || length <= (here.get(at) ?? 0)) continue;
				here.set(at, length);
				if (length > longest.length) [longest.length, longest.times] = [length, 0];
				if (length === longest.length) longest.times++;
			}
		}
		before = here;
	}
	return longest;
}

/** Whether the words stand in the text exactly so, one after the other. */
export function hasPhrase(spots: Spots, phrase: readonly string[]): boolean {
	const all = phrase.map(() => true);
	const words = phrase.map((word) => new Set([word]));
	return longestRun(spots, words, all).length === phrase.length;
}
