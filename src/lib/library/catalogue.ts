import type { Post } from '../posts/post';

/**
 * A published file whose name is its own hash: base64url(SHA-256 of the bytes) + extension.
 * It lives at `${base}/blobs/${name}` and never changes.
 */
export interface BlobRef {
	name: string;
	/** Length of the decoded bytes. */
	bytes: number;
}

/** A post as the catalogue lists it: what lists show, and where its body is. */
export interface CatalogueEntry extends Post {
	/** The text of the post as an HTML fragment. */
	body: BlobRef;
	/** Images and figure scripts that the body needs to be complete. */
	assets: BlobRef[];
}

/** Everything published, newest first. `release` is a hash over all the other fields. */
export interface Catalogue {
	schema: 1;
	release: string;
	/** Grows with every publication: seconds since 1970 of the sources. A device never goes back. */
	seq: number;
	/** The shell these posts were published with; a worker only adopts a catalogue of its own shell. */
	shell: string;
	posts: CatalogueEntry[];
}
