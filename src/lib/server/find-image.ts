import { extname } from 'node:path';
import type { PostFiles } from './post-files';

/** An image beside the post, or why there is none. */
export type FoundImage =
	{ bytes: Uint8Array; extension: string; type: string } | { message: string; fix: string };

const TYPES: Record<string, string> = {
	'.svg': 'image/svg+xml',
	'.png': 'image/png',
	'.jpg': 'image/jpeg',
	'.jpeg': 'image/jpeg',
	'.webp': 'image/webp',
	'.avif': 'image/avif',
	'.gif': 'image/gif'
};

/** Looks for the file an image names. Readers ask no other site for anything, so it is a file of the post. */
export function findImage(path: string, files: PostFiles): FoundImage {
	const beside =
		'Put the file into the folder of the post, beside its index.md, and name it from there.';
	if (/^[a-z][a-z0-9+.-]*:|^[/\\]/i.test(path)) {
		return { message: `The image ${path.slice(0, 80)} is not a file of this post.`, fix: beside };
	}
	const extension = extname(path).toLowerCase();
	const type = Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined;
	if (type === undefined) {
		const message = `“${path}” is not the name of an image.`;
		return { message, fix: `Its end must be one of ${Object.keys(TYPES).join(', ')}.` };
	}
	const bytes = files.read(path);
	if (bytes === 'outside') {
		return { message: `The image ${path} is not in the folder of this post.`, fix: beside };
	}
	if (bytes === 'missing') {
		const message = `There is no image ${path} beside this post.`;
		return { message, fix: 'Add it, or correct the path, which begins at the folder of the post.' };
	}
	return { bytes, extension, type };
}
