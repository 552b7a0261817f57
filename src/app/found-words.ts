/** Marks in a post the words that a search found it by: `?mark=rate+limit`. */
export function markFoundWords(): void {
	const words = (new URLSearchParams(location.search).get('mark') ?? '')
		.toLowerCase()
		.split(/\s+/)
		.filter((word) => word.length > 1)
		.slice(0, 12);
	const prose = document.querySelector('.prose');
	if (!prose || words.length === 0 || !('highlights' in CSS)) return;
	const ranges: Range[] = [];
	const walker = document.createTreeWalker(prose, NodeFilter.SHOW_TEXT);
	for (let node = walker.nextNode(); node; node = walker.nextNode()) {
		const text = node.nodeValue?.toLowerCase() ?? '';
		for (const word of words) {
			for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
				// Inside a word it would mark noise: "go" in "algorithm".
				if (at > 0 && /[\p{L}\p{N}]/u.test(text[at - 1] ?? '')) continue;
				const range = new Range();
				range.setStart(node, at);
				range.setEnd(node, at + word.length);
				ranges.push(range);
			}
		}
	}
	// Highlights change no element, so nothing moves and nothing untrusted becomes markup.
	CSS.highlights.set('found', new Highlight(...ranges));
}
