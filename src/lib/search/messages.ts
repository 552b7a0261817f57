import type { Post } from '../posts/post';
import type { TagChoice } from './query';
import type { Results } from './results';

/** A post of the catalogue, as far as search is concerned. */
export interface Entry extends Post {
	/** `name` changes when the text does. */
	body: { name: string };
}

/** What is published: anything that is a catalogue will do. */
export interface Published {
	release: string;
	posts: readonly Entry[];
}

/** A post as the worker is told of it: everything but its text. */
export interface PostInfo {
	slug: string;
	title: string;
	description: string;
	tags: string[];
	/** The name of the body's file. */
	body: string;
}

export interface Catalogued {
	release: string;
	posts: PostInfo[];
}

/** A text the worker lacks; only the page can fetch it. */
export interface WantedBody {
	slug: string;
	body: string;
}

/** Where the index is: `memory` when the database of the browser cannot be used, so it is made anew each time. */
export type Storage = 'kept' | 'memory';

export type ToWorker =
	| { type: 'open'; base: string; catalogued: Catalogued }
	| { type: 'update'; catalogued: Catalogued }
	| { type: 'body'; slug: string; body: string; html: string }
	| { type: 'ask'; id: number; input: string; tags: TagChoice; limit: number };

export type FromWorker =
	| { type: 'progress'; done: number; of: number; wanted: WantedBody[]; storage: Storage }
	| { type: 'answer'; id: number; results: Results }
	| { type: 'failed'; message: string };

export function catalogued({ release, posts }: Published): Catalogued {
	return {
		release,
		posts: posts.map(({ slug, title, description, tags, body }) => ({
			slug,
			title,
			description,
			tags: [...tags],
			body: body.name
		}))
	};
}

/** All that goes into the index of a post. */
export function versionOf({ title, description, tags, body }: PostInfo): string {
	return JSON.stringify([body, title, description, tags]);
}
