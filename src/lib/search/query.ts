import { normalize, units, type Unit } from './tokens';
import { STOP_WORDS } from './variants';

export interface TagChoice {
	include: string[];
	exclude: string[];
}

/** What a reader asks for, taken apart. */
export interface Query {
	/** The words as typed, tags left out. */
	text: string;
	/** What must be found, in the order typed. Stop words are left out; when there is nothing else, it is empty. */
	units: Unit[];
	/** Every word as typed, stop words kept: for runs of words and for titles. */
	words: string[];
	/** Quoted: these words, one after the other. */
	phrases: string[][];
	tags: TagChoice;
	/** Tags asked for by name that no post carries. */
	unknownTags: string[];
}

export const NO_TAGS: TagChoice = { include: [], exclude: [] };

/** Beyond these a query is cut: nobody types that much, but people paste. */
const LONGEST_QUERY = 256;
const MOST_UNITS = 16;

const TAG = /(?<!\S)(-?)(tag:|#)([\p{L}\p{N}-]+)(?!\S)/gu;
const QUOTED = /["“”]([^"“”]+)["“”]/g;

/** Reads `"rate limit" redis tag:go -#mysql`; tags chosen elsewhere come in `chosen`. */
export function parseQuery(input: string, chosen: TagChoice, known: Iterable<string>): Query {
	const tags = new Set(known);
	const include = new Set(chosen.include);
	const exclude = new Set(chosen.exclude);
	const unknownTags: string[] = [];
	const text = cut(input)
		.replace(TAG, (whole: string, minus: string, sign: string, name: string) => {
			const tag = normalize(name);
			if (!tags.has(tag)) {
				if (sign === '#') return whole;
				unknownTags.push(name);
				return ' ';
			}
			(minus ? include : exclude).delete(tag);
			(minus ? exclude : include).add(tag);
			return ' ';
		})
		.replace(/\s+/g, ' ')
		.trim();
	return {
		text,
		...readWords(text),
		tags: { include: [...include].sort(), exclude: [...exclude].sort() },
		unknownTags
	};
}

/** The text without what it says about a tag. */
export function withoutTag(input: string, tag: string): string {
	return input
		.replace(TAG, (whole: string, _minus, _sign, name: string) =>
			normalize(name) === tag ? '' : whole
		)
		.replace(/\s+/g, ' ')
		.trimStart();
}

/** The tag kept or left out, or neither when it was so already. */
export function toggleTag(tags: TagChoice, tag: string, side: keyof TagChoice): TagChoice {
	const had = tags[side].includes(tag);
	const rest = (list: string[]) => list.filter((other) => other !== tag);
	const toggled = { include: rest(tags.include), exclude: rest(tags.exclude) };
	return had ? toggled : { ...toggled, [side]: [...toggled[side], tag].sort() };
}

function cut(input: string): string {
	return input.length > LONGEST_QUERY ? input.slice(0, LONGEST_QUERY) : input;
}

function readWords(text: string): Pick<Query, 'units' | 'words' | 'phrases'> {
	const all = units(text).slice(0, MOST_UNITS);
	const phrases = [...text.matchAll(QUOTED)]
		.map(([, quoted = '']) => wordsOf(units(quoted)))
		.filter((phrase) => phrase.length > 0);
	return { units: withoutRepeats(all.filter(isSubject)), words: wordsOf(all), phrases };
}

function wordsOf(some: Unit[]): string[] {
	return some.flatMap(({ words }) => words.map(({ term }) => term));
}

function isSubject({ words, whole }: Unit): boolean {
	return whole !== undefined || words.some(({ term }) => !STOP_WORDS.has(term));
}

function withoutRepeats(some: Unit[]): Unit[] {
	const last = new Map(some.map((unit, i) => [wordsOf([unit]).join(' '), i]));
	return some.filter((unit, i) => last.get(wordsOf([unit]).join(' ')) === i);
}

/** Whether anything was asked at all. */
export function isEmpty({ words, tags }: Query): boolean {
	return words.length === 0 && tags.include.length === 0 && tags.exclude.length === 0;
}
