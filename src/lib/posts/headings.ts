export interface Heading {
	id: string;
	/** The words alone: no markup, entities decoded. */
	text: string;
	level: 2 | 3;
}

/** One step through a fragment: an opening or closing tag, or the text between two tags. */
export type Piece =
	{ kind: 'open' | 'close'; tag: string; attributes: string } | { kind: 'text'; text: string };

const PIECE = /<(\/?)([a-z][a-z0-9]*)((?:[^<>"]|"[^"]*")*)>|[^<]+|</gi;
const ENTITY = /&(?:#(\d+)|(amp|lt|gt|quot));/g;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"' };

/** The text that our own output means; it knows no other entities than these. */
export function decodeEntities(text: string): string {
	return text.replace(ENTITY, (_, decimal: string | undefined, name: string) =>
		decimal ? String.fromCharCode(Number(decimal)) : (NAMED[name] ?? '')
	);
}

/** Reads our own well-formed output; workers have no DOM to do it. */
export function* pieces(html: string): Generator<Piece> {
	for (const [whole, slash, tag, attributes] of html.matchAll(PIECE)) {
		if (tag)
			yield {
				kind: slash ? 'close' : 'open',
				tag: tag.toLowerCase(),
				attributes: attributes ?? ''
			};
		else yield { kind: 'text', text: decodeEntities(whole) };
	}
}

export function attribute(attributes: string, name: string): string {
	const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes);
	return decodeEntities(found?.[1] ?? '');
}

/** The words of a fragment: no markup, entities decoded. */
export function textOf(html: string): string {
	let text = '';
	for (const piece of pieces(html)) if (piece.kind === 'text') text += piece.text;
	return text;
}

/** The id of a heading that has none of its own: as GitHub gives it, as long as its words are in plain letters. */
export function headingId(text: string): string {
	return text
		.trim()
		.toLowerCase()
		.replace(/[^\w -]/g, '')
		.replaceAll(' ', '-');
}

/** The h2 and h3 of a post's body, in reading order. */
export function headings(body: string): Heading[] {
	return [...body.matchAll(/<h([23])(?: id="([^"]*)")?>(.*?)<\/h\1>/gs)].map(
		([, level, id, inner = '']) => {
			const text = textOf(inner);
			return {
				id: id ?? headingId(text),
				text: text.replace(/\s+/g, ' ').trim(),
				level: level === '2' ? 2 : 3
			};
		}
	);
}
