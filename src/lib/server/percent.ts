/** The text behind percent-encoding; a text with a lone `%` is its own decoding. */
export function decode(text: string): string {
	try {
		return decodeURIComponent(text);
	} catch {
		return text;
	}
}

/** The one spelling of a piece of an address, however it was written: NFC, percent-encoded once. */
export function canonical(piece: string): string {
	return encodeURIComponent(decode(piece).normalize('NFC'));
}
