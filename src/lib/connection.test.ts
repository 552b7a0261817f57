import type { DBSchema, IDBPDatabase } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { connection, PATIENCE } from './connection';

const database = (name: string) => ({ name }) as IDBPDatabase<DBSchema>;
const nameOf = async ({ name }: IDBPDatabase<DBSchema>) => name;

describe('a connection to a database', () => {
	beforeEach(() => void vi.useFakeTimers());
	afterEach(() => void vi.useRealTimers());

	it('is opened once', async () => {
		const open = vi.fn(async () => database('a'));
		const call = connection(open);
		expect(open).not.toHaveBeenCalled();
		expect(await call(nameOf)).toBe('a');
		expect(await call(nameOf)).toBe('a');
		expect(open).toHaveBeenCalledTimes(1);
	});

	it('that the browser has closed is opened anew, once a call', async () => {
		const open = vi.fn(async () => database('a'));
		const call = connection(open);
		const work = vi.fn(nameOf).mockRejectedValueOnce(new DOMException('', 'InvalidStateError'));
		expect(await call(work)).toBe('a');
		expect(open).toHaveBeenCalledTimes(2);
		work.mockRejectedValue(new DOMException('', 'InvalidStateError'));
		await expect(call(work)).rejects.toMatchObject({ name: 'InvalidStateError' });
		expect(open).toHaveBeenCalledTimes(3);
	});

	it('tells of any other error at once, and is opened anew for the next call', async () => {
		const open = vi.fn(async () => database('a'));
		open.mockRejectedValueOnce(new DOMException('', 'SecurityError'));
		const call = connection(open);
		await expect(call(nameOf)).rejects.toMatchObject({ name: 'SecurityError' });
		expect(open).toHaveBeenCalledTimes(1);
		expect(await call(nameOf)).toBe('a');
	});

	it('that hangs is given up in time, and opened anew for the next call', async () => {
		const open = vi.fn(async () => database('b'));
		open.mockReturnValueOnce(new Promise(() => undefined));
		const call = connection(open);
		const late = expect(call(nameOf)).rejects.toMatchObject({ name: 'TimeoutError' });
		await vi.advanceTimersByTimeAsync(PATIENCE);
		await late;
		expect(await call(nameOf)).toBe('b');
	});

	it('makes way for another tab that wants a newer schema, and comes back for the next call', async () => {
		const close = vi.fn();
		let block: (() => void) | undefined;
		const call = connection(async (endings) => {
			const event = { target: { close } } as unknown as IDBVersionChangeEvent;
			block = () => endings.blocking?.(1, 2, event);
			return database('a');
		});
		await call(nameOf);
		const first = block;
		first?.();
		expect(close).toHaveBeenCalledTimes(1);
		await call(nameOf);
		expect(block).not.toBe(first);
	});
});
