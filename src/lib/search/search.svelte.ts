import { catalogued, type Entry, type FromWorker, type Published, type ToWorker } from './messages';
import { NO_TAGS, type TagChoice } from './query';
import type { Results } from './results';
import { resultSentence, type Status } from './sentences';

/** Texts fetched at the same time: a page has other things to do. */
const AT_ONCE = 4;
/** While the texts arrive, the results on screen are made anew after so many of them. */
const REFRESH_EVERY = 6;
/** A screen reader is told when the typing pauses, in milliseconds. */
const PAUSE = 500;

interface Asked {
	input: string;
	tags: TagChoice;
	limit: number;
}

/** Search, as a page sees it. The page gives it a worker and a way to read texts; both stay the page's business. */
export class Search {
	status = $state.raw<Status>({ state: 'starting' });
	/** The answer to the latest question answered; nothing before the first. */
	results = $state.raw<Results>();
	/** For the live region. */
	announcement = $state('');

	#worker: Worker;
	#published: Published;
	#loadBody: (entry: Entry) => Promise<string>;
	#asked: Asked | undefined;
	#lastId = 0;
	#askedAt = -1;
	/** Names of texts on their way: being read, or handed over and not yet confirmed. */
	#underway = new Set<string>();
	/** Names of texts that could not be had; not tried again until `retry`. */
	#missing = new Set<string>();
	#progress: Extract<FromWorker, { type: 'progress' }> | undefined;
	#announcing: ReturnType<typeof setTimeout> | undefined;

	constructor(options: {
		worker: Worker;
		/** The base path: empty, or like `/blog`. */
		base: string;
		catalogue: Published;
		loadBody: (entry: Entry) => Promise<string>;
	}) {
		this.#worker = options.worker;
		this.#published = options.catalogue;
		this.#loadBody = options.loadBody;
		this.#worker.addEventListener('message', this.#hear);
		this.#worker.addEventListener('error', this.#fail);
		this.#tell({ type: 'open', base: options.base, catalogued: catalogued(options.catalogue) });
	}

	/** Asks; `results` follows. A question overtaken by another is not answered. */
	ask(input: string, tags: TagChoice = NO_TAGS, limit = 10): void {
		this.#asked = { input, tags, limit };
		this.#askedAt = this.#progress?.done ?? -1;
		this.#tell({ type: 'ask', id: ++this.#lastId, ...this.#asked });
	}

	/** Another catalogue has been taken over. */
	update(catalogue: Published): void {
		this.#published = catalogue;
		this.#missing.clear();
		this.#askedAt = -1;
		this.#tell({ type: 'update', catalogued: catalogued(catalogue) });
	}

	/** Tries to get the texts again that could not be had. */
	retry(): void {
		this.#missing.clear();
		this.#loadMore();
	}

	dispose(): void {
		clearTimeout(this.#announcing);
		this.#worker.removeEventListener('message', this.#hear);
		this.#worker.removeEventListener('error', this.#fail);
		this.#worker.terminate();
	}

	#hear = ({ data }: MessageEvent<FromWorker>): void => {
		if (data.type === 'failed') this.#fail();
		else if (data.type === 'answer') this.#answer(data.id, data.results);
		else {
			this.#progress = data;
			const wanted = new Set(data.wanted.map(({ body }) => body));
			for (const body of this.#underway) if (!wanted.has(body)) this.#underway.delete(body);
			this.#loadMore();
			this.#refresh(data.done);
		}
	};

	#refresh(done: number): void {
		if (!this.#asked || done === this.#askedAt) return;
		const isLoading = this.status.state === 'loading';
		if (isLoading && this.#askedAt >= 0 && done - this.#askedAt < REFRESH_EVERY) return;
		this.ask(this.#asked.input, this.#asked.tags, this.#asked.limit);
	}

	#fail = (): void => {
		this.status = { state: 'failed' };
	};

	#answer(id: number, results: Results): void {
		if (id !== this.#lastId) return;
		this.results = results;
		clearTimeout(this.#announcing);
		this.#announcing = setTimeout(() => {
			this.announcement = resultSentence(results, this.status);
		}, PAUSE);
	}

	#loadMore(): void {
		const waiting = (this.#progress?.wanted ?? []).filter(
			({ body }) => !this.#underway.has(body) && !this.#missing.has(body)
		);
		const free = Math.max(0, AT_ONCE - this.#underway.size);
		for (const { slug, body } of waiting.slice(0, free)) void this.#load(slug, body);
		this.#setStatus();
	}

	async #load(slug: string, body: string): Promise<void> {
		const isIt = (entry: Entry) => entry.slug === slug && entry.body.name === body;
		const entry = this.#published.posts.find(isIt);
		// The worker has not heard of the newest catalogue yet, and will ask again.
		if (!entry) return;
		this.#underway.add(body);
		try {
			this.#tell({ type: 'body', slug, body, html: await this.#loadBody(entry) });
		} catch {
			// Offline and not saved: this post is found by its title until somebody asks again.
			this.#missing.add(body);
			this.#underway.delete(body);
			this.#loadMore();
		}
	}

	#setStatus(): void {
		if (!this.#progress || this.status.state === 'failed') return;
		const { done, of, storage, wanted } = this.#progress;
		const isLoading = wanted.some(({ body }) => !this.#missing.has(body));
		if (isLoading) this.status = { state: 'loading', done, of };
		else if (done < of) this.status = { state: 'incomplete', done, of, storage };
		else this.status = { state: 'ready', of, storage };
	}

	#tell(message: ToWorker): void {
		this.#worker.postMessage(message);
	}
}
