import type { Query } from './query';
import { isCompound } from './tokens';
import { STOP_WORDS, variants } from './variants';

/** What to look for in the text of a post that was found: the query's words in the forms this post has. */
export interface Sought {
	/** For each word of the query, stop words included, the terms that stand for it. */
	words: Set<string>[];
	/** Which of these words carry a subject. */
	counts: boolean[];
	/** The terms to mark, with the word they stand for and how many words they are worth. */
	marks: Map<string, { word: number; worth: number }>;
	phrases: string[][];
}

const SHORT = 3;

/** The grammatical neighbors that posts really use, for each word of the query. */
export type Forms = ReadonlyMap<string, readonly string[]>;

export function formsOf({ words }: Query, isKnown: (term: string) => boolean): Forms {
	const subjects = words.filter((word) => !STOP_WORDS.has(word));
	return new Map(subjects.map((word) => [word, variants(word).filter(isKnown)]));
}

/** `matched` are the index terms by which an engine found the post. */
export function soughtIn(query: Query, matched: readonly string[], forms: Forms): Sought {
	const { words, units } = query;
	const sought: Sought = {
		words: words.map((word) => new Set([word])),
		counts: words.map((word) => !STOP_WORDS.has(word)),
		marks: new Map(),
		phrases: query.phrases
	};
	const found = units.filter(
		({ whole }) => whole && matched.some((term) => term.startsWith(whole))
	);
	// Found as `sync.Pool`: then a lone `sync` elsewhere is not what was meant.
	const inFound = new Set(found.flatMap(({ words }) => words.map(({ term }) => term)));
	for (const term of matched) {
		const unit = found.find(({ whole }) => term.startsWith(whole ?? ''));
		const word = unit ? words.indexOf(unit.words[0]?.term ?? '') : nearest(term, words, forms);
		if (word < 0 || (!unit && isChance(term, words[word] ?? '', matched))) continue;
		if (unit) sought.marks.set(term, { word, worth: unit.words.length });
		// The words of a longer identifier are found, and marked, by themselves.
		else if (!isCompound(term)) {
			sought.words[word]?.add(term);
			if (!inFound.has(term)) sought.marks.set(term, { word, worth: 1 });
		}
	}
	words.forEach((word, i) => {
		if (inFound.has(word)) return;
		for (const form of forms.get(word) ?? []) {
			sought.words[i]?.add(form);
			sought.marks.set(form, { word: i, worth: 1 });
		}
	});
	return sought;
}

/** Where `id` itself stands, `identify` is not what was meant: a short word begins too many others. */
function isChance(term: string, word: string, matched: readonly string[]): boolean {
	return word.length <= SHORT && term !== word && term.startsWith(word) && matched.includes(word);
}

/** Which word of the query a term of the index was found for. */
function nearest(term: string, words: readonly string[], forms: Forms): number {
	let best = -1;
	let least = Infinity;
	words.forEach((word, i) => {
		const distance = distanceTo(term, word, forms);
		if (distance < least) [best, least] = [i, distance];
	});
	return best;
}

function distanceTo(term: string, word: string, forms: Forms): number {
	if (term === word) return 0;
	if (STOP_WORDS.has(word)) return Infinity;
	if (term.startsWith(word)) return 1;
	if (forms.get(word)?.includes(term)) return 2;
	if (word.includes(term) || term.includes(word)) return 3;
	return 4 + editDistance(term, word);
}

/** Levenshtein's distance, one row at a time. */
export function editDistance(a: string, b: string): number {
	let row = Array.from({ length: b.length + 1 }, (_, i) => i);
	for (let i = 1; i <= a.length; i++) {
		const next = [i];
		for (let j = 1; j <= b.length; j++) {
			const swap = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
			next.push(Math.min(swap, (row[j] as number) + 1, (next[j - 1] as number) + 1));
		}
		row = next;
	}
	return row[b.length] as number;
}
