/** What the three engines have in common, as far as the tests need it. Pages of every engine are driven through this. */

export type Engine = 'chromium' | 'firefox' | 'webkit';

export const ENGINES: readonly Engine[] = ['chromium', 'firefox', 'webkit'];

export interface LaunchOptions {
	/** Kept between launches: the same folder again is a restart. */
	profile?: string;
	viewport?: { width: number; height: number };
	/** JavaScript that runs in every document before its own. */
	initScript?: string;
	/** Storage for the origin, in bytes (Firefox: for the profile). Chromium: see setQuota. */
	quotaBytes?: number;
	/** What a navigation waits for: everything on the page, or only the document and its scripts. */
	waitFor?: 'page' | 'document';
	/** Chromium's build without windows, where it is installed: the same engine for half the CPU. */
	headlessShell?: boolean;
	/** about:config of Firefox. */
	preferences?: Record<string, string | number | boolean>;
}

/** Where a browser lives: its profile, and the environment that keeps the rest of it out of the user's home. */
export interface Place {
	profile: string;
	env: Record<string, string>;
}

export type StorageKind = 'caches' | 'indexeddb' | 'serviceworkers' | 'http' | 'all';

/** Values that survive the way into a page and back. */
export type Json = string | number | boolean | null | undefined | Json[] | { [key: string]: Json };

/** A document as it arrived, from the host or the service worker, before any script changed it. */
export interface Received {
	/** Undefined where the engine does not tell (WebKit). */
	html?: string;
	status?: number;
}

export interface Page {
	readonly engine: Engine;
	/** Errors that nobody caught, as `uncaught: …`; empty in WebKit, which does not tell. */
	readonly complaints: string[];
	/** Rejects when the browser shows its own error page. */
	goto(url: string): Promise<Received>;
	reload(): Promise<Received>;
	back(): Promise<void>;
	/** Runs a function of the test in the page; it sees its arguments and the page, nothing else of the test. */
	eval<Args extends Json[], Result>(
		fn: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Result>;
	click(selector: string): Promise<void>;
	text(selector: string): Promise<string>;
	url(): Promise<string>;
	close(): Promise<void>;
}

export interface Browser {
	readonly engine: Engine;
	readonly version: string;
	readonly profile: string;
	/** The tab it opened with. */
	readonly page: Page;
	newPage(): Promise<Page>;
	close(): Promise<void>;
	/** SIGKILL: a crash, or a phone that needs the memory. */
	kill(): Promise<void>;
	/** SIGSTOP for so many milliseconds: a phone that sleeps. */
	freeze(ms: number): Promise<void>;
	/** Deletes as the browser itself would, without the page's help. Firefox has no such command: see evictInPage, evictOnDisk. */
	clearData(kind: StorageKind, origin: string): Promise<void>;
	/** Chromium only: bytes for Cache Storage of the page's origin, null for as before. */
	setQuota(bytes: number | null, origin: string): Promise<void>;
	/** Chromium only: ends every running service worker, as the browser does at will. */
	stopWorkers(): Promise<void>;
}

/**
 * The source of a call of `fn`, as one expression: it runs under a strict Content-Security-Policy as well.
 * TypeScript loaders wrap functions in a helper called __name, which pages do not have.
 */
export function callSource(fn: (...args: never[]) => unknown, args: Json[]): string {
	return `((__name) => (${fn})(...${JSON.stringify(args)}))((named) => named)`;
}
