import type { LibraryStatus } from '../../src/lib/library/messages';
import { Store } from '../../src/lib/library/store';
import { Sync } from '../../src/lib/library/sync';
import { FakeCaches } from './fake-caches';
import { FakeHost, release, type Release } from './fake-host';

/** Base path of the site that fake devices read. */
export const BASE = '/blog';
export const LIBRARY = `cat-posts:${BASE}/:library`;
export const SHELL = `cat-posts:${BASE}/:shell-s1`;

/** A browser's storage, a network, and service workers that come and go between the two. */
export class FakeDevice {
	readonly caches = new FakeCaches();
	readonly host = new FakeHost();
	readonly reports: LibraryStatus[] = [];
	isInstalling = false;
	updates = 0;
	removals = 0;

	constructor(readonly recallKey = '') {}

	/** A worker as after a start: it knows what is in the caches and nothing else. */
	start(shell = 's1'): Sync {
		const surroundings = {
			report: (status: LibraryStatus) => void this.reports.push(status),
			updateShell: async () => void this.updates++,
			isWaiting: () => false,
			isInstalling: () => this.isInstalling,
			removed: () => void this.removals++
		};
		return new Sync(new Store(BASE, shell), surroundings, this.recallKey);
	}

	/** Puts a release on the host, in the place of the one before. */
	async publish(
		posts: Parameters<typeof release>[0],
		options: { seq?: number; shell?: string; pack?: boolean } = {}
	): Promise<Release> {
		const published = await release(posts, { ...options, base: BASE });
		this.host.publish(published);
		return published;
	}

	/** A worker that has published posts and holds them all. */
	async saved(posts: Parameters<typeof release>[0], seq = 1): Promise<Sync> {
		await this.publish(posts, { seq });
		const sync = this.start();
		await sync.save();
		const status = await sync.status();
		if (status?.saved.length !== status?.total) throw new Error(`not saved: ${status?.trouble}`);
		return sync;
	}
}

/** What matters of a status. */
export async function summary(sync: Sync) {
	const status = await sync.status();
	return (
		status && {
			seq: status.seq,
			saved: status.saved.join(' '),
			of: status.total,
			trouble: status.trouble
		}
	);
}

/** Where the text of a post is published. */
export function bodyPath({ catalogue }: Release, slug: string): string {
	return `${BASE}/blobs/${catalogue.posts.find((post) => post.slug === slug)?.body.name}`;
}
