import { describe, expect, it, vi } from 'vitest';
import { Bodies } from './bodies';
import type { WantedBody } from './messages';

const wanted = Array.from({ length: 7 }, (_, i): WantedBody => ({ slug: `p${i}`, body: `b${i}` }));

function bodiesOf(read: (wanted: WantedBody) => Promise<string>) {
	const delivered: string[] = [];
	const onchange = vi.fn();
	const bodies = new Bodies({ read, deliver: ({ slug }) => delivered.push(slug), onchange });
	return { bodies, delivered, onchange };
}

describe('texts', () => {
	it('are read a few at a time, the next when one is confirmed', async () => {
		const read = vi.fn(() => Promise.resolve('text'));
		const { bodies, delivered } = bodiesOf(read);
		bodies.want(wanted);
		await vi.waitFor(() => expect(delivered).toEqual(['p0', 'p1', 'p2', 'p3']));
		bodies.want(wanted.slice(1));
		await vi.waitFor(() => expect(delivered).toEqual(['p0', 'p1', 'p2', 'p3', 'p4']));
		bodies.want([]);
		expect(bodies.areComing).toBe(false);
		expect(read).toHaveBeenCalledTimes(5);
	});

	it('that cannot be had do not hold up the others, and are tried again on demand', async () => {
		let isOffline = true;
		const { bodies, delivered, onchange } = bodiesOf(({ slug }) =>
			isOffline && slug !== 'p6' ? Promise.reject(new Error('offline')) : Promise.resolve('text')
		);
		bodies.want(wanted);
		await vi.waitFor(() => expect(delivered).toEqual(['p6']));
		bodies.want(wanted.slice(0, 6));
		expect(bodies.areComing).toBe(false);
		expect(onchange).toHaveBeenCalledTimes(6);
		isOffline = false;
		bodies.retry();
		expect(bodies.areComing).toBe(true);
		await vi.waitFor(() => expect(delivered).toHaveLength(5));
	});
});
