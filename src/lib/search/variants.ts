/** Words that carry no subject. They are not looked up, but they still count inside a quoted phrase. */
export const STOP_WORDS: ReadonlySet<string> = new Set(
	(
		'a an and are as at be but by can do does for from had has have how i if in into is it its ' +
		'of on or so that the their then there these they this to was we were what when which while who why will with you your'
	).split(' ')
);

/** What engineers type and what posts write. */
const ALIASES: Record<string, string[]> = {
	golang: ['go'],
	k8s: ['kubernetes'],
	node: ['nodejs', 'node.js'],
	nodejs: ['node.js'],
	otel: ['opentelemetry'],
	ws: ['websocket', 'websockets'],
	js: ['javascript'],
	mq: ['queue'],
	db: ['database'],
	dlq: ['deadletter'],
	async: ['asynchronous']
};

export function aliases(term: string): string[] {
	return Object.hasOwn(ALIASES, term) ? (ALIASES[term] ?? []) : [];
}

const LETTERS_ONLY = /^\p{L}{3,}$/u;
const CONSONANT_VOWEL_CONSONANT = /[^aeiou][aeiou][^aeiouwxy]$/;

/** The grammatical neighbors of a word: plural, -ed, -ing, -er, -ion. Many are not words; they then find nothing. */
export function variants(word: string): string[] {
	// `1.24.3` may be written of as 1.24.
	if (/^\d+(\.\d+){2,}$/.test(word)) return [word.replace(/\.\d+$/, '')];
	if (!LETTERS_ONLY.test(word)) return [];
	const forms = new Set<string>();
	for (const base of bases(word)) for (const form of inflect(base)) forms.add(form);
	forms.delete(word);
	return [...forms];
}

function bases(word: string): Set<string> {
	const found = new Set([word]);
	for (const [ending, instead] of ENDINGS) {
		const stem = word.slice(0, -ending.length);
		if (!word.endsWith(ending) || stem.length < 3) continue;
		for (const end of instead) found.add(stem + end);
		if (ending !== 's' && /(.)\1$/.test(stem)) found.add(stem.slice(0, -1));
	}
	return found;
}

const ENDINGS: [string, string[]][] = [
	['ies', ['y']],
	['ied', ['y']],
	['es', ['', 'e']],
	['s', ['']],
	['ed', ['', 'e']],
	['ing', ['', 'e']],
	['er', ['', 'e']],
	['ers', ['', 'e']],
	['ion', ['', 'e']],
	['ation', ['', 'e']]
];

function inflect(base: string): string[] {
	if (base.endsWith('y')) {
		const stem = base.slice(0, -1);
		return [base, `${stem}ies`, `${stem}ied`, `${base}s`, `${base}ed`, `${base}ing`];
	}
	const stem = base.endsWith('e') ? base.slice(0, -1) : base;
	const doubled = CONSONANT_VOWEL_CONSONANT.test(base) ? base + base.slice(-1) : stem;
	return [base, `${base}s`, `${base}es`].concat(
		[stem, doubled].flatMap((root) => ['ed', 'ing', 'er', 'ers'].map((ending) => root + ending)),
		[`${stem}ion`, `${stem}ation`]
	);
}

/** The word with two neighboring letters swapped back: the commonest slip of fast hands. */
export function swaps(word: string): string[] {
	const found: string[] = [];
	for (let i = 0; i + 1 < word.length; i++)
		found.push(word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2));
	return found;
}

/** How many slips are forgiven in a word of this length. */
export function slips(word: string): 0 | 1 | 2 {
	if (word.length < 4 || /\d/.test(word)) return 0;
	return word.length < 8 ? 1 : 2;
}
