import type { Unit } from './tokens';
import { STOP_WORDS, aliases, slips, swaps, variants } from './variants';

/** A term to look up. */
export interface Term {
	term: string;
	prefix?: boolean;
	slips?: number;
	boost?: number;
	inTitle?: boolean;
}

/** What to look up, free of any engine. */
export type Clause = Term | { all: Clause[] } | { any: Clause[] };

/** Where a unit stands in the query, and what the index knows: all that a clause depends on. */
export interface Place {
	/** The last word may be unfinished, so it is looked up as a prefix. */
	isLast: boolean;
	next?: Unit;
	previous?: Unit;
	isKnown: (term: string) => boolean;
}

export const SHORTEST_PREFIX = 2;
const VARIANT_BOOST = 0.6;
const ALIAS_BOOST = 0.8;

/** The words of a unit that are looked up: all but stop words. */
export function subjects({ words }: Unit): string[] {
	const terms = words.map(({ term }) => term);
	const found = terms.filter((term) => !STOP_WORDS.has(term));
	return found.length > 0 ? found : terms;
}

function lookUp(term: string, prefix: boolean): Clause {
	return { term, prefix: prefix && term.length >= SHORTEST_PREFIX };
}

function weakly(term: string): Clause {
	return { term, boost: VARIANT_BOOST };
}

/** As typed: an identifier whole. */
export function exact(unit: Unit, place: Place): Clause {
	return unit.whole ? lookUp(unit.whole, place.isLast) : inParts(unit, place);
}

/** The words of an identifier or of a hyphenated word, apart or as one. */
export function inParts(unit: Unit, { isLast }: Place): Clause {
	const all = subjects(unit).map((term, i, terms): Clause => {
		const found = lookUp(term, isLast && i === terms.length - 1);
		const others = aliases(term).map((alias) => ({ term: alias, boost: ALIAS_BOOST }));
		return others.length > 0 ? { any: [found, ...others] } : found;
	});
	return unit.joined ? { any: [{ all }, lookUp(unit.joined, isLast)] } : { all };
}

/** Grammatical neighbors, the parts of camelCase, and two words that are elsewhere written as one. */
export function related(unit: Unit, place: Place): Clause {
	const terms = subjects(unit);
	const any: Clause[] = [inParts(unit, place)];
	if (terms.length > 1)
		any.push({ all: terms.map((term) => ({ any: [term, ...variants(term)].map(weakly) })) });
	if (terms.length !== 1) return { any };
	const term = terms[0] ?? '';
	const parts =
		unit.words[0]?.parts.filter((part) => part.length > 1 && !STOP_WORDS.has(part)) ?? [];
	if (parts.length > 0) any.push({ all: parts.map(weakly) });
	any.push(...variants(term).map(weakly));
	if (place.next) any.push(weakly(term + subjects(place.next).join('')));
	if (place.previous) any.push(weakly(subjects(place.previous).join('') + term));
	return { any };
}

/** With slips of the fingers forgiven. */
export function similar(unit: Unit, place: Place): Clause {
	const all = subjects(unit).map((term) => spelled(term, place));
	return { any: [related(unit, place), { all }] };
}

/** The word as it was perhaps meant: one or two letters off, two swapped, or a space forgotten. */
function spelled(term: string, { isKnown }: Place): Clause {
	const any: Clause[] = [{ term, slips: slips(term) }];
	if (slips(term) === 1) any.push(...swaps(term).map(weakly));
	for (let i = 3; i <= term.length - 3; i++) {
		const halves = [term.slice(0, i), term.slice(i)];
		if (halves.every(isKnown)) any.push({ all: halves.map(weakly) });
	}
	return { any };
}
