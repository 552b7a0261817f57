export interface Heading {
	id: string;
	/** The words alone: no markup, entities decoded, no anchor sign. */
	text: string;
	level: 2 | 3;
}

/** One step through a fragment: an opening or closing tag, or the text between two tags. */
export type Piece =
	{ kind: 'open' | 'close'; tag: string; attributes: string } | { kind: 'text'; text: string };

const PIECE = /<!--[^]*?-->|<(\/?)([a-z][a-z0-9-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>|[^<]+|</gi;
const ENTITY = /&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,8}));/gi;
const NAMED: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
	hellip: '…',
	mdash: '—',
	ndash: '–',
	times: '×'
};

function fromCodePoint(point: number, otherwise: string): string {
	return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : otherwise;
}

export function decodeEntities(text: string): string {
	if (!text.includes('&')) return text;
	return text.replace(ENTITY, (whole: string, decimal?: string, hex?: string, name?: string) => {
		if (decimal) return fromCodePoint(Number(decimal), whole);
		if (hex) return fromCodePoint(Number.parseInt(hex, 16), whole);
		return NAMED[(name ?? '').toLowerCase()] ?? whole;
	});
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
		else if (!whole.startsWith('<!--')) yield { kind: 'text', text: decodeEntities(whole) };
	}
}

export function attribute(attributes: string, name: string): string {
	const found = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes);
	return decodeEntities(found?.[1] ?? '');
}

/** The h2 and h3 of a post's body that can be linked to, in reading order. */
export function headings(body: string): Heading[] {
	const found: Heading[] = [];
	let open: Heading | undefined;
	let inAnchor = false;
	for (const piece of pieces(body)) {
		if (piece.kind === 'text') {
			if (open && !inAnchor) open.text += piece.text;
		} else if (piece.tag === 'h2' || piece.tag === 'h3') {
			const id = attribute(piece.attributes, 'id');
			if (open) found.push({ ...open, text: open.text.replace(/\s+/g, ' ').trim() });
			open = undefined;
			if (piece.kind === 'open' && id) open = { id, text: '', level: piece.tag === 'h2' ? 2 : 3 };
		} else if (piece.tag === 'a' && open) {
			inAnchor = piece.kind === 'open' && isAnchorSign(piece.attributes);
		}
	}
	return found;
}

/** The link beside a heading that copies its address: a sign, not a word. */
export function isAnchorSign(attributes: string): boolean {
	return attribute(attributes, 'class').split(' ').includes('anchor');
}
