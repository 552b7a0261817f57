import { fetchBytes } from './download';
import { parseRecall, type Recall } from './recall';
import type { Store } from './store';

/** The recall that holds on this device. It outlives every release. */
export class Recalls {
	#latest: Recall | undefined;

	/** `key`: see `parseRecall`. Without one there are no recalls, and nothing is asked or read. */
	constructor(
		readonly store: Store,
		readonly key: string
	) {}

	async latest(): Promise<Recall | undefined> {
		if (!this.key) return undefined;
		const text = this.#latest ? undefined : await this.store.recall().catch(() => undefined);
		if (text !== undefined) this.#latest = await parseRecall(text, this.key);
		return this.#latest;
	}

	/** Asks the host; a newer recall is kept and obeyed. No recall, the usual case, is no trouble. */
	async heed(): Promise<Recall | undefined> {
		if (!this.key) return undefined;
		const bytes = await fetchBytes(`${this.store.base}/recall.json`, 5_000).catch(() => undefined);
		const text = bytes && new TextDecoder().decode(bytes);
		const recall = text && (await parseRecall(text, this.key));
		const known = await this.latest();
		if (!recall || recall.seq <= (known?.seq ?? 0)) return known;
		await this.store.putRecall(text);
		await this.store.dropBlobs(recall.bodies);
		this.#latest = recall;
		return recall;
	}
}
