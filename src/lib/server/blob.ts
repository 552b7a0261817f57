import { createHash } from 'node:crypto';

/** The name of a published file that never changes: base64url(SHA-256 of the bytes) + extension, such as `.txt`. */
export function blobName(bytes: Uint8Array | string, extension: string): string {
	return createHash('sha256').update(bytes).digest('base64url') + extension;
}
