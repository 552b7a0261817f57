import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Entry, FromWorker, Published, ToWorker } from './messages';
import { NO_TAGS } from './query';
import type { Results } from './results';
import { Search } from './search.svelte';

class FakeWorker extends EventTarget {
	sent: ToWorker[] = [];
	terminate = vi.fn();
	postMessage(message: ToWorker) {
		this.sent.push(structuredClone(message));
	}
	say(data: FromWorker) {
		this.dispatchEvent(new MessageEvent('message', { data }));
	}
	get asks() {
		return this.sent.filter((message) => message.type === 'ask');
	}
}

function entry(slug: string): Entry {
	const post = {
		slug,
		title: slug,
		description: '',
		date: '2026-11-21',
		tags: [],
		words: 1,
		minutes: 1
	};
	return { ...post, body: { name: `${slug}.txt` } };
}
const catalogue: Published = { release: 'r', posts: ['a', 'b', 'c'].map(entry) };
const wanting = (...slugs: string[]) => ({
	type: 'progress' as const,
	done: 3 - slugs.length,
	of: 3,
	wanted: slugs.map((slug) => ({ slug, body: `${slug}.txt` })),
	storage: 'kept' as const
});
const answer = (total: number): Results => ({
	match: 'all',
	total,
	posts: [],
	tagCounts: {},
	instead: [],
	unknownTags: []
});

function start(loadBody = (post: Entry) => Promise.resolve(`text of ${post.slug}`)) {
	const worker = new FakeWorker();
	const search = new Search({
		worker: worker as unknown as Worker,
		base: '/blog',
		catalogue,
		loadBody
	});
	return { worker, search };
}

describe('search on a page', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('tells the worker what is published, without the texts', () => {
		const { worker, search } = start();
		expect(worker.sent[0]).toMatchObject({
			type: 'open',
			base: '/blog',
			catalogued: { release: 'r' }
		});
		expect(search.status.state).toBe('starting');
	});

	it('brings the texts that are wanted, and is ready when none is', async () => {
		const { worker, search } = start();
		worker.say(wanting('a', 'c'));
		expect(search.status).toEqual({ state: 'loading', done: 1, of: 3 });
		await vi.runAllTimersAsync();
		const bodies = worker.sent.filter((message) => message.type === 'body');
		expect(bodies.map(({ body, html }) => [body, html])).toEqual([
			['a.txt', 'text of a'],
			['c.txt', 'text of c']
		]);
		worker.say(wanting());
		expect(search.status).toEqual({ state: 'ready', of: 3, storage: 'kept' });
	});

	it('is incomplete, not empty, while a text cannot be had, and tries again on demand', async () => {
		let isOffline = true;
		const { worker, search } = start(() =>
			isOffline ? Promise.reject(new Error('offline')) : Promise.resolve('x')
		);
		worker.say(wanting('a'));
		await vi.runAllTimersAsync();
		expect(search.status).toEqual({ state: 'incomplete', done: 2, of: 3, storage: 'kept' });
		isOffline = false;
		search.retry();
		expect(search.status.state).toBe('loading');
		await vi.runAllTimersAsync();
		expect(worker.sent.at(-1)?.type).toBe('body');
	});

	it('shows the answer to the latest question only', async () => {
		const { worker, search } = start();
		search.ask('a', NO_TAGS);
		search.ask('ab', NO_TAGS);
		const [first, second] = worker.asks;
		worker.say({ type: 'answer', id: first?.id ?? 0, results: answer(1) });
		expect(search.results).toBeUndefined();
		const answered = search.whenAnswered();
		worker.say({ type: 'answer', id: second?.id ?? 0, results: answer(2) });
		await answered;
		expect(search.results?.total).toBe(2);
	});

	it('asks again when more of the texts can be searched', () => {
		const { worker, search } = start();
		search.ask('a', NO_TAGS);
		worker.say(wanting('a', 'b', 'c'));
		expect(worker.asks).toHaveLength(2);
		worker.say(wanting('b', 'c'));
		expect(worker.asks).toHaveLength(2);
		worker.say(wanting());
		worker.say(wanting());
		expect(worker.asks).toHaveLength(3);
	});

	it('tells a screen reader when the typing pauses', async () => {
		const { worker, search } = start();
		worker.say(wanting());
		for (const [i, input] of ['r', 'ra', 'rat'].entries()) {
			search.ask(input, NO_TAGS);
			worker.say({ type: 'answer', id: worker.asks.at(-1)?.id ?? 0, results: answer(i) });
			expect(search.announcement).toBe('');
		}
		await vi.runAllTimersAsync();
		expect(search.announcement).toBe('2 results');
	});

	it('takes over another catalogue and asks again', () => {
		const { worker, search } = start();
		worker.say(wanting());
		search.ask('a', NO_TAGS);
		search.update({ release: 'r2', posts: [entry('a')] });
		expect(worker.sent.at(-1)).toMatchObject({ type: 'update', catalogued: { release: 'r2' } });
		worker.say(wanting());
		expect(worker.asks).toHaveLength(2);
	});

	it('says so when the worker breaks, and hears nothing once disposed of', () => {
		const { worker, search } = start();
		worker.dispatchEvent(new Event('error'));
		expect(search.status.state).toBe('failed');
		search.dispose();
		worker.say(wanting());
		expect([worker.terminate.mock.calls.length, search.status.state]).toEqual([1, 'failed']);
	});
});
