import type { Engine, Found } from './engine';
import type { Query } from './query';
import { hasPhrase, type Reading } from './reading';
import { stages, type Match } from './stages';

export interface Retrieved {
	match: Match;
	found: readonly Found[];
}

/** Fewer than this are worth a look at other forms of the words. */
const FEW = 3;
const FORMS_WEIGHT = 0.15;
/** A phrase is looked for in so many posts at most. */
const MOST_READ_FOR_PHRASE = 100;

/** The posts that answer, as strictly as some do. A phrase that no post has is given up, like a word that none has. */
export function retrieve(
	query: Query,
	engine: Engine,
	isAllowed: (slug: string) => boolean,
	read: (slug: string) => Reading
): Retrieved {
	const strict = climb(query, engine, isAllowed, read);
	if (strict.found.length > 0 || query.phrases.length === 0) return strict;
	return { match: 'any', found: climb({ ...query, phrases: [] }, engine, isAllowed, read).found };
}

/** Goes from stage to stage until something is found. */
function climb(
	query: Query,
	engine: Engine,
	isAllowed: (slug: string) => boolean,
	read: (slug: string) => Reading
): Retrieved {
	let strict: readonly Found[] = [];
	for (const { match, clause, isWider } of stages(query, (term) => engine.isKnown(term))) {
		if (strict.length > 0 && !isWider) break;
		const found = keepQuoted(query, engine.lookUp(clause, isAllowed), read);
		if (found.length === 0) continue;
		if (match !== 'all') return { match, found };
		strict = strict.length < FEW ? found : weigh(strict, found);
	}
	return { match: 'all', found: strict };
}

/** Other forms of the words tell a little of what a post is about, but do not make it an answer. */
function weigh(strict: readonly Found[], wider: readonly Found[]): readonly Found[] {
	const scores = new Map(wider.map(({ slug, score }) => [slug, score]));
	return strict
		.map((found) => ({
			...found,
			score: found.score + FORMS_WEIGHT * (scores.get(found.slug) ?? 0)
		}))
		.sort((a, b) => b.score - a.score);
}

/** Those in which each quoted phrase stands. */
function keepQuoted(
	{ phrases }: Query,
	found: readonly Found[],
	read: (slug: string) => Reading
): readonly Found[] {
	if (phrases.length === 0) return found;
	return found
		.slice(0, MOST_READ_FOR_PHRASE)
		.filter(({ slug }) => phrases.every((phrase) => hasPhrase(read(slug).spots, phrase)));
}
