import { bundledLanguages, bundledLanguagesAlias } from 'shiki';

const PLAIN = new Set(['', 'text', 'txt', 'plain', 'plaintext']);

/** What readers call the languages whose short names are not their names. */
const NAMES: Record<string, string> = {
	bash: 'Shell',
	css: 'CSS',
	diff: 'Diff',
	docker: 'Dockerfile',
	dockerfile: 'Dockerfile',
	go: 'Go',
	graphql: 'GraphQL',
	html: 'HTML',
	http: 'HTTP',
	ini: 'INI',
	java: 'Java',
	javascript: 'JavaScript',
	js: 'JavaScript',
	json: 'JSON',
	lua: 'Lua',
	make: 'Makefile',
	md: 'Markdown',
	proto: 'Protocol Buffers',
	python: 'Python',
	py: 'Python',
	rust: 'Rust',
	sh: 'Shell',
	shell: 'Shell',
	sql: 'SQL',
	svelte: 'Svelte',
	toml: 'TOML',
	ts: 'TypeScript',
	typescript: 'TypeScript',
	xml: 'XML',
	yaml: 'YAML',
	yml: 'YAML'
};

/** A language with nothing to colour. */
export function isPlain(lang: string): boolean {
	return PLAIN.has(lang);
}

/** Whether the build can colour it, or knows that there is nothing to colour. */
export function isLanguage(lang: string): boolean {
	return isPlain(lang) || grammarOf(lang) !== undefined;
}

/** What a reader calls a language. */
export function languageName(lang: string): string {
	if (isPlain(lang)) return 'Text';
	return Object.hasOwn(NAMES, lang) ? (NAMES[lang] ?? lang) : lang;
}

/** Loads the grammar of a language, which a build does for the few it uses. */
export function grammarOf(lang: string): (typeof bundledLanguages)['go'] | undefined {
	for (const languages of [bundledLanguages, bundledLanguagesAlias]) {
		const known: Record<string, (typeof bundledLanguages)['go']> = languages;
		if (Object.hasOwn(known, lang)) return known[lang];
	}
	return undefined;
}
