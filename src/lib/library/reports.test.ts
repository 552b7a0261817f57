import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { FakeDevice, LIBRARY } from '../../../tests/rig/fake-device';

let device: FakeDevice;

beforeEach(() => {
	device = new FakeDevice();
	vi.stubGlobal('caches', device.caches);
	vi.stubGlobal('fetch', device.host.fetch);
});
afterEach(() => vi.unstubAllGlobals());

/** Lets the next look at what the library holds wait. -> what ends the wait. */
function holdNextLook(): () => void {
	let go = (): void => undefined;
	const held = new Promise<void>((resolve) => (go = resolve));
	let waits = false;
	device.caches.before = async (call, target) => {
		if (waits || call !== 'keys' || target !== LIBRARY) return;
		waits = true;
		await held;
	};
	return () => go();
}

it('a status that takes as long as two switches is of one release, with every post', async () => {
	const sync = await device.saved({ a: 'A', b: 'B' });
	const go = holdNextLook();
	const status = sync.status();
	for (const seq of [2, 3]) {
		await device.publish({ a: `A${seq}`, b: 'B' }, { seq });
		await sync.check();
	}
	go();
	expect(await status).toMatchObject({ seq: 3, saved: ['a', 'b'] });
});

it('a report that was overtaken by a later one is not sent', async () => {
	const sync = await device.saved({ a: 'A' });
	const go = holdNextLook();
	const overtaken = sync.report();
	await device.publish({ a: 'A', b: 'B' }, { seq: 2 });
	await sync.check();
	await sync.save();
	go();
	await overtaken;
	expect(device.reports.at(-1)).toMatchObject({ seq: 2, activity: 'idle', saved: ['a', 'b'] });
	const counts = device.reports.map(({ saved }) => saved.length);
	expect(counts).toEqual([...counts].sort());
});
