import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { PATIENCE } from '../connection';
import { IndexStore } from './index-store';

describe('the search database', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => {
		vi.useRealTimers();
		vi.unstubAllGlobals();
	});

	it('that never answers is given up after three seconds', async () => {
		class Request extends EventTarget {}
		// The classes by which idb knows what it wraps.
		for (const name of ['Database', 'ObjectStore', 'Index', 'Cursor', 'Transaction'])
			vi.stubGlobal(`IDB${name}`, class {});
		vi.stubGlobal('IDBRequest', Request);
		const open = vi.fn(() => new Request());
		vi.stubGlobal('indexedDB', { open });
		const read = expect(new IndexStore('/blog').read()).rejects.toMatchObject({
			name: 'TimeoutError'
		});
		await vi.advanceTimersByTimeAsync(PATIENCE);
		await read;
		expect(open).toHaveBeenCalledWith('cat-posts:/blog/:search', 1);
	});

	it('that does not exist is an error, not a crash', async () => {
		vi.stubGlobal('indexedDB', undefined);
		await expect(new IndexStore('').read()).rejects.toThrow();
	});

	it('that the browser forbids is an error, not a crash', async () => {
		vi.stubGlobal('indexedDB', {
			open() {
				throw new DOMException('forbidden', 'SecurityError');
			},
			deleteDatabase() {
				throw new DOMException('forbidden', 'SecurityError');
			}
		});
		await expect(new IndexStore('').read()).rejects.toMatchObject({ name: 'SecurityError' });
	});
});
