import {
	CODE_LENGTH,
	TEXT_LENGTH,
	bestWindow,
	codeExcerpt,
	merge,
	textExcerpt,
	type Spot
} from './excerpt';
import type { Look } from './look';
import { DESCRIPTION, TITLE, eachRun, textsOf, type Reading } from './reading';
import type { Marked, PostHit, SectionHit } from './results';

const MOST_WORDS = 8;
/** Sections shown of one post. */
const MOST_SECTIONS = 3;
/** A further section is worth showing if it is at least this good, next to the best. */
const GOOD_ENOUGH = 0.7;

interface Scored {
	section: number;
	score: number;
	words: number;
}

/** The places of a post to open at, best first, with their excerpts. */
export function choosePlaces(
	{ slug, title, description }: { slug: string; title: string; description: string },
	look: Look
): PostHit {
	const scored = scoreSections(look);
	const best = scored[0];
	const good = scored.filter(
		({ score, words }) => best && words === best.words && score >= best.score * GOOD_ENOUGH
	);
	return {
		slug,
		title: markAll(title, look.spotsIn(TITLE)),
		description: markAll(description, look.spotsIn(DESCRIPTION)),
		sections: good.slice(0, MOST_SECTIONS).map(({ section }) => toHit(section, look)),
		more: Math.max(0, good.length - MOST_SECTIONS),
		words: wordsIn(look)
	};
}

/** The forms that this post really uses, for the page that marks them. */
function wordsIn({ reading, sought }: Look): string[] {
	return [...sought.marks.keys()].filter((term) => reading.spots.has(term)).slice(0, MOST_WORDS);
}

function scoreSections(look: Look): Scored[] {
	const { reading, sought } = look;
	const counts = reading.sections.map((_, section) => countWords(section, look));
	const inPost = new Map<number, number>();
	for (const count of counts)
		for (const [word, n] of count) inPost.set(word, (inPost.get(word) ?? 0) + n);
	const quoting = sought.phrases.map((phrase) => textsWith(phrase, reading));
	return counts
		.map((count, section): Scored => {
			const { heading, text, code } = textsOf(section);
			const inHeading = new Set(look.spotsIn(heading).map(({ word }) => word));
			let score = 0;
			for (const [word, n] of count) {
				const rarity = 1 / (1 + Math.log(inPost.get(word) as number));
				score += rarity * (1 + 0.15 * Math.log(n) + (inHeading.has(word) ? 0.8 : 0));
			}
			const isQuoted = (texts: Set<number>) =>
				texts.has(heading) || texts.has(text) || texts.has(code);
			return {
				section,
				score: score * (1 + 0.5 * look.runIn(section)),
				// Where a phrase stands, more stands than anywhere else.
				words: count.size + quoting.filter(isQuoted).length
			};
		})
		.filter(({ words }) => words > 0)
		.sort((a, b) => b.words - a.words || b.score - a.score);
}

function countWords(section: number, look: Look): Map<number, number> {
	const found = new Map<number, number>();
	const { heading, text, code } = textsOf(section);
	for (const each of [heading, text, code])
		for (const { word } of look.spotsIn(each)) found.set(word, (found.get(word) ?? 0) + 1);
	return found;
}

/** The texts of a post in which a quoted phrase stands. */
function textsWith(phrase: readonly string[], { spots, textOf }: Reading): Set<number> {
	const found = new Set<number>();
	const words = phrase.map((word) => new Set([word]));
	const all = phrase.map(() => true);
	eachRun(spots, words, all, (at, length) => {
		if (length === phrase.length) found.add(textOf[at] as number);
	});
	return found;
}

function toHit(at: number, look: Look): SectionHit {
	const section = look.reading.sections[at] ?? { anchor: '', heading: '', text: '', code: '' };
	const { heading, text, code } = textsOf(at);
	const inText = look.spotsIn(text);
	const inCode = look.spotsIn(code);
	const isCode =
		bestWindow(inCode, CODE_LENGTH).worth > bestWindow(inText, TEXT_LENGTH).worth || !section.text;
	return {
		anchor: section.anchor,
		heading: markAll(section.heading, look.spotsIn(heading)),
		excerpt: isCode ? codeExcerpt(section.code, inCode) : textExcerpt(section.text, inText),
		isCode
	};
}

function markAll(text: string, spots: readonly Spot[]): Marked {
	return { text, marks: merge(spots.map(({ start, end }) => [start, end])) };
}
