import type { Post } from '../posts/post';
import { html, type Html } from './html';
import { paths } from './paths';

/** `#go #backend`, each a link to its tag page. */
export function tagLinks(base: string, tags: readonly string[]): Html {
	return html`<ul class="tags">${tags.map(
		(tag) => html`<li><a href="${base}${paths.tag(tag)}">#${tag}</a></li>`
	)}</ul>`;
}

/** All tags with the number of posts that carry them, in alphabetical order. */
export function tagCloud(base: string, posts: readonly Post[]): Html {
	return html`<ul class="tags counts" aria-label="Tags">${[...countTags(posts)]
		.sort(([a], [b]) => a.localeCompare(b, 'en'))
		.map(
			([tag, count]) =>
				html`<li><a href="${base}${paths.tag(tag)}">#${tag}</a> <span class="count">${count}</span></li>`
		)}</ul>`;
}

/** How many posts carry each tag. */
export function countTags(posts: readonly Post[]): Map<string, number> {
	const counts = new Map<string, number>();
	for (const tag of posts.flatMap((post) => post.tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
	return counts;
}

/** `2026-11-21 · 9 min`, with the date of the last change where there is one. */
export function postMeta(post: Post): Html {
	return html`<span class="meta"><time datetime="${post.date}">${post.date}</time>${
		post.updated && html`, updated <time datetime="${post.updated}">${post.updated}</time>`
	} · ${post.minutes} min</span>`;
}

/** The listing of posts, newest first; scripts find a post by `data-slug` and `data-tags`. */
export function postList(base: string, posts: readonly Post[]): Html {
	return html`<ol class="posts">${posts.map(
		(post) => html`<li data-slug="${post.slug}" data-tags="${post.tags.join(' ')}">
<h2><a href="${base}${paths.post(post.slug)}">${post.title}</a></h2>
<p>${post.description}</p>
<div class="line">${tagLinks(base, post.tags)}${postMeta(post)}</div>
</li>`
	)}</ol>`;
}
