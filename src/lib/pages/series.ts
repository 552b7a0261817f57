import type { Series } from '../../site';
import type { Post } from '../posts/post';

/** The published posts of a reading path, in its order. Drafts and posts not yet written are left out. */
export function seriesPosts<P extends Post>(series: Series, posts: readonly P[]): P[] {
	return series.posts.flatMap((slug) => posts.find((post) => post.slug === slug) ?? []);
}

/**
 * Up to `limit` other posts that share the most with this one. A tag that few posts carry says more than one that
 * nearly all carry, so tags weigh by rarity; equals keep the catalogue's order.
 */
export function relatedPosts<P extends Post>(post: Post, posts: readonly P[], limit = 3): P[] {
	const weight = (tag: string) => 1 / posts.filter((other) => other.tags.includes(tag)).length;
	return posts
		.filter((other) => other.slug !== post.slug)
		.map((other) => ({
			other,
			score: other.tags
				.filter((tag) => post.tags.includes(tag))
				.reduce((sum, tag) => sum + weight(tag), 0)
		}))
		.filter(({ score }) => score > 0)
		.sort((a, b) => b.score - a.score)
		.slice(0, limit)
		.map(({ other }) => other);
}
