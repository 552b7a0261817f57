import { Bodies } from './bodies';
import { catalogued, type Entry, type FromWorker, type Published, type ToWorker } from './messages';
import { NO_TAGS, type TagChoice } from './query';
import type { Results } from './results';
import { resultSentence, type Status } from './sentences';

/** While texts arrive, the results on screen are made anew after so many of them. */
const REFRESH_EVERY = 6;
/** A screen reader is told when the typing pauses, in milliseconds. */
const PAUSE = 500;

interface Options {
	worker: Worker;
	/** The base path: empty, or like `/blog`. */
	base: string;
	catalogue: Published;
	/** Reads the text of a post; rejects when it cannot be had now. */
	loadBody: (entry: Entry) => Promise<string>;
}

/** Search, as a page sees it. The page gives it a worker and a way to read texts. */
export class Search {
	status = $state.raw<Status>({ state: 'starting' });
	/** The answer to the latest question answered; nothing before the first. */
	results = $state.raw<Results>();
	/** For the live region. */
	announcement = $state('');

	#worker: Worker;
	#published: Published;
	#bodies: Bodies;
	#asked: { input: string; tags: TagChoice; limit: number } | undefined;
	#lastId = 0;
	#answeredId = 0;
	#waiting: (() => void)[] = [];
	/** How many texts were in the index when it was asked. */
	#askedAt = -1;
	#progress: Extract<FromWorker, { type: 'progress' }> | undefined;
	#announcing: ReturnType<typeof setTimeout> | undefined;

	constructor({ worker, base, catalogue, loadBody }: Options) {
		this.#worker = worker;
		this.#published = catalogue;
		this.#bodies = new Bodies({
			read: async ({ slug, body }) => {
				const isIt = (entry: Entry) => entry.slug === slug && entry.body.name === body;
				const entry = this.#published.posts.find(isIt);
				if (!entry) throw new Error(`${slug} is no longer published like this`);
				return loadBody(entry);
			},
			deliver: ({ slug, body }, html) => this.#tell({ type: 'body', slug, body, html }),
			onchange: () => this.#setStatus()
		});
		worker.addEventListener('message', this.#hear);
		worker.addEventListener('error', this.#fail);
		this.#tell({ type: 'open', base, catalogued: catalogued(catalogue) });
	}

	/** Asks; `results` follows. A question overtaken by another is not answered. */
	ask(input: string, tags: TagChoice = NO_TAGS, limit = 10): void {
		const { include, exclude } = tags;
		this.#asked = { input, tags: { include: [...include], exclude: [...exclude] }, limit };
		this.#askedAt = this.#progress?.done ?? -1;
		this.#tell({ type: 'ask', id: ++this.#lastId, ...this.#asked });
	}

	/** When `results` are those of the latest question. */
	whenAnswered(): Promise<void> {
		if (this.#answeredId === this.#lastId) return Promise.resolve();
		return new Promise((resolve) => this.#waiting.push(resolve));
	}

	/** Another catalogue has been taken over. */
	update(catalogue: Published): void {
		this.#published = catalogue;
		this.#askedAt = -1;
		this.#tell({ type: 'update', catalogued: catalogued(catalogue) });
		this.retry();
	}

	/** Tries to get the texts again that could not be had. */
	retry(): void {
		this.#bodies.retry();
		this.#setStatus();
	}

	dispose(): void {
		clearTimeout(this.#announcing);
		this.#worker.removeEventListener('message', this.#hear);
		this.#worker.removeEventListener('error', this.#fail);
		this.#worker.terminate();
	}

	#hear = ({ data }: MessageEvent<FromWorker>): void => {
		if (data.type === 'failed') return this.#fail();
		if (data.type === 'answer') return this.#answer(data.id, data.results);
		this.#progress = data;
		this.#bodies.want(data.wanted);
		this.#setStatus();
		this.#refresh(data.done);
	};

	#fail = (): void => {
		this.status = { state: 'failed' };
	};

	#refresh(done: number): void {
		if (!this.#asked || done === this.#askedAt) return;
		const isLoading = this.status.state === 'loading';
		if (isLoading && this.#askedAt >= 0 && done - this.#askedAt < REFRESH_EVERY) return;
		this.ask(this.#asked.input, this.#asked.tags, this.#asked.limit);
	}

	#answer(id: number, results: Results): void {
		if (id !== this.#lastId) return;
		this.#answeredId = id;
		this.results = results;
		for (const resolve of this.#waiting.splice(0)) resolve();
		clearTimeout(this.#announcing);
		this.#announcing = setTimeout(() => {
			this.announcement = resultSentence(results, this.status);
		}, PAUSE);
	}

	#setStatus(): void {
		if (!this.#progress || this.status.state === 'failed') return;
		const { done, of, storage } = this.#progress;
		if (this.#bodies.areComing) this.status = { state: 'loading', done, of };
		else if (done < of) this.status = { state: 'incomplete', done, of, storage };
		else this.status = { state: 'ready', of, storage };
	}

	#tell(message: ToWorker): void {
		this.#worker.postMessage(message);
	}
}
