import type { Catalogue } from './catalogue';

/** What an author takes back. Signed, so that nobody else can. */
export interface Recall {
	schema: 1;
	/** Grows with every recall, in seconds since 1970; an older one changes nothing. */
	seq: number;
	/** Releases that a device may go back from. */
	releases: string[];
	/** Names of bodies that no device shows any more. */
	bodies: string[];
}

/** As published at `/recall.json`: the recall as text, and base64 of its ECDSA P-256 signature. */
interface SignedRecall {
	recall: string;
	signature: string;
}

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

/**
 * The recall in what a host sent, or undefined when it is anything else: absent, a login page, altered, or not signed
 * with the author's key. `publicKey` is base64 of the key's raw form; without one nothing can be recalled.
 */
export async function parseRecall(text: string, publicKey: string): Promise<Recall | undefined> {
	try {
		const { recall: signed, signature }: SignedRecall = JSON.parse(text);
		const raw = fromBase64(publicKey);
		const key = await crypto.subtle.importKey('raw', raw, ALGORITHM, false, ['verify']);
		const bytes = new TextEncoder().encode(signed);
		if (!(await crypto.subtle.verify(SIGNING, key, fromBase64(signature), bytes))) return undefined;
		const recall: Recall = JSON.parse(signed);
		return recall.schema === 1 ? recall : undefined;
	} catch {
		return undefined;
	}
}

/** A recall as the file to publish. `privateKey` is the key as JWK. */
export async function signRecall(recall: Recall, privateKey: JsonWebKey): Promise<string> {
	const key = await crypto.subtle.importKey('jwk', privateKey, ALGORITHM, false, ['sign']);
	const text = JSON.stringify(recall);
	const signature = await crypto.subtle.sign(SIGNING, key, new TextEncoder().encode(text));
	const signed: SignedRecall = { recall: text, signature: toBase64(signature) };
	return `${JSON.stringify(signed)}\n`;
}

/** A new pair: the public half for site.ts, the private half for a file that is not published. */
export async function createRecallKey(): Promise<{ publicKey: string; privateKey: JsonWebKey }> {
	const pair = await crypto.subtle.generateKey(ALGORITHM, true, ['sign', 'verify']);
	return {
		publicKey: toBase64(await crypto.subtle.exportKey('raw', pair.publicKey)),
		privateKey: await crypto.subtle.exportKey('jwk', pair.privateKey)
	};
}

/** The public half that belongs to a private half. */
export async function publicKeyOf({ kty, crv, x, y }: JsonWebKey): Promise<string> {
	const half = { kty, crv, x, y };
	const key = await crypto.subtle.importKey('jwk', half, ALGORITHM, true, ['verify']);
	return toBase64(await crypto.subtle.exportKey('raw', key));
}

/** The catalogue without the posts whose bodies were recalled. */
export function withoutRecalled(catalogue: Catalogue, recall: Recall | undefined): Catalogue {
	if (!recall?.bodies.length) return catalogue;
	const posts = catalogue.posts.filter(({ body }) => !recall.bodies.includes(body.name));
	// The pack holds the recalled ones as well.
	return { ...catalogue, posts, pack: undefined };
}

/** Whether a device may switch: forward always, back only from a recalled release, and never to one. */
export function maySwitch(
	current: Catalogue,
	next: Catalogue,
	recall: Recall | undefined
): boolean {
	const recalled = recall?.releases ?? [];
	if (next.release === current.release || recalled.includes(next.release)) return false;
	return next.seq > current.seq || recalled.includes(current.release);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

function toBase64(bytes: ArrayBuffer): string {
	return btoa(String.fromCharCode(...new Uint8Array(bytes)));
}
