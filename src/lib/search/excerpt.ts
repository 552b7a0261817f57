import type { Marked, Range } from './results';

/** A marked term in a text. */
export interface Spot {
	start: number;
	end: number;
	/** Which word of the query it stands for. */
	word: number;
	worth: number;
}

export interface Window {
	start: number;
	end: number;
	/** The words of the query in it, each counted once. */
	worth: number;
}

/** Characters of an excerpt. */
export const TEXT_LENGTH = 180;
export const CODE_LENGTH = 240;
const CODE_LINES = 4;

/** The stretch of at most `length` that holds most of the words, and of those the shortest, then the first. */
export function bestWindow(spots: readonly Spot[], length: number): Window {
	let best: Window = { start: 0, end: 0, worth: 0 };
	const inside = new Map<number, number>();
	let worth = 0;
	let first = 0;
	for (const last of spots) {
		worth += (inside.get(last.word) ?? 0) === 0 ? last.worth : 0;
		inside.set(last.word, (inside.get(last.word) ?? 0) + 1);
		for (;;) {
			const oldest = spots[first] as Spot;
			const count = inside.get(oldest.word) as number;
			const isTooLong = last.end - oldest.start > length && oldest !== last;
			if (!isTooLong && (count === 1 || oldest === last)) break;
			inside.set(oldest.word, count - 1);
			if (count === 1) worth -= oldest.worth;
			first++;
		}
		const start = (spots[first] as Spot).start;
		const isBetter =
			worth > best.worth || (worth === best.worth && last.end - start < best.end - best.start);
		if (isBetter) best = { start, end: last.end, worth };
	}
	return best;
}

/** A piece of prose around the window, cut between words. Line breaks become spaces: nothing moves. */
export function textExcerpt(text: string, spots: readonly Spot[], length = TEXT_LENGTH): Marked {
	const window = bestWindow(spots, length);
	const room = Math.max(0, length - (window.end - window.start));
	let start = Math.max(0, window.start - Math.floor(room / 3));
	if (start > 0) {
		const lead = text.slice(start, window.start);
		const sentence = /[.?!:]\s+(?=\S)|\n/.exec(lead);
		const word = /\s+(?=\S)/.exec(lead);
		const cut = sentence ?? word;
		start = cut ? start + cut.index + cut[0].length : window.start;
	}
	let end = Math.min(text.length, Math.max(start + length, window.end));
	if (end < text.length) {
		const space = text.slice(window.end, end + 1).search(/\s+\S*$/);
		end = space >= 0 ? window.end + space : window.end;
	}
	return cutOut(text.replaceAll('\n', ' '), start, end, spots);
}

/** The lines around the window, without the indentation they share. */
export function codeExcerpt(code: string, spots: readonly Spot[]): Marked {
	const window = bestWindow(spots, CODE_LENGTH);
	const start = code.lastIndexOf('\n', window.start - 1) + 1;
	let end = lineEnd(code, window.end);
	let lines = code.slice(start, end).split('\n').length;
	while (lines < CODE_LINES && end < code.length && lineEnd(code, end + 1) - start <= CODE_LENGTH) {
		end = lineEnd(code, end + 1);
		lines++;
	}
	return cutOut(code, start, end, spots, false);
}

function lineEnd(code: string, from: number): number {
	const found = code.indexOf('\n', from);
	return found < 0 ? code.length : found;
}

function cutOut(
	text: string,
	start: number,
	end: number,
	spots: readonly Spot[],
	dots = true
): Marked {
	const before = dots && start > 0 ? '… ' : '';
	const after = dots && end < text.length ? ' …' : '';
	const shift = before.length - start;
	const marks = spots
		.filter((spot) => spot.start >= start && spot.end <= end)
		.map((spot): Range => [spot.start + shift, spot.end + shift]);
	return { text: before + text.slice(start, end) + after, marks: merge(marks) };
}

/** Marks in order, those that touch or overlap made one. */
export function merge(marks: readonly Range[]): Range[] {
	const merged: Range[] = [];
	for (const [start, end] of marks) {
		const last = merged[merged.length - 1];
		if (last && start <= last[1]) last[1] = Math.max(last[1], end);
		else merged.push([start, end]);
	}
	return merged;
}
