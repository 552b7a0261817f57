/** The named characters of Markdown that a post may use; any other `&name;` is shown as it is written. */
const NAMED: Record<string, string> = {
	amp: '&',
	lt: '<',
	gt: '>',
	quot: '"',
	apos: "'",
	nbsp: '\u00a0',
	shy: '\u00ad',
	zwj: '\u200d',
	zwnj: '\u200c',
	thinsp: '\u2009',
	ensp: '\u2002',
	emsp: '\u2003',
	copy: '©',
	reg: '®',
	trade: '™',
	hellip: '…',
	mdash: '—',
	ndash: '–',
	lsquo: '‘',
	rsquo: '’',
	ldquo: '“',
	rdquo: '”',
	laquo: '«',
	raquo: '»',
	times: '×',
	divide: '÷',
	minus: '−',
	plusmn: '±',
	deg: '°',
	micro: 'µ',
	middot: '·',
	bull: '•',
	larr: '←',
	uarr: '↑',
	rarr: '→',
	darr: '↓',
	harr: '↔',
	rArr: '⇒',
	le: '≤',
	ge: '≥',
	ne: '≠',
	asymp: '≈',
	infin: '∞',
	sum: '∑',
	radic: '√',
	pi: 'π',
	alpha: 'α',
	beta: 'β',
	lambda: 'λ',
	mu: 'μ',
	sigma: 'σ',
	delta: 'δ',
	Delta: 'Δ',
	Omega: 'Ω',
	sect: '§',
	para: '¶',
	dagger: '†',
	euro: '€',
	pound: '£',
	yen: '¥',
	cent: '¢',
	sup2: '²',
	sup3: '³',
	frac12: '½',
	frac14: '¼'
};

/** What stands between `&` and `;` in a character reference. */
export const ENTITY = '#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[a-zA-Z][a-zA-Z0-9]{1,31}';

/** The character for `lt`, `#60` or `#x3c`, or undefined when there is none that may stand in HTML. */
export function decodeEntity(reference: string): string | undefined {
	if (!reference.startsWith('#'))
		return Object.hasOwn(NAMED, reference) ? NAMED[reference] : undefined;
	const hex = /^#[xX]/.test(reference);
	const code = hex ? parseInt(reference.slice(2), 16) : parseInt(reference.slice(1), 10);
	const control = code < 0x20 || (code >= 0x7f && code < 0xa0);
	const surrogate = code >= 0xd800 && code <= 0xdfff;
	if (control || surrogate || code > 0x10ffff) return undefined;
	return String.fromCodePoint(code);
}
