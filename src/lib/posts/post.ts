/** What a post is, as everything but the build sees it. The build makes it from front matter; see server/content.ts. */
export interface Post {
	/** The folder's name, and the last part of the URL. */
	slug: string;
	title: string;
	/** One sentence, at most 160 characters. */
	description: string;
	/** ISO date, YYYY-MM-DD. */
	date: string;
	/** ISO date of the last change worth telling readers about. */
	updated?: string;
	tags: string[];
	/** Minutes to read, at least 1. */
	minutes: number;
}
