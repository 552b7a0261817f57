import { Random } from '../rig/random';
import type { Release } from './release';
import type { Step } from './script';
import { tabOperations } from './tab-operations';
import type { World } from './world';

/** Everything an author can do to the host. */
export const authorOperations = {
	/** Puts the next release in place at once, or the one after it. */
	async publish(world: World, { draws }: Step) {
		const next = world.neighbour(1);
		if (next === undefined) return;
		const later = draws[1] < 0.8 ? undefined : world.neighbour(1, next);
		await replace(world, later ?? next);
	},

	/** Publishes it while somebody reads, who comes back to the page at once. */
	async update(world: World, step: Step) {
		await authorOperations.publish(world, step);
		await tabOperations['come-back'](world, step);
	},

	/** Begins to upload the next release: some of its files are there, the others are still those of the release before. */
	async 'publish-partly'(world: World, { draws }: Step) {
		const index = world.neighbour(1);
		if (index === undefined || world.uploading !== undefined) return;
		const next = world.releaseAt(index);
		const files = uploadOrder(world.liveRelease, next, draws[1] < 0.5, draws[2]);
		const there = files.slice(0, Math.floor(draws[0] * (files.length + 1)));
		world.uploading = index;
		world.newest = Math.max(world.newest, index);
		await world.deploy(
			Object.fromEntries(there.map((file) => [file, next.hashes.has(file) ? next.dir : null]))
		);
	},

	async 'publish-rest'(world: World) {
		if (world.uploading !== undefined) await replace(world, world.uploading);
	},

	/** Puts an older release back, as it was. */
	async rollback(world: World) {
		const older = world.neighbour(-1);
		if (older !== undefined) await replace(world, older);
	}
};

export async function replace(world: World, index: number): Promise<void> {
	world.live = index;
	world.newest = Math.max(world.newest, index);
	world.uploading = undefined;
	await world.deploy();
}

/** The files that differ between two releases, in the order in which an upload would bring them. */
export function uploadOrder(from: Release, to: Release, orderly: boolean, draw: number): string[] {
	const all = new Set([...from.hashes.keys(), ...to.hashes.keys()]);
	const changed = [...all].filter((file) => from.hashes.get(file) !== to.hashes.get(file)).sort();
	if (!orderly) return new Random(Math.floor(draw * 1e6)).shuffle(changed);
	return changed.sort((a, b) => rank(a, to) - rank(b, to));
}

/** What others refer to comes first, the worker last, and deletions after everything. */
function rank(file: string, to: Release): number {
	if (!to.hashes.has(file)) return 4;
	if (/^\/(?:blobs|_app)\//.test(file)) return 0;
	if (file === '/service-worker.js') return 3;
	return file === '/catalogue.json' ? 2 : 1;
}
