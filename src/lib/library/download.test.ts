import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FakeHost, release, type Release } from '../../../tests/rig/fake-host';
import { downloadBlob, fetchCatalogue, forEachOf, LibraryError, troubleOf } from './download';

let host: FakeHost;
let published: Release;
let name: string;

beforeEach(async () => {
	host = new FakeHost();
	published = await release({ a: 'text of a' }, { base: '/blog' });
	host.publish(published);
	name = published.catalogue.posts[0]?.body.name ?? '';
	vi.stubGlobal('fetch', host.fetch);
});
afterEach(() => void vi.unstubAllGlobals());

const trouble = (promise: Promise<unknown>) =>
	promise.then(
		() => 'none',
		(error: unknown) => troubleOf(error)
	);

describe('downloadBlob', () => {
	it('gives the bytes that the name promises', async () => {
		const bytes = await downloadBlob('/blog', name);
		expect(new TextDecoder().decode(bytes)).toBe('text of a');
		expect(host.asked).toEqual([`/blog/blobs/${name}`]);
	});

	it('asks once more, past caches, when the bytes are others', async () => {
		host.answer = (_, times) => (times === 1 ? { body: '<h1>Log in</h1>' } : undefined);
		expect(new TextDecoder().decode(await downloadBlob('/blog', name))).toBe('text of a');
		expect(host.asked[1]).toMatch(/\?again=\d+$/);
	});

	it('takes no other bytes, however often they come', async () => {
		host.answer = () => ({ body: 'text of b' });
		expect(await trouble(downloadBlob('/blog', name))).toBe('altered');
		expect(host.asked).toHaveLength(2);
	});

	it.each([204, 206, 301, 404, 500])('takes no answer with status %i', async (status) => {
		host.answer = () => ({ status, body: 'text of a' });
		vi.stubGlobal('fetch', async (url: string, options: RequestInit) => {
			const response = status === 204 ? new Response(null, { status }) : undefined;
			return response ?? host.fetch(url, options);
		});
		expect(await trouble(downloadBlob('/blog', name))).toBe('network');
	});

	it('asks for the host’s bytes: no redirect, nothing from the browser’s cache', async () => {
		const fetch = vi.fn(host.fetch);
		vi.stubGlobal('fetch', fetch);
		await downloadBlob('/blog', name);
		expect(fetch.mock.calls[0]?.[1]).toMatchObject({ cache: 'no-store', redirect: 'error' });
	});
});

describe('fetchCatalogue', () => {
	it('gives the catalogue, or says that it was altered or that nobody answered', async () => {
		expect(await fetchCatalogue('/blog')).toEqual(published.catalogue);
		host.answer = () => ({ body: '<!doctype html>' });
		expect(await trouble(fetchCatalogue('/blog'))).toBe('altered');
		host.isDown = true;
		expect(await trouble(fetchCatalogue('/blog'))).toBe('network');
	});
});

describe('troubleOf', () => {
	it.each([
		[new DOMException('x', 'QuotaExceededError'), 'quota'],
		[new Error('NS_ERROR_FILE_NO_DEVICE_SPACE'), 'quota'],
		[new DOMException('x', 'UnknownError'), 'storage'],
		[new DOMException('x', 'TimeoutError'), 'storage'],
		[new LibraryError('skew', 'x'), 'skew'],
		['anything', 'storage'],
		[undefined, 'storage']
	])('%s is %s', (error, name) => expect(troubleOf(error)).toBe(name));
});

describe('forEachOf', () => {
	const numbers = Array.from({ length: 20 }, (_, index) => index);
	const failing = async (atOnce: number, failure: (item: number) => unknown) => {
		const done: number[] = [];
		const tried: number[] = [];
		const outcome = forEachOf(numbers, atOnce, async (item) => {
			tried.push(item);
			await Promise.resolve();
			const error = failure(item);
			if (error) throw error;
			done.push(item);
		});
		const error = await outcome.then(
			() => undefined,
			(thrown: unknown) => thrown
		);
		return { done, tried, error };
	};
	const network = (item: number) => new LibraryError('network', `item ${item}`);

	it('does all of it, so many at once', async () => {
		let running = 0;
		let most = 0;
		await forEachOf(numbers, 6, async () => {
			most = Math.max(most, ++running);
			await new Promise((next) => setTimeout(next, 1));
			running--;
		});
		expect(most).toBe(6);
		await forEachOf([], 6, () => Promise.reject(new Error('nothing to do')));
	});

	it('loses to one failure that one, and throws it at the end', async () => {
		const { done, error } = await failing(3, (item) => item === 4 && network(item));
		expect(done).toHaveLength(19);
		expect(error).toMatchObject({ message: 'item 4' });
	});

	it('goes on past failures that are not in a row', async () => {
		const { tried } = await failing(1, (item) => item % 4 !== 3 && network(item));
		expect(tried).toHaveLength(20);
	});

	it('gives up after four in a row', async () => {
		const { tried, error } = await failing(1, network);
		expect(tried).toEqual([0, 1, 2, 3]);
		expect(error).toMatchObject({ message: 'item 0' });
	});

	it.each(['QuotaExceededError', 'TimeoutError'])('stops at once on a %s', async (name) => {
		const failure = new DOMException('x', name);
		const { tried, error } = await failing(1, (item) => item === 2 && failure);
		expect(tried).toEqual([0, 1, 2]);
		expect(error).toBe(failure);
	});
});
