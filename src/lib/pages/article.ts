import { attribute, headingId, textOf } from '../posts/headings';
import { html, raw } from './html';

/*
 * A post's text is stored and sent without what follows from the rest of it: the id and the link of a heading, the bar
 * and the name of a code block, the region around a table, the elements that carry colours. The tags that come most
 * often are one sign each.
 */

const TAGS = [
	...['<code>', '</code>', '</p>\n<p>', '</p>\n<pre data-lang="go" data-language="Go"'],
	...['<em>', '</em>', '<strong>', '</strong>', '</td>\n<td>', '</td>\n</tr>\n<tr>\n<td>'],
	...['</li>\n<li>', '</pre>\n<p>', '</p>\n<h2>', '</h2>\n<p>', '<a href="', '</a>', '" data-file="']
];
const SIGNS = '\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e';
const SIGN = new RegExp(`[${SIGNS}]`, 'g');

/** Kinds of token in code, by the letters that the style sheet knows them by. */
const KINDS = 'csnkftid';
const FIRST = 0x0e;
/** Ends a token. Such signs are control characters, which no text of a post holds. */
export const TOKEN_END = '\u001f';
const TOKEN = new RegExp(`[\u000e-${TOKEN_END}]`, 'g');

const HEADING = /<(h[1-6])(?: id="([^"]*)")?>(.*?)<\/\1>/gs;
const TABLE = /<table>.*?<\/table>/gs;
const CODE = /<pre((?: data-[a-z]+="[^"]*")+)>(.*?)<\/pre>/gs;

/** A text with signs for its commonest tags, as it is stored. */
export function withSigns(html: string): string {
	return TAGS.reduce(
		(text, tag, index) => text.replaceAll(tag, SIGNS[index] ?? tag),
		html.replace(SIGN, '')
	);
}

/** A stored text with its tags. */
export function withTags(body: string): string {
	return body.replace(SIGN, (sign) => TAGS[SIGNS.indexOf(sign)] ?? '');
}

/** Begins a token of a kind. */
export function tokenStart(kind: string): string {
	return String.fromCharCode(FIRST + KINDS.indexOf(kind));
}

/** Code without the signs of its tokens. */
export function withoutTokens(code: string): string {
	return code.replace(TOKEN, '');
}

/** Leaves out the ids that follow from the words of their headings. */
export function withoutDerivedIds(body: string): string {
	return body.replace(HEADING, (whole: string, tag: string, id: string, inner: string) =>
		headingId(textOf(inner)) === id ? `<${tag}>${inner}</${tag}>` : whole
	);
}

/** A post's text as HTML. */
export function articleHtml(body: string): string {
	const labels = new Set<string>();
	/** Regions of one name are told apart by a number. */
	const unique = (label: string) => {
		let name = label;
		for (let n = 2; labels.has(name); n++) name = `${label} (${n})`;
		labels.add(name);
		return name;
	};
	return withTags(body)
		.replace(HEADING, (_, tag: string, id: string | undefined, inner: string) =>
			heading(tag, id, inner)
		)
		.replace(TABLE, (table: string) => {
			const open = html`<div class="table" tabindex="0" role="region" aria-label="${unique(tableLabel(table))}">`;
			return `${open}${table}</div>`;
		})
		.replace(CODE, (_, attributes: string, code: string) => codeBlock(attributes, code, unique));
}

function heading(tag: string, given: string | undefined, inner: string): string {
	const title = textOf(inner).trim();
	const id = given ?? headingId(title);
	const anchor = html`<a class="anchor" href="#${encodeURIComponent(id)}" aria-label="Link to this section: ${title}">#</a>`;
	return `<${tag} id="${id}">${inner} ${anchor}</${tag}>`;
}

function tableLabel(table: string): string {
	const heads = [...table.matchAll(/<th\b[^>]*>(.*?)<\/th>/gs)].map(([, cell = '']) =>
		textOf(cell).trim()
	);
	const name = heads.filter(Boolean).slice(0, 3).join(', ');
	return name ? `Table: ${name}` : 'Table';
}

function codeBlock(attributes: string, code: string, unique: (label: string) => string): string {
	const [lang, language, file] = ['lang', 'language', 'file'].map((name) =>
		attribute(attributes, `data-${name}`)
	);
	const kind = language === 'Text' ? language : `${language} code`;
	const label = unique(file ? `${kind}: ${file}` : kind);
	const coloured = code.replace(TOKEN, (sign) =>
		sign === TOKEN_END ? '</span>' : `<span class="${KINDS[sign.charCodeAt(0) - FIRST]}">`
	);
	// The parser of a browser drops one line break after <pre>; <code> stands between.
	return html`<div class="code" data-lang="${lang}"><div class="code-bar"><span class="code-name">${file || language}</span><button type="button" class="code-wrap" aria-pressed="false">wrap</button><button type="button" class="code-copy">copy</button></div><pre tabindex="0" role="region" aria-label="${label}"><code>${raw(coloured)}</code></pre></div>`
		.text;
}
