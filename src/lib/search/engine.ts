import MiniSearch, { type Options, type Query as Lookup } from 'minisearch';
import type { Clause, Term } from './clauses';
import type { Section } from './sections';
import { LONGEST_TERM, eachTerm } from './tokens';
import { STOP_WORDS } from './variants';

export interface SearchablePost {
	slug: string;
	title: string;
	description: string;
	tags: string[];
	/** Empty until the text of the post has arrived: it is then found by its title and tags. */
	sections: Section[];
}

export interface Found {
	slug: string;
	score: number;
	/** The terms of the index by which it was found. */
	matched: string[];
}

/** Grows when tokens or fields change: an index made before is then made anew. */
export const INDEX_FORMAT = 2;
const TITLE_BOOST = 3;
/** Terms whose posts are kept. */
const MOST_KEPT = 1_000;

/** Used when an index is made, loaded and asked: were they ever to differ, MiniSearch would silently miss. */
const OPTIONS: Options<SearchablePost> = {
	idField: 'slug',
	fields: ['title', 'rest'],
	storeFields: [],
	extractField: (post, field) =>
		field === 'rest' ? allButTitle(post) : post[field as 'slug' | 'title'],
	tokenize: indexTerms,
	processTerm: (term) => term,
	searchOptions: {
		tokenize: (term) => [term],
		processTerm: (term) => term,
		boost: { title: TITLE_BOOST },
		bm25: { k: 1.6, b: 0.7, d: 0.2 }
	},
	// It would clean up in the background and trip over the next post that is added; `compact` does it in turn.
	autoVacuum: false,
	logger: () => {}
};

function allButTitle({ description, tags, sections }: SearchablePost): string {
	const texts = sections.flatMap(({ heading, text, code }) => [heading, text, code]);
	return [description, ...tags, ...texts].join('\n');
}

function indexTerms(text: string): string[] {
	const found: string[] = [];
	eachTerm(text, (term) => {
		if (term.length <= LONGEST_TERM && !STOP_WORDS.has(term)) found.push(term);
	});
	return found;
}

function toLookup({ term, prefix = false, slips = 0, boost = 1, inTitle }: Term): Lookup {
	const fields = inTitle ? ['title'] : ['title', 'rest'];
	const lookup = { queries: [term], prefix, fuzzy: slips, boostTerm: () => boost, fields };
	if (slips !== 1) return lookup;
	// Few slip on the first letter, and short words that differ there are other words: mock, lock.
	return { ...lookup, boostDocument: (_, found) => (found[0] === term[0] ? 1 : 0) };
}

/** A post as one term or several found it. */
interface Hit {
	score: number;
	/** The terms that were asked for. */
	asked: readonly string[];
	/** The terms of the index that answered, some of them perhaps twice. */
	matched: readonly string[];
}
type Hits = ReadonlyMap<string, Hit>;

const NO_HITS: Hits = new Map();

function join(a: Hit, b: Hit): Hit {
	const others = b.asked.filter((term) => !a.asked.includes(term));
	return {
		score: a.score + b.score,
		asked: [...a.asked, ...others],
		matched: [...a.matched, ...b.matched]
	};
}

function both(a: Hits, b: Hits): Hits {
	const found = new Map<string, Hit>();
	for (const [slug, hit] of b) {
		const other = a.get(slug);
		if (other) found.set(slug, join(other, hit));
	}
	return found;
}

function either(a: Hits, b: Hits): Hits {
	if (b.size === 0) return a;
	const found = new Map(a);
	for (const [slug, hit] of b) {
		const other = a.get(slug);
		found.set(slug, other ? join(other, hit) : hit);
	}
	return found;
}

/** Looks terms up. The only module that knows MiniSearch. */
export class Engine {
	#index: MiniSearch<SearchablePost>;
	/** What each term found. With the next letter most terms are the same, and the stages of a query share theirs. */
	#hits = new Map<string, Hits>();

	/** `json` is what `toJSON` gave before. Throws when it is damaged. */
	constructor(json?: string) {
		this.#index = json === undefined ? new MiniSearch(OPTIONS) : MiniSearch.loadJSON(json, OPTIONS);
	}

	has(slug: string): boolean {
		return this.#index.has(slug);
	}

	/** Adds a post, or replaces it. */
	add(post: SearchablePost): void {
		this.remove(post.slug);
		this.#index.add(post);
		this.#hits.clear();
	}

	remove(slug: string): void {
		if (this.#index.has(slug)) this.#index.discard(slug);
		this.#hits.clear();
	}

	/** Whether any post has the term. */
	isKnown(term: string): boolean {
		return this.#find({ term }).size > 0;
	}

	/** The posts that satisfy the clause, best first. */
	lookUp(clause: Clause, isAllowed: (slug: string) => boolean): Found[] {
		return [...this.#find(clause)]
			.filter(([slug]) => isAllowed(slug))
			.map(([slug, { score, asked, matched }]) => ({
				slug,
				// As MiniSearch does: a post that answers more of the terms is better than the sum of them.
				score: score * asked.length,
				// In MiniSearch's own order it would depend on whether the index was loaded or made.
				matched: [...new Set(matched)].sort()
			}))
			.sort((a, b) => b.score - a.score);
	}

	#find(clause: Clause): Hits {
		if ('any' in clause)
			return clause.any.reduce((hits, each) => either(hits, this.#find(each)), NO_HITS);
		if ('term' in clause) return this.#findTerm(clause);
		const [first, ...others] = clause.all;
		let hits = first ? this.#find(first) : NO_HITS;
		for (const each of others) if (hits.size > 0) hits = both(hits, this.#find(each));
		return hits;
	}

	#findTerm(clause: Term): Hits {
		const { term, prefix, slips, boost, inTitle } = clause;
		const key = [term, prefix, slips, boost, inTitle].join(' ');
		const known = this.#hits.get(key);
		if (known) return known;
		const found = this.#index.search(toLookup(clause));
		const hits = new Map(
			found.map(({ id, score, queryTerms, terms }) => [
				String(id),
				{ score, asked: queryTerms, matched: terms }
			])
		);
		if (this.#hits.size >= MOST_KEPT) this.#hits.clear();
		this.#hits.set(key, hits);
		return hits;
	}

	/** Drops what removed posts left behind: in one go, so that nothing can be added or asked halfway. */
	async compact(): Promise<void> {
		if (this.#index.dirtCount > 0) await this.#index.vacuum({ batchSize: Infinity, batchWait: 0 });
	}

	toJSON(): string {
		return JSON.stringify(this.#index);
	}
}
