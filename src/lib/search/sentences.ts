import { counted } from '../posts/counted';
import type { Storage } from './messages';
import type { Results } from './results';

/** How far the index is. `incomplete`: some texts cannot be had now, so some posts are found by their titles only. */
export type Status =
	| { state: 'starting' }
	| { state: 'loading'; done: number; of: number }
	| { state: 'ready'; of: number; storage: Storage }
	| { state: 'incomplete'; done: number; of: number; storage: Storage }
	| { state: 'failed' };

/** What a reader should know about the index; nothing when all is well. */
export function statusSentence(status: Status): string {
	switch (status.state) {
		case 'starting':
			return 'Search is starting…';
		case 'loading':
			return `Reading the posts: ${status.done} of ${status.of}. The rest is found by title so far.`;
		case 'incomplete':
			return `The text of ${counted(status.of - status.done, 'post')} is not on this device and cannot be fetched now: found by title only.`;
		case 'failed':
			return 'Search stopped working. Load the page again.';
		case 'ready':
			return status.storage === 'kept'
				? ''
				: 'This browser keeps no index: search works, and is made anew each time.';
	}
}

/** What was found, in one sentence; the same is shown and read out. `limit` is how many of them are listed. */
export function resultSentence(results: Results, status: Status): string {
	const { match, total, instead } = results;
	if (match === 'nothing asked') return counted(total, 'post');
	if (total === 0) return status.state === 'ready' ? 'No results.' : 'Nothing found yet.';
	const found = counted(total, 'result');
	if (match === 'any') return `No post has all of this. ${found} with some of it:`;
	if (match === 'similar') {
		const words = instead.map((word) => `“${word}”`).join(', ');
		return `Nothing is spelled like this. ${found}${words && ` for ${words}`}:`;
	}
	return found;
}

/** Tags asked for that no post carries. */
export function unknownTagsSentence({ unknownTags }: Results): string {
	if (unknownTags.length === 0) return '';
	return `No post is tagged ${unknownTags.map((tag) => `#${tag}`).join(', ')}.`;
}
