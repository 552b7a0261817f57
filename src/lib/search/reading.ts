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

/**
 * A post read word by word, to choose sections and excerpts from. Its texts are numbered: title, description, then
 * heading, text and code of each section.
 */
export interface Reading {
	sections: readonly Section[];
	title: Spots;
	/** Of all texts; the words are numbered through, with a gap where a text ends, so that no run goes over it. */
	spots: Spots;
	/** The number of the text in which the word of a number stands. */
	textOf: Uint16Array;
}

export const TITLE = 0;
export const DESCRIPTION = 1;

/** The numbers of the texts of a section. */
export function textsOf(section: number): { heading: number; text: number; code: number } {
	const heading = DESCRIPTION + 1 + 3 * section;
	return { heading, text: heading + 1, code: heading + 2 };
}

/** Adds the terms of a text whose first word has the number `from`; gives the number for the first word of the next. */
function addSpots(spots: Map<string, number[]>, text: string, from: number): number {
	let last = from;
	eachTerm(text, (term, at, start, end) => {
		last = from + at;
		const places = spots.get(term);
		if (places) places.push(last, start, end);
		else spots.set(term, [last, start, end]);
	});
	return last + 2;
}

export function spotsOf(text: string): Spots {
	const spots = new Map<string, number[]>();
	addSpots(spots, text, 0);
	return spots;
}

export function readPost({ title, description, sections }: ReadablePost): Reading {
	const inSections = sections.flatMap(({ heading, text, code }) => [heading, text, code]);
	const spots = new Map<string, number[]>();
	const starts = [0];
	for (const text of [title, description, ...inSections])
		starts.push(addSpots(spots, text, starts[starts.length - 1] as number));
	const textOf = new Uint16Array(starts[starts.length - 1] as number);
	starts.forEach((start, text) => textOf.fill(text, start, starts[text + 1]));
	return { sections, title: spotsOf(title), spots, textOf };
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
 * Visits the ends of all runs of the query's words, one after the other in the text: the number of the word there, how
 * many words the run has, and which of the query's is its last. Words that do not count (stop words) keep a run together
 * but do not make it longer. It runs over all that was found, at each letter typed.
 */
export function eachRun(
	spots: Spots,
	words: readonly ReadonlySet<string>[],
	counts: readonly boolean[],
	visit: (at: number, length: number, word: number) => void
): void {
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
				// One word alone is no run to go on with.
				if (words.length > 1) here.set(at, length);
				visit(at, length, i);
			}
		}
		before = here;
	}
}

/** The longest of these runs. */
export function longestRun(
	spots: Spots,
	words: readonly ReadonlySet<string>[],
	counts: readonly boolean[]
): Run {
	const longest: Run = { length: 0, times: 0 };
	eachRun(spots, words, counts, (_, length) => lengthen(longest, length));
	return longest;
}

/** Counts one more run. */
export function lengthen(longest: Run, length: number): void {
	if (length > longest.length) [longest.length, longest.times] = [length, 0];
	if (length === longest.length) longest.times++;
}

/** Whether the words stand in the text exactly so, one after the other. */
export function hasPhrase(spots: Spots, phrase: readonly string[]): boolean {
	const all = phrase.map(() => true);
	const words = phrase.map((word) => new Set([word]));
	return longestRun(spots, words, all).length === phrase.length;
}
