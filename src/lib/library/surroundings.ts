import type { LibraryStatus } from './messages';

/** What the service worker supplies. */
export interface Surroundings {
	/** Tells every page. */
	report(status: LibraryStatus): void;
	/** Looks for a newer worker. */
	updateShell(): Promise<unknown>;
	isWaiting(): boolean;
	/** Whether a newer worker is being installed: it has files in the caches that no catalogue names yet. */
	isInstalling(): boolean;
	/** Tells every page that nothing is kept here any more. */
	removed(): void;
}
