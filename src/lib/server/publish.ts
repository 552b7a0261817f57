import { base } from '$app/paths';
import { dev, version } from '$app/environment';
import { site } from '../../site';
import {
	packed,
	releaseOf,
	type BlobRef,
	type Catalogue,
	type CatalogueEntry
} from '../library/catalogue';
import type { PageContext } from '../pages/context';
import { publishedOrigin } from '../pages/origin';
import { blobName } from './blob';
import { readContent, type RenderedPost } from './content';
import { ContentError, formatProblems } from './problem';
import { releaseSeq } from './seq';
import { shellFiles } from './shell-files';

/** A published file that never changes. */
export interface Blob {
	bytes: Uint8Array;
	type: string;
}

/** Everything a build publishes, made once. */
export interface Publication {
	context: PageContext;
	posts: RenderedPost[];
	blobs: Map<string, Blob>;
}

const TEXT = 'text/plain; charset=utf-8';

let built: Promise<Publication> | undefined;

/** The publication of this build. While developing it is read anew for each request, so an edit shows at once. */
export function publication(): Promise<Publication> {
	return dev ? publish() : (built ??= publish());
}

async function publish(): Promise<Publication> {
	// A blog of someone else starts without our reading paths.
	const series = process.env.SITE_SERIES === 'none' ? [] : site.series;
	const content = await readContent({ base, drafts: dev, site: { ...site, series } });
	if (content.warnings.length > 0) console.warn(formatProblems(content.warnings, 'warning'));
	if (content.problems.length > 0) throw new ContentError(content.problems);
	const blobs = new Map<string, Blob>();
	const entries = content.posts.map((rendered) => publishPost(rendered, blobs));
	const rest: Omit<Catalogue, 'release'> = {
		schema: 1,
		seq: releaseSeq(),
		shell: version,
		posts: entries,
		pack: publishPack(entries, blobs)
	};
	const catalogue: Catalogue = { ...rest, release: await releaseOf(rest) };
	const context = {
		base,
		origin: publishedOrigin,
		site,
		shell: version,
		files: shellFiles,
		catalogue
	};
	return { context, posts: content.posts, blobs };
}

function publishPack(posts: CatalogueEntry[], blobs: Map<string, Blob>): BlobRef {
	const files = packed({ posts }).map(({ name }) => blobs.get(name)?.bytes ?? new Uint8Array());
	const bytes = new Uint8Array(Buffer.concat(files));
	const name = blobName(bytes, '.txt');
	blobs.set(name, { bytes, type: TEXT });
	return { name, bytes: bytes.byteLength };
}

function publishPost(rendered: RenderedPost, blobs: Map<string, Blob>): CatalogueEntry {
	const bytes = new TextEncoder().encode(rendered.body);
	const name = blobName(bytes, '.txt');
	blobs.set(name, { bytes, type: TEXT });
	for (const { name, bytes, type } of rendered.assets) blobs.set(name, { bytes, type });
	return {
		...rendered.post,
		body: { name, bytes: bytes.byteLength },
		assets: rendered.assets.map(({ name, bytes }) => ({ name, bytes: bytes.byteLength }))
	};
}
