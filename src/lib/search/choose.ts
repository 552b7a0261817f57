import {
	CODE_LENGTH,
	TEXT_LENGTH,
	codeExcerpt,
	merge,
	spotsToMark,
	textExcerpt,
	bestWindow
} from './excerpt';
import {
	hasPhrase,
	longestOf,
	longestRun,
	type Reading,
	type Run,
	type SectionReading,
	type Spots
} from './reading';
import type { Marked, PostHit, SectionHit } from './results';
import { keepLatest } from './keep-latest';
import type { Sought } from './sought';

const MOST_WORDS = 8;
/** Sections shown of one post. */
const MOST_SECTIONS = 3;
/** A further section is worth showing if it is at least this good, next to the best. */
const GOOD_ENOUGH = 0.7;

interface Scored {
	reading: SectionReading;
	score: number;
	words: number;
}

/** The places of a post to open at, best first, with their excerpts. */
export function choosePlaces(
	{ slug, title, description }: { slug: string; title: string; description: string },
	reading: Reading,
	sought: Sought
): PostHit {
	const scored = scoreSections(reading, sought);
	const best = scored[0];
	const good = scored.filter(
		({ score, words }) => best && words === best.words && score >= best.score * GOOD_ENOUGH
	);
	return {
		slug,
		title: markAll(title, reading.title, sought),
		description: markAll(description, reading.description, sought),
		sections: good.slice(0, MOST_SECTIONS).map((each) => toHit(each.reading, sought)),
		more: Math.max(0, good.length - MOST_SECTIONS),
		words: wordsIn(reading, sought)
	};
}

/** The forms that this post really uses, for the page that marks them. */
function wordsIn({ title, description, sections }: Reading, { marks }: Sought): string[] {
	const all = [
		title,
		description,
		...sections.flatMap(({ heading, text, code }) => [heading, text, code])
	];
	return [...marks.keys()]
		.filter((term) => all.some((spots) => spots.has(term)))
		.slice(0, MOST_WORDS);
}

function scoreSections({ sections }: Reading, sought: Sought): Scored[] {
	const counts = sections.map((section) => countWords(section, sought));
	const inPost = new Map<number, number>();
	for (const count of counts)
		for (const [word, n] of count) inPost.set(word, (inPost.get(word) ?? 0) + n);
	return sections
		.map((reading, i) => {
			const count = counts[i] as Map<number, number>;
			const inHeading = new Set(spotsToMark(reading.heading, sought).map(({ word }) => word));
			let score = 0;
			for (const [word, n] of count) {
				const rarity = 1 / (1 + Math.log(inPost.get(word) as number));
				score += rarity * (1 + 0.15 * Math.log(n) + (inHeading.has(word) ? 0.8 : 0));
			}
			const quoted = sought.phrases.filter((phrase) => quotes(reading, phrase)).length;
			return {
				reading,
				score: score * (1 + 0.5 * runIn(reading, sought).length),
				// Where a phrase stands, more stands than anywhere else.
				words: count.size + quoted
			};
		})
		.filter(({ words }) => words > 0)
		.sort((a, b) => b.words - a.words || b.score - a.score);
}

function countWords({ heading, text, code }: SectionReading, sought: Sought): Map<number, number> {
	const found = new Map<number, number>();
	for (const spots of [heading, text, code])
		for (const { word } of spotsToMark(spots, sought)) found.set(word, (found.get(word) ?? 0) + 1);
	return found;
}

/** The longest run of the query's words under one heading. */
export const runIn = keepLatest((section: SectionReading, { words, counts }: Sought): Run => {
	const { heading, text, code } = section;
	return longestOf([heading, text, code].map((spots) => longestRun(spots, words, counts)));
});

/** Whether a quoted phrase stands under this heading. */
export function quotes(
	{ heading, text, code }: SectionReading,
	phrase: readonly string[]
): boolean {
	return [heading, text, code].some((spots) => hasPhrase(spots, phrase));
}

/** How many of the words stand together in what fits into one excerpt. */
export function nearness(sections: readonly SectionReading[], sought: Sought): number {
	const texts = sections.flatMap(({ text, code }) => [text, code]);
	return Math.max(
		0,
		...texts.map((spots) => bestWindow(spotsToMark(spots, sought), TEXT_LENGTH).worth)
	);
}

function toHit({ section, heading, text, code }: SectionReading, sought: Sought): SectionHit {
	const inText = spotsToMark(text, sought);
	const inCode = spotsToMark(code, sought);
	const isCode =
		bestWindow(inCode, CODE_LENGTH).worth > bestWindow(inText, TEXT_LENGTH).worth || !section.text;
	return {
		anchor: section.anchor,
		heading: markAll(section.heading, heading, sought),
		excerpt: isCode ? codeExcerpt(section.code, inCode) : textExcerpt(section.text, inText),
		isCode
	};
}

function markAll(text: string, spots: Spots, sought: Sought): Marked {
	return { text, marks: merge(spotsToMark(spots, sought).map(({ start, end }) => [start, end])) };
}
