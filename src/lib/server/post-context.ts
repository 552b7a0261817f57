import { blobName } from './blob';
import type { PostFiles } from './post-files';

/** A file that the post's body needs: an image or the script of a figure. */
export interface Asset {
	/** base64url(SHA-256) + extension; its address is `/blobs/<name>`. */
	name: string;
	bytes: Uint8Array;
	/** MIME type. */
	type: string;
}

/** A link to a page of this site, to be checked when all posts are known. */
export interface InternalLink {
	/** Without the base path, in its canonical spelling. */
	href: string;
	line: number;
}

/** Says what is wrong, in the post or in a file that belongs to it (an absolute path). */
export type Report = (line: number, message: string, fix: string, file?: string) => void;

/** One post while it is being rendered: what its plugins read from and write to. */
export interface PostContext {
	slug: string;
	/** '' or '/blog'. */
	base: string;
	/** The folder that `$figure` means in the script of a figure. */
	figureKit: string;
	/** The folder of the project. */
	root: string;
	files: PostFiles;
	problem: Report;
	warn: Report;
	links: InternalLink[];
	/** Ids that a link may point to. */
	anchors: string[];
	/** Every id of the body. */
	ids: Set<string>;
	assets: Map<string, Asset>;
	/** Prefixes of the ids of drawings that are taken. */
	figures: Set<string>;
	words: number;
	codeLines: number;
}

/** Adds a file that the body needs, and gives its address. */
export function publishAsset(
	bytes: Uint8Array,
	extension: string,
	type: string,
	context: PostContext
): string {
	const name = blobName(bytes, extension);
	context.assets.set(name, { name, bytes: new Uint8Array(bytes), type });
	return `${context.base}/blobs/${name}`;
}
