import type { LibraryStatus } from '../../src/lib/library/messages';

/** What the worker has told a page of its own accord, and when. */
export type StatusHeard = LibraryStatus & { at: number };

/** What is seen of one page, as plain data: the checks never touch a browser. */
export interface PageSeen {
	url: string;
	/** Path without the base. */
	path: string;
	/** When this document began; another number means that it was loaded again. */
	timeOrigin: number;
	/** How far what stood at the top of the screen at the last look has moved since, in pixels. */
	moved: number;
	/** data-page, data-shell; empty in a document that is not ours. */
	kind: string;
	shell: string;
	/** data-body of the article: the name of the text it shows. */
	body: string;
	title: string;
	/** Whether a service worker answered for this document. */
	fromWorker: boolean;
	/** Files of the shell that the document refers to. */
	shellFiles: string[];
	/** Images of ours that could not be had. */
	brokenImages: string[];
	/** Directives of the Content-Security-Policy that were violated. */
	violations: string[];
	/** How often another worker has taken over this page since it was loaded. */
	takeovers: number;
	/** The last that the page has heard of the library. */
	status: StatusHeard | null;
	theme: string;
	size: string;
}

/** One visit: what arrived, and what came of it. */
export interface Visit {
	/** Path that was asked for, without the base. */
	asked: string;
	milliseconds: number;
	/** The browser's own error page, or nothing within the time. */
	failure?: string;
	/** As received, where the engine tells. */
	html?: string;
	status?: number;
	page?: PageSeen;
}

/** Every entry of our caches: cache → path → base64url(SHA-256). */
export type StoreSeen = Record<string, Record<string, string>>;

/** Something that must never be. `rule` is I1 to I10. */
export interface Violation {
	rule: string;
	what: string;
}

export type { LibraryStatus };
