import { choosePlaces, nearness, quotes, runIn } from './choose';
import { Engine, type Found, type SearchablePost } from './engine';
import type { Query, TagChoice } from './query';
import { hasPhrase, longestRun, placesOf, readPost, type Reading } from './reading';
import type { Results } from './results';
import { formsOf, soughtIn, type Sought } from './sought';
import { stages, type Match } from './stages';

interface Candidate {
	slug: string;
	score: number;
	sought: Sought;
	titleRank: number;
	/** The longest run of the query's words, and how many of them stand near one another. */
	run: number;
	near: number;
}

/** Only so many of the best are read word by word to put them in order. */
const MOST_RERANKED = 20;
/** A phrase is looked for in so many posts at most. */
const MOST_READ_FOR_PHRASE = 100;
const MOST_READINGS = 100;

/** Posts, and the way to find them. Knows no worker, no database and no page. */
export class Finder {
	#engine: Engine;
	#posts = new Map<string, SearchablePost>();
	#readings = new Map<string, Reading>();

	constructor(engine = new Engine()) {
		this.#engine = engine;
	}

	/** Adds a post, or replaces it. `isIndexed`: the engine was loaded with exactly this post in it. */
	add(post: SearchablePost, isIndexed = false): void {
		if (!isIndexed || !this.#engine.has(post.slug)) this.#engine.add(post);
		this.#posts.set(post.slug, post);
		this.#readings.delete(post.slug);
	}

	remove(slug: string): void {
		this.#engine.remove(slug);
		this.#posts.delete(slug);
		this.#readings.delete(slug);
	}

	/** Without words the posts are listed in this order. */
	putInOrder(slugs: readonly string[]): void {
		const posts = this.#posts;
		this.#posts = new Map();
		for (const slug of [...slugs, ...posts.keys()]) {
			const post = posts.get(slug);
			if (post) this.#posts.set(slug, post);
		}
	}

	compact(): Promise<void> {
		return this.#engine.compact();
	}

	toJSON(): string {
		return this.#engine.toJSON();
	}

	/** Reads one post that was not read yet, so that the first queries need not; false when all are. */
	readAhead(): boolean {
		if (this.#readings.size >= MOST_READINGS) return false;
		for (const slug of this.#posts.keys()) {
			if (this.#readings.has(slug)) continue;
			this.#read(slug);
			return true;
		}
		return false;
	}

	search(query: Query, limit: number): Results {
		const { match, found } = this.#find(query);
		const ranked = this.#rank(query, found);
		const posts = ranked.slice(0, limit).map(({ slug, sought }) => {
			const title = this.#posts.get(slug)?.title ?? '';
			return choosePlaces(slug, title, this.#read(slug), sought);
		});
		return {
			match,
			total: ranked.length,
			posts,
			tagCounts: this.#countTags(ranked.map(({ slug }) => slug)),
			instead: match === 'similar' ? wordsInstead(query, ranked.slice(0, MOST_RERANKED)) : [],
			unknownTags: query.unknownTags
		};
	}

	#find(query: Query): { match: Results['match']; found: Found[] } {
		const isAllowed = (slug: string) => carries(this.#posts.get(slug), query.tags);
		if (query.words.length === 0) {
			const isFree = query.tags.include.length + query.tags.exclude.length === 0;
			return { match: isFree ? 'nothing asked' : 'tags', found: this.#all(isAllowed) };
		}
		if (query.units.length === 0)
			return { match: 'all', found: this.#byTitleOnly(query, isAllowed) };
		const isKnown = (term: string) => this.#engine.isKnown(term);
		let match: Match = 'all';
		for (const stage of stages(query, isKnown)) {
			match = stage.match;
			const found = this.#engine
				.lookUp(stage.clause, isAllowed)
				.filter((each, i) => query.phrases.length === 0 || this.#quotes(each.slug, query, i));
			if (found.length > 0) return { match, found };
		}
		return { match, found: [] };
	}

	#all(isAllowed: (slug: string) => boolean): Found[] {
		return [...this.#posts.keys()]
			.filter(isAllowed)
			.map((slug) => ({ slug, score: 0, matched: [] }));
	}

	/** Nothing but stop words, such as “what when”: titles are short enough to look at each. */
	#byTitleOnly(query: Query, isAllowed: (slug: string) => boolean): Found[] {
		return this.#all(isAllowed).filter(({ slug }) =>
			hasPhrase(this.#read(slug).title, query.words)
		);
	}

	#quotes(slug: string, { phrases }: Query, rank: number): boolean {
		if (rank >= MOST_READ_FOR_PHRASE) return false;
		const { title, sections } = this.#read(slug);
		return phrases.every(
			(phrase) => hasPhrase(title, phrase) || sections.some((section) => quotes(section, phrase))
		);
	}

	/** Titles that answer first, then the longest run of the words, then the engine's score. */
	#rank(query: Query, found: Found[]): Candidate[] {
		const forms = formsOf(query, (term) => this.#engine.isKnown(term));
		const candidates = found.map(({ slug, score, matched }, i): Candidate => {
			const sought = soughtIn(query, matched, forms);
			if (i >= MOST_RERANKED || query.units.length === 0)
				return { slug, score, sought, titleRank: 0, run: 0, near: 0 };
			const { title, sections } = this.#read(slug);
			const run = Math.max(
				longestRun(title, sought.words, sought.counts),
				...sections.map((section) => runIn(section, sought))
			);
			const near = query.words.length > 1 ? nearness(sections, sought) : 0;
			return { slug, score, sought, titleRank: rankTitle(title, sought), run, near };
		});
		return candidates.sort(
			(a, b) => b.titleRank - a.titleRank || b.run - a.run || b.near - a.near || b.score - a.score
		);
	}

	#countTags(slugs: string[]): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const slug of slugs)
			for (const tag of this.#posts.get(slug)?.tags ?? []) counts[tag] = (counts[tag] ?? 0) + 1;
		return counts;
	}

	#read(slug: string): Reading {
		const post = this.#posts.get(slug);
		const reading = this.#readings.get(slug) ?? readPost(post?.title ?? '', post?.sections ?? []);
		// Put last, so that the first is the one unused for longest.
		this.#readings.delete(slug);
		this.#readings.set(slug, reading);
		const oldest = this.#readings.keys().next().value;
		if (this.#readings.size > MOST_READINGS && oldest !== undefined) this.#readings.delete(oldest);
		return reading;
	}
}

function carries(post: SearchablePost | undefined, { include, exclude }: TagChoice): boolean {
	if (!post) return false;
	return (
		include.every((tag) => post.tags.includes(tag)) &&
		!exclude.some((tag) => post.tags.includes(tag))
	);
}

/** 2: the title begins with the query; 1: it has all its words; 0: it has not. */
function rankTitle(title: Reading['title'], { words, counts }: Sought): number {
	const isAt = (terms: Set<string>, wanted?: number) =>
		[...placesOf(title, terms)].some(([at]) => wanted === undefined || at === wanted);
	if (!words.every((terms, i) => !counts[i] || isAt(terms))) return 0;
	return words.every((terms, i) => isAt(terms, i)) ? 2 : 1;
}

function wordsInstead(query: Query, candidates: Candidate[]): string[] {
	const typed = new Set(query.words);
	const terms = new Set(candidates.flatMap(({ sought }) => [...sought.marks.keys()]));
	return [...terms].filter((term) => !typed.has(term)).slice(0, 5);
}
