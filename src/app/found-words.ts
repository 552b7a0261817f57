/** Marks in a post the words that a search found it by: `?mark=rate+limit`. */
export function markFoundWords(): void {
	const words = (new URLSearchParams(location.search).get('mark') ?? '')
		.split(/\s+/)
		.map((word) => fold(word).folded)
		.filter((word) => word.length > 1)
		.slice(0, 12);
	const prose = document.querySelector('.prose');
	if (!prose || words.length === 0 || !('highlights' in CSS)) return;
	const ranges: Range[] = [];
	const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const { folded, at } = fold(node.nodeValue ?? '');
		for (const word of words) {
			for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + word.length)) {
				// Inside a word it would mark noise: "go" in "algorithm".
				if (i > 0 && /[\p{L}\p{N}]/u.test(folded[i - 1] ?? '')) continue;
				const range = new Range();
				range.setStart(node, at[i] ?? 0);
				range.setEnd(node, at[i + word.length] ?? 0);
				ranges.push(range);
			}
		}
	}
	// Highlights change no element, so nothing moves and nothing untrusted becomes markup.
	CSS.highlights.set('found', new Highlight(...ranges));
}

/** A text without case and accents, as search spells words, and where each letter of that stands in the text. */
function fold(text: string): { folded: string; at: number[] } {
	let folded = '';
	const at: number[] = [];
	for (let i = 0; i < text.length; i++) {
		const letter = text
			.charAt(i)
			.normalize('NFKD')
			.replace(/[\u0300-\u036f]/g, '')
			.toLowerCase();
		for (let k = 0; k < letter.length; k++) at.push(i);
		folded += letter;
	}
	return { folded, at: [...at, text.length] };
}
