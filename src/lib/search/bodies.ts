import type { WantedBody } from './messages';

/** Texts read at the same time: a page has other things to do. */
const AT_ONCE = 4;

interface Handlers {
	/** Reads one text; rejects when it cannot be had now. */
	read: (wanted: WantedBody) => Promise<string>;
	deliver: (wanted: WantedBody, html: string) => void;
	/** Something that could not be had changed what is still to come. */
	onchange: () => void;
}

/** Brings the worker the texts it wants, a few at a time. It can be interrupted at any point: what is missing is wanted again. */
export class Bodies {
	#handlers: Handlers;
	#wanted: readonly WantedBody[] = [];
	/** Names of texts being read, or delivered and not yet confirmed. */
	#underway = new Set<string>();
	/** Names of texts that could not be had; not tried again until `retry`. */
	#missing = new Set<string>();

	constructor(handlers: Handlers) {
		this.#handlers = handlers;
	}

	/** All that is wanted now; what was wanted before and is no longer has arrived. */
	want(wanted: readonly WantedBody[]): void {
		this.#wanted = wanted;
		const names = new Set(wanted.map(({ body }) => body));
		for (const body of this.#underway) if (!names.has(body)) this.#underway.delete(body);
		this.#readMore();
	}

	retry(): void {
		this.#missing.clear();
		this.#readMore();
	}

	/** Whether texts are still to come, as far as is known. */
	get areComing(): boolean {
		return this.#wanted.some(({ body }) => !this.#missing.has(body));
	}

	#readMore(): void {
		const free = Math.max(0, AT_ONCE - this.#underway.size);
		const waiting = this.#wanted.filter(
			({ body }) => !this.#underway.has(body) && !this.#missing.has(body)
		);
		for (const wanted of waiting.slice(0, free)) void this.#read(wanted);
	}

	async #read(wanted: WantedBody): Promise<void> {
		this.#underway.add(wanted.body);
		try {
			this.#handlers.deliver(wanted, await this.#handlers.read(wanted));
		} catch {
			// Offline and not saved: this post is found by its title until somebody asks again.
			this.#missing.add(wanted.body);
			this.#underway.delete(wanted.body);
			this.#readMore();
			this.#handlers.onchange();
		}
	}
}
