/** base64url(SHA-256), the name that published files carry. */
export async function hashOf(bytes: BufferSource): Promise<string> {
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
	return btoa(String.fromCharCode(...digest))
		.replaceAll('+', '-')
		.replaceAll('/', '_')
		.replace(/=+$/, '');
}

/** Whether the bytes are what a content-addressed name promises. */
export async function matchesName(bytes: BufferSource, name: string): Promise<boolean> {
	return (await hashOf(bytes)) === name.slice(0, name.lastIndexOf('.'));
}
