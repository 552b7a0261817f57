import { createHighlighterCore, type HighlighterCore, type ThemeRegistrationRaw } from 'shiki/core';
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript';
import { TOKEN_END, tokenStart, withoutTokens } from '../pages/article';
import { escapeText } from './html';
import { grammarOf } from './languages';

/** Scopes of the grammars → one letter each. The colours are not colours: they are how a token says its letter. */
const SCOPES: Record<string, string[]> = {
	c: ['comment', 'punctuation.definition.comment'],
	s: [
		'string',
		'punctuation.definition.string',
		'string.regexp',
		'constant.character.escape',
		'markup.inline.raw'
	],
	n: ['constant.numeric', 'constant.language', 'constant.other', 'support.constant'],
	k: [
		'keyword',
		'keyword.operator.new',
		'keyword.operator.expression',
		'storage.type',
		'storage.modifier',
		'variable.language',
		'entity.name.tag'
	],
	f: ['entity.name.function', 'support.function', 'meta.function-call entity.name.function'],
	t: [
		'entity.name.type',
		'entity.name.class',
		'support.type',
		'support.class',
		'storage.type.numeric.go',
		'storage.type.string.go',
		'storage.type.boolean.go',
		'storage.type.byte.go',
		'storage.type.error.go',
		'storage.type.rune.go',
		'storage.type.uintptr.go'
	],
	i: ['markup.inserted', 'punctuation.definition.inserted'],
	d: ['markup.deleted', 'punctuation.definition.deleted'],
	'': [
		'keyword.operator',
		'punctuation',
		'meta.embedded',
		'variable',
		'string.unquoted.plain.out.yaml'
	]
};
const PLAIN = '#000000';
const letters = Object.keys(SCOPES);
const colour = (letter: string) => (letter === '' ? PLAIN : `#00000${letters.indexOf(letter) + 1}`);
const letterOf = new Map(letters.filter(Boolean).map((letter) => [colour(letter), letter]));

const theme: ThemeRegistrationRaw = {
	name: 'letters',
	type: 'light',
	fg: PLAIN,
	bg: '#FFFFFF',
	settings: Object.entries(SCOPES).map(([letter, scope]) => ({
		scope,
		settings: { foreground: colour(letter) }
	}))
};

let highlighter: Promise<HighlighterCore> | undefined;
const loaded = new Set<string>();

/**
 * Code as HTML with signs around its tokens (see pages/article.ts), those of one kind joined, nothing around the rest.
 * A language that is not known comes back plain.
 */
export async function highlight(source: string, lang: string): Promise<string> {
	const code = withoutTokens(source);
	const grammar = grammarOf(lang);
	if (!grammar) return escapeText(code);
	highlighter ??= createHighlighterCore({
		themes: [theme],
		langs: [],
		// A quarter faster than the WebAssembly engine over whole posts, with the same result.
		engine: createJavaScriptRegexEngine({ forgiving: true })
	});
	const shiki = await highlighter;
	if (!loaded.has(lang)) {
		await shiki.loadLanguage(grammar);
		loaded.add(lang);
	}
	const { tokens } = shiki.codeToTokens(code, {
		lang,
		theme: 'letters',
		// No limit of time: a busy machine must not give another page.
		tokenizeTimeLimit: 0,
		tokenizeMaxLineLength: 2000
	});
	return tokens.map((line) => lineHtml(line)).join('\n');
}

function lineHtml(tokens: { content: string; color?: string }[]): string {
	let out = '';
	let letter = '';
	let run = '';
	let space = '';
	const close = () => {
		const html = escapeText(run);
		out += (letter ? tokenStart(letter) + html + TOKEN_END : html) + space;
		run = space = '';
	};
	for (const { content, color } of tokens) {
		const next = letterOf.get(color?.toUpperCase() ?? '') ?? '';
		const words = content.trimEnd();
		// White space has no colour: it joins two tokens of a kind and never ends a run.
		if (words !== '') {
			if (next !== letter) close();
			letter = next;
			run += space + words;
			space = '';
		}
		space += content.slice(words.length);
	}
	close();
	return out;
}
