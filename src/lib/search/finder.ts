import { choosePlaces } from './choose';
import { Engine, type Found, type SearchablePost } from './engine';
import { Look } from './look';
import { isEmpty, type Query, type TagChoice } from './query';
import { MOST_READ, rank, type Candidate } from './rank';
import { hasPhrase, type Reading } from './reading';
import { Readings } from './readings';
import type { Results } from './results';
import { retrieve } from './retrieve';
import { formsOf } from './sought';

const MOST_WORDS_INSTEAD = 5;
const NO_POST: SearchablePost = { slug: '', title: '', description: '', tags: [], sections: [] };

/** Posts, and the way to find them. Knows no worker, no database and no page. */
export class Finder {
	#engine: Engine;
	#posts = new Map<string, SearchablePost>();
	#readings = new Readings();

	constructor(engine = new Engine()) {
		this.#engine = engine;
	}

	/** Adds a post, or replaces it. `isIndexed`: the engine was loaded with exactly this post in it. */
	add(post: SearchablePost, isIndexed = false): void {
		if (!isIndexed || !this.#engine.has(post.slug)) this.#engine.add(post);
		this.#posts.set(post.slug, post);
		this.#readings.forget(post.slug);
	}

	remove(slug: string): void {
		this.#engine.remove(slug);
		this.#posts.delete(slug);
		this.#readings.forget(slug);
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

	/** Drops what removed posts left in the index. */
	compact(): Promise<void> {
		return this.#engine.compact();
	}

	toJSON(): string {
		return this.#engine.toJSON();
	}

	/** Reads one post that was not read yet, so that the first queries need not; false when there is none. */
	readAhead(): boolean {
		for (const post of this.#posts.values()) {
			if (!this.#readings.hasRoomFor(post)) continue;
			this.#readings.of(post);
			return true;
		}
		return false;
	}

	search(query: Query, limit: number): Results {
		const { match, found } = this.#find(query);
		const forms = formsOf(query, (term) => this.#engine.isKnown(term));
		const ranked = rank(query, found, forms, this.#read);
		return {
			match,
			total: ranked.length,
			posts: ranked
				.slice(0, limit)
				.map(({ slug, sought, look }) =>
					choosePlaces(this.#post(slug), look ?? new Look(this.#read(slug), sought))
				),
			tagCounts: this.#countTags(ranked),
			instead: match === 'similar' ? wordsInstead(query, ranked) : [],
			unknownTags: query.unknownTags
		};
	}

	#find(query: Query): { match: Results['match']; found: readonly Found[] } {
		const isAllowed = (slug: string) => carries(this.#post(slug), query.tags);
		if (query.words.length === 0)
			return { match: isEmpty(query) ? 'nothing asked' : 'tags', found: this.#all(isAllowed) };
		// Nothing but stop words, such as “what when”: titles are short enough to look at each.
		if (query.units.length === 0) {
			const inTitle = (slug: string) => hasPhrase(this.#read(slug).title, query.words);
			return { match: 'all', found: this.#all((slug) => isAllowed(slug) && inTitle(slug)) };
		}
		return retrieve(query, this.#engine, isAllowed, this.#read);
	}

	#all(isAllowed: (slug: string) => boolean): Found[] {
		const slugs = [...this.#posts.keys()].filter(isAllowed);
		return slugs.map((slug) => ({ slug, score: 0, matched: [] }));
	}

	#read = (slug: string): Reading => this.#readings.of(this.#post(slug));

	#post(slug: string): SearchablePost {
		return this.#posts.get(slug) ?? NO_POST;
	}

	#countTags(candidates: readonly Candidate[]): Record<string, number> {
		const counts: Record<string, number> = {};
		for (const { slug } of candidates)
			for (const tag of this.#post(slug).tags) counts[tag] = (counts[tag] ?? 0) + 1;
		return counts;
	}
}

function carries({ slug, tags }: SearchablePost, { include, exclude }: TagChoice): boolean {
	const isThere = slug !== '';
	return (
		isThere &&
		include.every((tag) => tags.includes(tag)) &&
		!exclude.some((tag) => tags.includes(tag))
	);
}

/** The words a slip was forgiven for, as the best posts write them. */
function wordsInstead({ words }: Query, candidates: readonly Candidate[]): string[] {
	const best = candidates.slice(0, MOST_READ);
	const terms = new Set(best.flatMap(({ sought }) => [...sought.marks.keys()]));
	return [...terms].filter((term) => !words.includes(term)).slice(0, MOST_WORDS_INSTEAD);
}
