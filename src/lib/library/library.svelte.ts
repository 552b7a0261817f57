import type { Command, LibraryStatus } from './messages';
import type { Obstacle } from './sentences';

/** What the page lends: the way to the service worker, and to the browser's promise. */
export interface LibraryLinks {
	tell(command: Command): Promise<void>;
	/** Remembers whether the reader wants posts on this device. */
	setKeep(keep: boolean): Promise<void>;
	/** Brings the worker that keeps them; rejects where the browser refuses. */
	register(): Promise<void>;
	/** Deletes what keeps them: storage, worker, search index. */
	forget(): Promise<void>;
	isPersisted(): Promise<boolean>;
	askToPersist(): Promise<boolean>;
}

/** How long the worker may take to say anything, in milliseconds. */
const PATIENCE = 8_000;

/** What this device holds, for the library page. */
export class Library {
	status = $state.raw<LibraryStatus>();
	obstacle = $state<Obstacle>();
	persisted = $state<boolean>();
	readonly busy = $derived(this.status !== undefined && this.status.activity !== 'idle');
	/** A reader may remove everything while this page still begins. */
	#isRemoved = false;

	constructor(readonly links: LibraryLinks) {}

	/** A report of the service worker. */
	take(status: LibraryStatus): void {
		this.status = status;
		// A worker that did not arrive at first has come, or one that was silent speaks.
		if (this.obstacle !== 'declined') this.obstacle = undefined;
	}

	async start(): Promise<void> {
		// Where a worker is never installed, waiting for one never ends.
		setTimeout(() => {
			if (!this.status && !this.obstacle) this.obstacle = 'silent';
		}, PATIENCE);
		// Registering waits for the browser's own look for a newer worker; what is here can be told before.
		await this.links.tell({ type: 'status' });
		this.persisted = await this.links.isPersisted();
		if (this.#isRemoved) return;
		try {
			await this.links.register();
		} catch {
			if (!this.status) this.obstacle = 'refused';
			return;
		}
		if (this.#isRemoved) return this.links.forget();
		await this.links.tell({ type: 'status' });
	}

	async persist(): Promise<void> {
		this.persisted = await this.links.askToPersist();
	}

	async remove(): Promise<void> {
		this.#isRemoved = true;
		await this.links.setKeep(false);
		await this.links.forget();
		this.status = undefined;
		this.obstacle = 'declined';
	}

	async keep(): Promise<void> {
		this.#isRemoved = false;
		this.obstacle = undefined;
		await this.links.setKeep(true);
		await this.start();
		await this.links.tell({ type: 'save' });
	}
}
