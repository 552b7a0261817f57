import fs from 'node:fs';
import path from 'node:path';
import type { Recall } from '../../src/lib/library/recall';
import type { Page } from '../rig/browser';
import { temporaryFolder, until } from '../rig/processes';
import { workerState } from '../rig/probes';
import { replace } from './author-operations';
import { askStatus, order } from './page-probe';
import { forgedRecall, signedRecall } from './recalls';
import { tabOf } from './tab-operations';
import { drawn, type Step } from './script';
import type { World } from './world';

const FILE = '/recall.json';
const REMOVING_WORKER = 'scripts/removing-worker.js';

/** Everything an author can take back, and what somebody else would like to. */
export const recallOperations = {
	/** The live release was a mistake: the one before it is put back, and devices may go back to it. */
	async 'recall-release'(world: World) {
		const older = world.neighbour(-1);
		if (older === undefined) return;
		const bad = world.releases.slice(world.live, world.newest + 1).map(({ id }) => id);
		await publishRecall(world, { releases: bad });
		world.newest = older;
		await replace(world, older);
	},

	/** The text of a post must go from every device. */
	async 'recall-post'(world: World, { draws }: Step) {
		const slug = drawn(world.liveRelease.slugs, draws[1]) ?? '';
		const body = world.liveRelease.post(slug)?.body.name;
		if (!body) return;
		await publishRecall(world, { bodies: [body] });
		await world.deploy();
	},

	/** Somebody without the key says that everything is recalled. */
	async 'forge-recall'(world: World, { draws }: Step) {
		const how = drawn(['other key', 'altered', 'plain'] as const, draws[1]) ?? 'plain';
		const releases = world.releases.map(({ id }) => id);
		const bodies = world.liveRelease.catalogue.posts.map(({ body }) => body.name);
		const seq = world.recall.seq + 1_000_000;
		world.extras[FILE] = await forgedRecall({ schema: 1, seq, releases, bodies }, how);
		await world.deploy();
	},

	/** The worker is replaced by one that removes itself. Afterwards the site is published as before. */
	async 'retire-worker'(world: World, { draws, fault }: Step) {
		const tab = tabOf(world, draws[0]);
		if (!world.server.isOnline || world.declined || !tab.seen?.shell) return;
		const folder = temporaryFolder('removing-worker');
		fs.copyFileSync(REMOVING_WORKER, path.join(folder, 'service-worker.js'));
		await world.deploy({ '/service-worker.js': folder });
		world.workerSince = undefined;
		world.oracle.wiped();
		let asked = 0;
		const gone = async () => {
			// As pages do whenever somebody comes back to them. Chromium replaces no worker that is never left alone.
			if (asked++ % 10 === 0) await lookForNews(tab.page);
			return (await workerState(tab.page)).active === null;
		};
		const removed = await until(gone, { timeout: 15_000, every: 300 }).catch(() => false);
		if (!removed && !fault) world.violate({ rule: 'I7', what: 'the worker did not remove itself' });
		await world.deploy();
		// No worker comes through a network that fails as long as this step lasts.
		await world.server.setFaults();
		// A tab that stays open keeps the worker that it registered, and the site's own waits for the next launch.
		const own = async () => {
			await world.visit(tabOf(world, 0), '/');
			return (await askStatus(tabOf(world, 0).page, 1_000)) ?? world.restart('close');
		};
		await until(own, { timeout: 30_000, what: 'the own worker of the site' });
	}
};

async function lookForNews(page: Page): Promise<void> {
	await page.eval(async () => {
		void (await navigator.serviceWorker.getRegistration())?.update();
	});
	await order(page, 'check');
}

/** The author's own recall, if there is one, in the place of whatever else is there. */
export function restoreRecall(world: World): void {
	if (world.signedRecall) world.extras[FILE] = world.signedRecall;
	else Reflect.deleteProperty(world.extras, FILE);
}

/** Each recall names all that was ever recalled, as a device may have missed the ones before. */
async function publishRecall(world: World, part: Partial<Recall>): Promise<void> {
	const { recall } = world;
	recall.seq += 1;
	recall.releases.push(...(part.releases ?? []));
	recall.bodies.push(...(part.bodies ?? []));
	world.oracle.recalls(...recall.releases, ...recall.bodies);
	world.signedRecall = await signedRecall(recall);
	world.extras[FILE] = world.signedRecall;
}
