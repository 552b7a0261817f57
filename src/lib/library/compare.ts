import { blobsOf, type BlobRef, type Catalogue, type CatalogueEntry } from './catalogue';

/** Whether every file of a post is among the names a device holds. */
export function isSaved(entry: CatalogueEntry, held: ReadonlySet<string>): boolean {
	return blobsOf(entry).every(({ name }) => held.has(name));
}

/** The posts of a catalogue that are whole on the device. */
export function savedPosts(catalogue: Catalogue, held: ReadonlySet<string>): CatalogueEntry[] {
	return catalogue.posts.filter((entry) => isSaved(entry, held));
}

/** The files of these posts that the device lacks, each once. */
export function missingBlobs(
	entries: readonly CatalogueEntry[],
	held: ReadonlySet<string>
): BlobRef[] {
	const blobs = new Map(entries.flatMap(blobsOf).map((blob) => [blob.name, blob]));
	return [...blobs.values()].filter(({ name }) => !held.has(name));
}

/**
 * The posts whose new bodies must be on the device before it may switch from one catalogue to the next: those it holds
 * now, so that nothing saved is lost by an update, and the new ones as well if it holds everything.
 */
export function neededForSwitch(
	current: Catalogue,
	next: Catalogue,
	held: ReadonlySet<string>
): CatalogueEntry[] {
	const saved = new Set(savedPosts(current, held).map(({ slug }) => slug));
	if (saved.size === current.posts.length) return next.posts;
	return next.posts.filter(({ slug }) => saved.has(slug));
}

/** What an update brings, as slugs. */
export function changes(
	current: Catalogue,
	next: Catalogue
): { added: string[]; changed: string[] } {
	const before = new Map(current.posts.map((entry) => [entry.slug, entry.body.name]));
	const added = next.posts.filter(({ slug }) => !before.has(slug));
	const changed = next.posts.filter(
		({ slug, body }) => before.has(slug) && before.get(slug) !== body.name
	);
	return { added: added.map(({ slug }) => slug), changed: changed.map(({ slug }) => slug) };
}

/** Decoded bytes of a post with all it needs. */
export function sizeOf(post: CatalogueEntry): number {
	return blobsOf(post).reduce((sum, { bytes }) => sum + bytes, 0);
}
