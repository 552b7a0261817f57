import type { Found } from './engine';
import type { Query } from './query';
import { Look } from './look';
import { standsAt, type Reading, type Spots } from './reading';
import { soughtIn, type Forms, type Sought } from './sought';

export interface Candidate {
	slug: string;
	score: number;
	sought: Sought;
	/** Where its words stand in the post; nothing when it was not read for that. */
	look: Look | undefined;
	/** 2: the title begins with the query; 1: it has all its words; 0: it has not. */
	inTitle: 0 | 1 | 2;
	/** The longest run of the query's words, and how many of them stand near one another. */
	run: number;
	near: number;
	/** A heading, or the description, has all of the words: that is a subject of the post. */
	isSubject: boolean;
}

const RUN_WEIGHT = 0.5;
/** Only so many of the best are read word by word to put them in order. */
export const MOST_READ = 20;

/** Titles first, then the longest run of the words, then headings, then nearness, then the engine's score. */
export function rank(
	query: Query,
	found: readonly Found[],
	forms: Forms,
	read: (slug: string) => Reading
): Candidate[] {
	const candidates = found.map(({ slug, score, matched }, i): Candidate => {
		const sought = soughtIn(query, matched, forms);
		const unread: Candidate = {
			slug,
			score,
			sought,
			look: undefined,
			inTitle: 0,
			run: 0,
			near: 0,
			isSubject: false
		};
		if (i >= MOST_READ || query.units.length === 0) return unread;
		const reading = read(slug);
		const look = new Look(reading, sought);
		const { run } = look;
		return {
			...unread,
			look,
			inTitle: rankTitle(reading.title, sought),
			run: run.length,
			// What is said again and again is the subject; single words are counted by the engine.
			score: run.length > 1 ? score * (1 + RUN_WEIGHT * Math.log(run.times)) : score,
			near: query.words.length > 1 ? look.nearness() : 0,
			isSubject: look.isSubject()
		};
	});
	return candidates.sort(
		(a, b) =>
			b.inTitle - a.inTitle ||
			b.run - a.run ||
			Number(b.isSubject) - Number(a.isSubject) ||
			b.near - a.near ||
			b.score - a.score
	);
}

function rankTitle(title: Spots, { words, counts }: Sought): 0 | 1 | 2 {
	if (!words.every((terms, i) => !counts[i] || standsAt(title, terms))) return 0;
	return words.every((terms, i) => standsAt(title, terms, i)) ? 2 : 1;
}
