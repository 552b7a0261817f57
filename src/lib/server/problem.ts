import { counted } from '../posts/counted';

/** Something an author has to change before the build can publish. */
export interface Problem {
	/** Relative to the project, with forward slashes. */
	file: string;
	/** Counted from 1. */
	line: number;
	/** The front-matter field, when it is about one. */
	field?: string;
	/** What is wrong, as a sentence. */
	message: string;
	/** What to write instead, as a sentence. */
	fix: string;
}

/** Thrown by whoever decides that problems stop the build; the message is the whole report. */
export class ContentError extends Error {
	constructor(problems: readonly Problem[]) {
		super(formatProblems(problems));
		this.name = 'ContentError';
		// The report says where to look; a stack trace under it would bury that.
		this.stack = this.message;
	}
}

/** By file, then line, so that a report reads from top to bottom and two runs agree. */
export function sortProblems(problems: Problem[]): Problem[] {
	return problems.sort(
		(a, b) => compare(a.file, b.file) || a.line - b.line || compare(a.message, b.message)
	);
}

/** One report with everything that is wrong, for people. A warning is one that does not stop the build. */
export function formatProblems(
	problems: readonly Problem[],
	noun: 'problem' | 'warning' = 'problem'
): string {
	if (problems.length === 0) return 'No problems.';
	const files = new Set(problems.map((problem) => problem.file)).size;
	const lines = [`${counted(problems.length, noun)} in ${counted(files, 'file')}:`];
	for (const { file, line, field, message, fix } of sortProblems([...problems])) {
		lines.push('', `${file}:${line}${field ? ` (${field})` : ''}`, `  ${message}`, `  → ${fix}`);
	}
	return lines.join('\n');
}

/** The candidate an author most likely meant, if one is near enough to be worth suggesting. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
	let best: string | undefined;
	let bestDistance = Math.max(2, Math.floor(word.length / 3)) + 1;
	for (const candidate of candidates) {
		const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
		if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
	}
	return best;
}

function editDistance(a: string, b: string): number {
	let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
	for (let i = 1; i <= a.length; i++) {
		const row = [i];
		for (let j = 1; j <= b.length; j++) {
			const swap = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
			row.push(Math.min(swap, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
		}
		previous = row;
	}
	return previous[b.length] ?? 0;
}

function compare(a: string, b: string): number {
	return a < b ? -1 : a > b ? 1 : 0;
}
