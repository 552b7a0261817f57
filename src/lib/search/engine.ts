import MiniSearch, { type Options, type Query as Lookup } from 'minisearch';
import type { Clause } from './clauses';
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

function toLookup(clause: Clause): Lookup {
	if ('all' in clause) return { combineWith: 'AND', queries: clause.all.map(toLookup) };
	if ('any' in clause) return { combineWith: 'OR', queries: clause.any.map(toLookup) };
	const { term, prefix = false, slips = 0, boost = 1, inTitle } = clause;
	const fields = inTitle ? ['title'] : ['title', 'rest'];
	const lookup = { queries: [term], prefix, fuzzy: slips, boostTerm: () => boost, fields };
	if (slips !== 1) return lookup;
	// Few slip on the first letter, and short words that differ there are other words: mock, lock.
	return { ...lookup, boostDocument: (_, found) => (found[0] === term[0] ? 1 : 0) };
}

/** Looks terms up. The only module that knows MiniSearch. */
export class Engine {
	#index: MiniSearch<SearchablePost>;
	#known = new Map<string, boolean>();

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
		this.#known.clear();
	}

	remove(slug: string): void {
		if (this.#index.has(slug)) this.#index.discard(slug);
		this.#known.clear();
	}

	/** Whether any post has the term. Asked for dozens of terms at each letter typed, mostly the same. */
	isKnown(term: string): boolean {
		const known = this.#known.get(term) ?? this.#index.search(term).length > 0;
		this.#known.set(term, known);
		return known;
	}

	/** The posts that satisfy the clause, best first. */
	lookUp(clause: Clause, isAllowed: (slug: string) => boolean): Found[] {
		return this.#index
			.search(toLookup(clause), { filter: ({ id }) => isAllowed(String(id)) })
			.map(({ id, score, match }) => ({
				slug: String(id),
				score,
				// In MiniSearch's own order it would depend on whether the index was loaded or made.
				matched: Object.keys(match).sort()
			}));
	}

	/** Drops what removed posts left behind: in one go, so that nothing can be added or asked halfway. */
	async compact(): Promise<void> {
		if (this.#index.dirtCount > 0) await this.#index.vacuum({ batchSize: Infinity, batchWait: 0 });
	}

	toJSON(): string {
		return JSON.stringify(this.#index);
	}
}
