/** A word of a text and where it stands. */
export interface Word {
	term: string;
	start: number;
	end: number;
	/** What else the word is found by: the parts of camelCase, the shorter forms of a version. */
	parts: string[];
}

/** One thing between spaces: a word, `--flag`, `sync.Pool`, `high-traffic`, `1.24.3`, `->`. */
export interface Unit {
	words: Word[];
	/** An identifier of several words as one term: `context.withtimeout`, `--race`. */
	whole?: string;
	/** A hyphenated word written as one: `tradeoffs`. */
	joined?: string;
}

export const LONGEST_TERM = 64;

const LETTERS = '[\\p{L}\\p{N}\\p{M}]+';
const JOINER = "(?:[./_+'’-]|::|(?<=\\d),(?=\\d{3}(?!\\d)))";
const DASHES = '(?<![\\p{L}\\p{N}\\p{M}_)\\]-])--?(?=\\p{L})';
const OPERATOR = '->|<-|=>|:=|!=|==|<<|>>|&\\^|&&|\\|\\||\\.\\.\\.|%[a-zA-Z]\\b';
const UNIT = new RegExp(
	`([cC]\\+\\+|[cCfF]#)(?![\\p{L}\\p{N}])|(${DASHES})?(${LETTERS}(?:${JOINER}${LETTERS})*)|(${OPERATOR})`,
	'gu'
);
const VERSION = /^(\p{L}*)(\d+(?:\.\d+)+)$/u;
/** Most words of most texts, for which nothing below needs to be tried. */
const PLAIN = /^[a-z]+$/i;
const MIXED = /[\p{Ll}\p{N}]\p{Lu}|\p{Lu}\p{Lu}\p{Ll}/u;
const CAMEL = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
const JOINED = /[\p{L}\p{N}][./_+:-]+[\p{L}\p{N}]/u;
const IDENTIFIER = /[./_+]|::/;

/** The same spelling for the index and for a query: lower case, no accents, no apostrophes. */
export function normalize(raw: string): string {
	if (PLAIN.test(raw)) return raw.toLowerCase();
	const ascii = /^[\x20-\x7e]*$/.test(raw);
	const plain = ascii ? raw : raw.normalize('NFKD').replace(/[\u0300-\u036f]/g, '');
	return plain
		.toLowerCase()
		.replace(/['’]s$/, '')
		.replace(/['’,]|[\u0300-\u036f]/g, '');
}

export function units(text: string): Unit[] {
	const found: Unit[] = [];
	for (const match of text.matchAll(UNIT)) {
		const [all, special, dashes = '', run] = match;
		const unit = run
			? readRun(run, dashes, match.index + dashes.length)
			: { words: [word(special ?? all, match.index)] };
		if (unit.words.length > 0) found.push(unit);
	}
	return found;
}

function readRun(run: string, dashes: string, start: number): Unit {
	if (!dashes && PLAIN.test(run)) return { words: [word(run, start)] };
	const words: Word[] = [];
	for (const group of run.matchAll(/[^-]+/g)) {
		const at = start + group.index;
		if (VERSION.test(group[0])) words.push(version(group[0], at));
		else
			for (const part of group[0].matchAll(/[^./_+:]+/g))
				words.push(word(part[0], at + part.index));
	}
	const unit: Unit = { words: words.filter(({ term }) => term) };
	const identifier = words.length > 1 && IDENTIFIER.test(run);
	if (dashes || identifier) unit.whole = dashes + normalize(run);
	if (!identifier && run.includes('-')) unit.joined = normalize(run.replaceAll('-', ''));
	return unit;
}

function word(raw: string, start: number): Word {
	const parts = MIXED.test(raw) ? raw.split(CAMEL).map(normalize).filter(Boolean) : [];
	return { term: normalize(raw), start, end: start + raw.length, parts };
}

/** `go1.24.3` is also found by `1.24.3`, `1.24` and `go`. */
function version(raw: string, start: number): Word {
	const [, name = '', numbers = ''] = VERSION.exec(raw) ?? [];
	const steps = numbers.split('.');
	const parts = steps.map((_, i) => steps.slice(0, i + 1).join('.')).slice(1);
	const term = normalize(raw);
	const others = [...parts, normalize(name)].filter((part) => part && part !== term);
	return { term, start, end: start + raw.length, parts: others };
}

/** Whether a term is made of several words, each of which is found by itself, too. */
export function isCompound(term: string): boolean {
	return JOINED.test(term) && !VERSION.test(term);
}

/** Every term a text is found by, with the number of the word and the place where it stands. */
export function eachTerm(
	text: string,
	visit: (term: string, at: number, start: number, end: number) => void
): void {
	let at = 0;
	for (const { words, whole, joined } of units(text)) {
		const first = words[0];
		const last = words[words.length - 1];
		if (!first || !last) continue;
		for (const term of [whole, joined]) if (term) visit(term, at, first.start, last.end);
		words.forEach(({ term, start, end, parts }, i) => {
			visit(term, at + i, start, end);
			for (const part of parts) visit(part, at + i, start, end);
			const next = words[i + 1];
			// `server.shutdown` of `http.Server.Shutdown` is an identifier, too.
			if (whole && next && words.length > 2)
				visit(term + text.slice(end, next.start) + next.term, at + i, start, next.end);
		});
		at += words.length;
	}
}
