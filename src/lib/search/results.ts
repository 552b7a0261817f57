import type { Match } from './stages';

/** From and to, in UTF-16 units of the text they belong to; in order, never overlapping. */
export type Range = [start: number, end: number];

export interface Marked {
	text: string;
	marks: Range[];
}

/** A place in a post where the words stand. */
export interface SectionHit {
	/** Empty for the text before the first heading. */
	anchor: string;
	heading: Marked;
	excerpt: Marked;
	/** The excerpt is code: its lines and spaces matter. */
	isCode: boolean;
}

export interface PostHit {
	slug: string;
	title: Marked;
	description: Marked;
	/** The best places first. Empty when only the title or a tag answers. */
	sections: SectionHit[];
	/** How many more sections of this post answer. */
	more: number;
	/** The words to mark in the post, as the post writes them. */
	words: string[];
}

export interface Results {
	/** `tags`: no words were asked for, these are the posts that carry the tags. */
	match: Match | 'tags' | 'nothing asked';
	/** All posts found; `posts` holds the first of them. */
	total: number;
	posts: PostHit[];
	/** How many of the posts found carry each tag. */
	tagCounts: Record<string, number>;
	/** With slips forgiven: the words that were looked for instead. */
	instead: string[];
	/** Tags asked for by name that no post carries. */
	unknownTags: string[];
}

/** Opens a post at a heading, with the words to mark there. `base` is the base path without a slash at the end. */
export function hitHref(base: string, slug: string, anchor: string, words: string[]): string {
	const mark = words.map(encodeURIComponent).join('+');
	return `${base}/posts/${encodeURIComponent(slug)}/${mark && `?mark=${mark}`}${anchor && `#${encodeURIComponent(anchor)}`}`;
}

/** The text cut at its marks, ready to be shown piece by piece without any HTML. */
export function cutAtMarks({ text, marks }: Marked): { text: string; isMarked: boolean }[] {
	const found: { text: string; isMarked: boolean }[] = [];
	let from = 0;
	for (const [start, end] of marks) {
		if (start > from) found.push({ text: text.slice(from, start), isMarked: false });
		found.push({ text: text.slice(start, end), isMarked: true });
		from = end;
	}
	if (from < text.length) found.push({ text: text.slice(from), isMarked: false });
	return found;
}
