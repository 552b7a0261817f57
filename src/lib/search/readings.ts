import type { SearchablePost } from './engine';
import { readPost, type Reading } from './reading';

/** A reading takes some five times the memory of its text, so a large library is not held read as a whole. */
const MOST_KEPT = 100;

/** Posts read word by word, the last used kept. */
export class Readings {
	#kept = new Map<string, Reading>();

	of(post: SearchablePost): Reading {
		const reading = this.#kept.get(post.slug) ?? readPost(post);
		// Put last: the first is then the one unused for longest.
		this.#kept.delete(post.slug);
		this.#kept.set(post.slug, reading);
		const [oldest] = this.#kept.keys();
		if (this.#kept.size > MOST_KEPT && oldest !== undefined) this.#kept.delete(oldest);
		return reading;
	}

	forget(slug: string): void {
		this.#kept.delete(slug);
	}

	/** Whether reading this post before anybody asks is of use. */
	hasRoomFor({ slug }: SearchablePost): boolean {
		return !this.#kept.has(slug) && this.#kept.size < MOST_KEPT;
	}
}
