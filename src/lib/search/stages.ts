import { SHORTEST_PREFIX, exact, inParts, related, similar, subjects } from './clauses';
import type { Clause, Place } from './clauses';
import type { Query } from './query';
import type { Unit } from './tokens';
import { slips } from './variants';

/** How strictly the results answer the query: all words; all words, slips forgiven; some of the words. */
export type Match = 'all' | 'similar' | 'any';

export interface Stage {
	match: Match;
	clause: Clause;
	/** It finds all that the stages before find, and other forms of the words: worth asking when they found little. */
	isWider?: boolean;
}

/** Looking for slips is the dearest thing done here, so a long query gets it for its first words only. */
const MOST_SLIPPED_UNITS = 6;
const SHORTEST_LOOSE = 6;

/** Ever more forgiving ways to ask; the first that finds something is the answer. */
export function* stages(query: Query, isKnown: (term: string) => boolean): Generator<Stage> {
	const asked = query.units.filter(
		(unit, i, all) => i === 0 || i < all.length - 1 || !isStub(unit)
	);
	const [first] = asked;
	if (!first) return;
	const places = asked.map((_, i): Place => ({
		isLast: i === asked.length - 1,
		next: asked[i + 1],
		previous: asked[i - 1],
		isKnown
	}));
	const each = (read: (unit: Unit, place: Place, i: number) => Clause): Clause => ({
		all: asked.map((unit, i) => read(unit, places[i] as Place, i))
	});

	const short = asked.length === 1 ? shortWord(first) : undefined;
	if (short) {
		const inTitle = { term: short, prefix: true, inTitle: true };
		yield { match: 'all', clause: { any: [inTitle, { term: short }] } };
		if (short.length < SHORTEST_PREFIX) return;
	}
	yield { match: 'all', clause: each(exact) };
	// An identifier that was found as typed is not better found in parts.
	const isPlain = asked.every(
		({ whole, words }) => !whole && words.every(({ parts }) => parts.length === 0)
	);
	if (!isPlain) yield { match: 'all', clause: each(inParts) };
	yield { match: 'all', clause: each(related), isWider: isPlain };

	const mayBeSlipped = (unit: Unit, i: number) =>
		i < MOST_SLIPPED_UNITS && /\p{L}/u.test(unit.words[0]?.term ?? '');
	const isUnknown = (unit: Unit) => !subjects(unit).every(isKnown);
	if (asked.some(isUnknown) && !asked.every(isUnknown))
		yield {
			match: 'similar',
			clause: each((unit, place, i) =>
				(isUnknown(unit) && mayBeSlipped(unit, i) ? similar : related)(unit, place)
			)
		};
	yield {
		match: 'similar',
		clause: each((unit, place, i) => (mayBeSlipped(unit, i) ? similar : related)(unit, place))
	};
	if (asked.length > 1 || subjects(first).length > 1)
		yield {
			match: 'any',
			clause: { any: asked.map((unit, i) => loosely(unit, places[i] as Place)) }
		};
}

/** One of several words, of which any will do: with few slips forgiven, or everything would be found. */
function loosely(unit: Unit, place: Place): Clause {
	const misspelled = subjects(unit).filter(
		(term) => term.length >= SHORTEST_LOOSE && slips(term) > 0 && !place.isKnown(term)
	);
	const found = [exact(unit, place), related(unit, place)];
	return { any: [...found, ...misspelled.map((term) => ({ term, slips: 1 }))] };
}

/** A single letter at the end is most likely a word just begun. */
function isStub({ words, whole }: Unit): boolean {
	return !whole && words.length === 1 && /^\p{L}$/u.test(words[0]?.term ?? '');
}

function shortWord({ words, whole }: Unit): string | undefined {
	const term = words[0]?.term ?? '';
	return !whole && words.length === 1 && term.length <= SHORTEST_PREFIX ? term : undefined;
}
