import type { LibraryStatus } from './messages';

/** Pages hear of progress at most this often, in milliseconds. */
const REPORT_EVERY = 150;

/** Tells pages how the library stands, in the order in which that was true. */
export class Reports {
	#begunAt = 0;
	/** Reports are numbered as they are begun. */
	#begun = 0;
	#told = 0;

	constructor(
		private readonly look: () => Promise<LibraryStatus | undefined>,
		private readonly tell: (status: LibraryStatus) => void
	) {}

	/** Whether the last report is old enough for one on progress. */
	get isDue(): boolean {
		return Date.now() - this.#begunAt >= REPORT_EVERY;
	}

	/** A status that cannot be read is not worth failing for. */
	async report(): Promise<void> {
		this.#begunAt = Date.now();
		const number = ++this.#begun;
		const status = await this.look().catch(() => undefined);
		// Slow storage can let a later report overtake this one, which then knows less.
		if (!status || number < this.#told) return;
		this.#told = number;
		this.tell(status);
	}
}
