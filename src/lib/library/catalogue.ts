import { hashOf } from './hash';
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
	/** The text of the post, in the form that pages/article.ts makes HTML of. */
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
	/** The texts of all posts in one file, which compresses better: for a device that has few of them. See `packed`. */
	pack?: BlobRef;
}

/** All files a post needs: its body first. */
export function blobsOf(entry: CatalogueEntry): BlobRef[] {
	return [entry.body, ...entry.assets];
}

/** What the pack is put together from, in its order: every text file that a post needs, once, and scripts last. */
export function packed({ posts }: Pick<Catalogue, 'posts'>): BlobRef[] {
	const blobs = new Map(posts.flatMap(blobsOf).map((blob) => [blob.name, blob]));
	const named = (type: RegExp) => [...blobs.values()].filter(({ name }) => type.test(name));
	return [...named(/\.(txt|svg)$/), ...named(/\.js$/)];
}

/** The release id of a catalogue: a hash over everything in it but the id itself. */
export async function releaseOf(catalogue: Omit<Catalogue, 'release'>): Promise<string> {
	const { schema, seq, shell, posts, pack } = catalogue;
	return hashOf(new TextEncoder().encode(JSON.stringify([schema, seq, shell, posts, pack])));
}

/**
 * A catalogue from what a host sent, or undefined when it is anything else: a login page, half a file, an altered or
 * future one. The release hash vouches for every byte, so the shape needs no second check.
 */
export async function parseCatalogue(text: string): Promise<Catalogue | undefined> {
	try {
		const catalogue: Catalogue = JSON.parse(text);
		if (catalogue.schema !== 1 || !Array.isArray(catalogue.posts)) return undefined;
		return (await releaseOf(catalogue)) === catalogue.release ? catalogue : undefined;
	} catch {
		return undefined;
	}
}
