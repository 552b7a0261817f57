import fc from 'fast-check';

/** Pieces that matter to the search. */
export const PIECES = [
	...[
		'rate',
		'limi',
		'goroutne',
		'sync.',
		'Pool',
		'1.24',
		'.3',
		'->',
		'C++',
		'--flag',
		'-',
		'::',
		',000',
		'x’s'
	],
	...[
		'"',
		'“',
		'#go',
		'-#go',
		'tag:',
		'the',
		' ',
		'\n',
		'\\',
		'/',
		'__proto__',
		'constructor',
		'hasOwnProperty'
	],
	...[
		'<h2 id="',
		'">',
		'</h2>',
		'<pre>',
		'<',
		'>',
		'&lt;',
		'&#',
		'<script>alert(1)</script>',
		'<mark>'
	],
	...['İ', 'ß', '\u0301', '漢字', 'ه', '👩‍💻', '\ud800', '\u0000', '\u2028', 'ﬁ', '½']
];

/** What is typed, pasted and written: such pieces, and anything at all. */
export const anyText = fc.oneof(
	fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((some) => some.join('')),
	fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((some) => some.join(' ')),
	fc.string({ unit: fc.nat(0xffff).map((code) => String.fromCharCode(code)), maxLength: 40 }),
	fc.string({ maxLength: 400 })
);
