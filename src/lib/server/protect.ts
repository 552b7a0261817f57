import { decodeEntity, ENTITY } from './entities';

/**
 * mdsvex makes Svelte components, so to it `{`, `<` and `&` are code. Before it sees a post, each of them is
 * replaced by a private-use character that the post itself does not contain; in the tree that comes back they
 * become ordinary text again. Lines keep their numbers.
 */
export interface Protection {
	source: string;
	/** Prose: escapes such as `\{` and references such as `&lt;` mean what Markdown says. */
	prose: (value: string) => string;
	/** Code, names and addresses: each character as it was typed. */
	literal: (value: string) => string;
	/** What looks like HTML in prose and will be shown: a comment, or a reference to an unknown character. */
	strange: (value: string) => string | undefined;
}

const PROTECTED = ['<', '{', '}', '&'];
const AUTOLINK = '<(?=(?:https?:\\/\\/|mailto:)[^\\s<>]*>|[\\w.+-]+@[\\w.-]+>)';
const POINTY_DESTINATION = '(?<=\\]\\(|\\]: ?)<(?=[^\\n<>]*>)';
const WRITTEN = new RegExp(`(${AUTOLINK}|${POINTY_DESTINATION})|\\\\[\\\\<{}&]|[<{}&]`, 'g');
const MDSVEX_ENTITY = /&(lt|gt|#123|#125);/g;
const MDSVEX_DECODED: Record<string, string> = { lt: '<', gt: '>', '#123': '{', '#125': '}' };

/** Makes a Markdown text harmless to mdsvex. */
export function protect(source: string): Protection {
	const marks = unusedCharacters(source, PROTECTED.length * 2);
	const markOf = new Map<string, string>();
	const proseOf = new Map<string, string>();
	const literalOf = new Map<string, string>();
	PROTECTED.forEach((character, index) => {
		const plain = marks[index * 2] ?? '';
		const escaped = marks[index * 2 + 1] ?? '';
		markOf.set(character, plain).set('\\' + character, escaped);
		proseOf.set(plain, character).set(escaped, character);
		literalOf.set(plain, character).set(escaped, '\\' + character);
	});

	const anyMark = new RegExp(`[${marks.join('')}]`, 'g');
	const anyReference = new RegExp(`${markOf.get('&')}(${ENTITY});`, 'g');
	const anyMarkOrReference = new RegExp(`${anyReference.source}|${anyMark.source}`, 'g');

	/** mdsvex escapes a few characters of code by itself; no other `&` can be left at this point. */
	const unescape = (value: string) =>
		value.includes('&')
			? value.replace(MDSVEX_ENTITY, (_, name: string) => MDSVEX_DECODED[name] ?? '')
			: value;

	return {
		// A real `<` stays where Markdown needs it: <https://…> and [text](<an address>).
		source: source.replace(WRITTEN, (match, needed?: string) =>
			needed ? match : (markOf.get(match) ?? match)
		),
		prose: (value) =>
			unescape(value).replace(anyMarkOrReference, (match, reference?: string) => {
				if (reference === undefined) return proseOf.get(match) ?? match;
				return decodeEntity(reference) ?? `&${reference};`;
			}),
		literal: (value) => unescape(value).replace(anyMark, (match) => literalOf.get(match) ?? match),
		strange: (value) => {
			if (value.includes(`${markOf.get('<')}!--`)) return '<!--';
			for (const [, reference = ''] of value.matchAll(anyReference)) {
				if (decodeEntity(reference) === undefined) return `&${reference};`;
			}
			return undefined;
		}
	};
}

/** Characters of the Unicode private-use area that do not occur in the text. */
function unusedCharacters(source: string, count: number): string[] {
	const used = new Set(source.match(/[\ue000-\uf8ff]/g));
	const free: string[] = [];
	for (let code = 0xe000; code <= 0xf8ff && free.length < count; code++) {
		const character = String.fromCharCode(code);
		if (!used.has(character)) free.push(character);
	}
	if (free.length < count) throw new Error('it uses every private-use character there is.');
	return free;
}
