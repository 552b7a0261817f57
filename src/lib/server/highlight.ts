import { bundledLanguages, bundledLanguagesAlias } from 'shiki';
import { createHighlighterCore, type HighlighterCore, type ThemeRegistrationRaw } from 'shiki/core';
import { createOnigurumaEngine } from 'shiki/engine/oniguruma';
import { escapeText } from './html';

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
	k: ['keyword', 'storage.type', 'storage.modifier', 'variable.language', 'entity.name.tag'],
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
	i: ['markup.inserted'],
	d: ['markup.deleted'],
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

const NAMES: Record<string, string> = {
	go: 'Go',
	sql: 'SQL',
	js: 'JavaScript',
	javascript: 'JavaScript',
	ts: 'TypeScript',
	typescript: 'TypeScript',
	sh: 'Shell',
	bash: 'Shell',
	shell: 'Shell',
	yaml: 'YAML',
	yml: 'YAML',
	json: 'JSON',
	http: 'HTTP',
	proto: 'Protocol Buffers',
	dockerfile: 'Dockerfile',
	docker: 'Dockerfile',
	diff: 'Diff',
	lua: 'Lua',
	html: 'HTML',
	css: 'CSS',
	toml: 'TOML',
	ini: 'INI',
	xml: 'XML',
	graphql: 'GraphQL',
	svelte: 'Svelte',
	nginx: 'nginx'
};
const PLAIN_LANGUAGES = new Set(['', 'text', 'txt', 'plain', 'plaintext']);

/** What a reader calls a language. */
export function languageName(lang: string): string {
	if (PLAIN_LANGUAGES.has(lang)) return 'Text';
	return NAMES[lang] ?? lang;
}

/** Whether the build can colour it, or knows that there is nothing to colour. */
export function isLanguage(lang: string): boolean {
	return (
		PLAIN_LANGUAGES.has(lang) ||
		Object.hasOwn(bundledLanguages, lang) ||
		Object.hasOwn(bundledLanguagesAlias, lang)
	);
}

let highlighter: Promise<HighlighterCore> | undefined;
const loaded = new Set<string>();

/**
 * Code as HTML: `<span class="k">` and its like, tokens of one kind joined, nothing around the rest.
 * A language that is not known comes back plain.
 */
export async function highlight(code: string, lang: string): Promise<string> {
	if (PLAIN_LANGUAGES.has(lang) || !isLanguage(lang)) return escapeText(code);
	highlighter ??= createHighlighterCore({
		themes: [theme],
		langs: [],
		engine: createOnigurumaEngine(import('shiki/wasm'))
	});
	const shiki = await highlighter;
	if (!loaded.has(lang)) {
		const all: Record<string, (typeof bundledLanguages)['go']> = {
			...bundledLanguages,
			...bundledLanguagesAlias
		};
		const load = all[lang];
		if (load) await shiki.loadLanguage(load);
		loaded.add(lang);
	}
	const { tokens } = shiki.codeToTokens(code, {
		lang,
		theme: 'letters',
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
		out += (letter ? `<span class="${letter}">${html}</span>` : html) + space;
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
