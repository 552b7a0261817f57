import type { Catalogue } from '../library/catalogue';
import type { Site } from '../../site';

/** Addresses of the shell's files, base path and content hash included. */
export interface ShellFiles {
	css: string;
	theme: string;
	enhance: string;
}

/** All that a page is made from besides a post's body. The same in the build and in the service worker. */
export interface PageContext {
	/** The base path: empty, or like `/blog`. */
	base: string;
	/** Where the site is published: `https://example.org`, without the base path. */
	origin: string;
	site: Site;
	/** The shell's id. */
	shell: string;
	files: ShellFiles;
	catalogue: Catalogue;
}
