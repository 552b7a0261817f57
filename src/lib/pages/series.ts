import type { Series } from '../../site';
import type { Post } from '../posts/post';
import { countTags } from './parts';

/** The published posts of a reading path, in its order. Drafts and posts not yet written are left out. */
export function seriesPosts<P extends Post>(series: Series, posts: readonly P[]): P[] {
	return series.posts.flatMap((slug) => posts.find((post) => post.slug === slug) ?? []);
}

/** How many posts of a list carry each tag. Kept, because every post of the list asks for it. */
const tagCounts = new WeakMap<readonly Post[], Map<string, number>>();

function countsOf(posts: readonly Post[]): Map<string, number> {
	const counts = tagCounts.get(posts) ?? countTags(posts);
	tagCounts.set(posts, counts);
	return counts;
}

/**
 * Up to `limit` other posts that share the most with this one. A tag that few posts carry says more than one that
 * nearly all carry, so tags weigh by rarity; equals keep the catalogue's order. `known` are shown already.
 */
export function relatedPosts<P extends Post>(
	post: Post,
	posts: readonly P[],
	known: readonly string[] = [],
	limit = 3
): P[] {
	const counts = countsOf(posts);
	const weights = new Map(post.tags.map((tag) => [tag, 1 / (counts.get(tag) ?? 1)]));
	const found: { other: P; score: number }[] = [];
	for (const other of posts) {
		if (other.slug === post.slug || known.includes(other.slug)) continue;
		const score = other.tags.reduce((sum, tag) => sum + (weights.get(tag) ?? 0), 0);
		if (score > 0) found.push({ other, score });
	}
	return found
		.sort((a, b) => b.score - a.score)
		.slice(0, limit)
		.map(({ other }) => other);
}
