import { blobsOf, type Catalogue, type CatalogueEntry } from './catalogue';
import { changes, missingBlobs, neededForSwitch, savedPosts, sizeOf } from './compare';
import { downloadBlob, fetchCatalogue, forEachOf, LibraryError, troubleOf } from './download';
import type { LibraryStatus, Trouble, Verification } from './messages';
import { unpack } from './pack';
import { maySwitch, withoutRecalled } from './recall';
import { Recalls } from './recalls';
import { Reports } from './reports';
import type { Store } from './store';
import type { Surroundings } from './surroundings';
import { WholeFiles } from './whole-files';

/** Small enough not to crowd out the page's own requests, enough to hide a phone's latency. */
const AT_ONCE = 6;

/** The one writer of the library: saves, checks for news, verifies. One job at a time, in the order asked. */
export class Sync {
	#activity: LibraryStatus['activity'] = 'idle';
	#trouble: Trouble | undefined;
	#verification: Verification | undefined;
	#outdated: string[] = [];
	/** Memory of what is in the caches, so that a wiped cache is noticed and written again. */
	#catalogue: Catalogue | undefined;
	#jobs: Promise<unknown> = Promise.resolve();
	#saving: Promise<void> | undefined;
	/** A check that is still to begin will find whatever is new by then. */
	#checkToCome: Promise<void> | undefined;
	#whole: WholeFiles;
	#reports: Reports;
	#recalls: Recalls;
	/** The catalogue that is being fetched for: what is here of it already is needed. */
	#incoming: Catalogue | undefined;
	/** Files that failed; the others come first the next time, so that what the host lacks keeps nothing away. */
	#failed = new Set<string>();
	/** Everything was removed: nothing is stored before the reader asks for it. */
	#isRemoved = false;

	/** `recallKey`: see `parseRecall`. */
	constructor(
		readonly store: Store,
		readonly surroundings: Surroundings,
		recallKey: string
	) {
		this.#whole = new WholeFiles(store);
		this.#recalls = new Recalls(store, recallKey);
		this.#reports = new Reports(() => this.status(), surroundings.report);
	}

	/** The catalogue this device has switched to, less what was recalled. */
	async catalogue(): Promise<Catalogue | undefined> {
		this.#catalogue ??= await this.store.catalogue();
		const recall = await this.#recalls.latest();
		return this.#catalogue && withoutRecalled(this.#catalogue, recall);
	}

	/** Fetches what is missing, newest post first. Resumes where it was stopped. */
	save(): Promise<void> {
		this.#isRemoved = false;
		// A page that hears nothing for a while asks again: on a network that hangs that would be job after job.
		this.#saving ??= this.#job('saving', async () => {
			const catalogue = await this.#needCatalogue();
			await this.#fetch(catalogue, catalogue.posts);
		}).finally(() => (this.#saving = undefined));
		return this.#saving;
	}

	/** Asks the host for news; switches once everything the device needs for it is here. */
	check(): Promise<void> {
		this.#checkToCome ??= this.#job('checking', async () => {
			this.#checkToCome = undefined;
			const recall = await this.#recalls.heed();
			const next = await fetchCatalogue(this.store.base);
			const current = await this.#needCatalogue(next);
			const state = await this.store.state();
			await this.store.setState({ ...state, checkedAt: Date.now() });
			if (next.shell !== this.store.shell) await this.#updateShell();
			else if (maySwitch(current, next, recall)) await this.#switch(current, next);
			// After a removal it never begins.
		}).finally(() => (this.#checkToCome = undefined));
		return this.#checkToCome;
	}

	/** Hashes every stored file again and replaces what is not what it should be. */
	verify(): Promise<void> {
		return this.#job('verifying', async () => {
			const catalogue = await this.#needCatalogue();
			// A file that is not what its name says is dropped as it is read.
			await forEachOf([...(await this.store.held())], AT_ONCE, async (name) => {
				if (await this.store.blob(name)) this.#whole.trust(name);
			});
			const before = savedPosts(catalogue, await this.store.held());
			const fetched = this.#fetch(catalogue, catalogue.posts);
			const failure = await fetched.catch((error: unknown) => ({ error }));
			const held = await this.store.held();
			const after = savedPosts(catalogue, held);
			this.#verification = {
				checked: held.size,
				repaired: after.length - before.length,
				broken: catalogue.posts.filter((post) => !after.includes(post)).map(({ slug }) => slug)
			};
			if (failure) throw failure.error;
		});
	}

	/** Deletes all that is stored here, after what is under way has ended. */
	remove(): Promise<void> {
		return this.#job('checking', async () => {
			await this.store.removeEverything();
			this.#catalogue = undefined;
			this.#verification = undefined;
			this.#isRemoved = true;
			this.surroundings.removed();
		});
	}

	/** Drops files and shells that nothing on this device needs any more. */
	async collect(): Promise<void> {
		if (this.surroundings.isInstalling()) return;
		await this.store.dropOldShells();
		const roots = await this.store.roots();
		if (roots.length === 0) return;
		if (this.#incoming) roots.push(this.#incoming);
		await this.store.keepBlobs(
			new Set(roots.flatMap(({ posts }) => posts.flatMap(blobsOf)).map(({ name }) => name))
		);
	}

	/** What this device holds now. Undefined before the first catalogue. */
	async status(): Promise<LibraryStatus | undefined> {
		const catalogue = await this.catalogue();
		if (!catalogue) return undefined;
		const saved = savedPosts(catalogue, await this.#whole.names());
		const { checkedAt, news } = await this.store.state();
		// A switch meanwhile: what was held is not what this catalogue or the next is about.
		if (this.#catalogue?.release !== catalogue.release) return this.status();
		return {
			type: 'library',
			release: catalogue.release,
			shell: catalogue.shell,
			seq: catalogue.seq,
			total: catalogue.posts.length,
			saved: saved.map(({ slug }) => slug),
			outdated: this.#outdated,
			bytes: Object.fromEntries(saved.map((post) => [post.slug, sizeOf(post)])),
			activity: this.#activity,
			trouble: this.#trouble,
			checkedAt,
			news,
			waiting: this.surroundings.isWaiting(),
			verification: this.#verification
		};
	}

	/** Tells every page how things stand. */
	report(): Promise<void> {
		return this.#reports.report();
	}

	async #switch(current: Catalogue, next: Catalogue): Promise<void> {
		this.#outdated = changes(current, next).changed;
		const shown = withoutRecalled(next, await this.#recalls.latest());
		this.#incoming = next;
		try {
			await this.#fetch(shown, neededForSwitch(current, shown, await this.store.held()));
			await this.#makingRoom(() => this.store.switchTo(next, this.#catalogue));
		} finally {
			this.#incoming = undefined;
		}
		this.#outdated = [];
		this.#catalogue = next;
		await this.store.setState({ checkedAt: Date.now(), news: changes(current, next) });
		await this.collect();
	}

	async #updateShell(): Promise<void> {
		await this.surroundings.updateShell().catch((error: unknown) => {
			throw new LibraryError('skew', `The newer worker is not there: ${String(error)}`);
		});
	}

	/** Fetches what these posts of a catalogue lack: all in one stream if that is most of it, the rest file by file. */
	async #fetch(catalogue: Catalogue, posts: readonly CatalogueEntry[]): Promise<void> {
		const { base } = this.store;
		const lacking = async () => missingBlobs(posts, await this.store.held());
		const names = new Set((await lacking()).map(({ name }) => name));
		await unpack(base, catalogue, names, (name, bytes) => this.#keep(name, bytes));
		const missing = await lacking();
		missing.sort((a, b) => Number(this.#failed.has(a.name)) - Number(this.#failed.has(b.name)));
		await forEachOf(missing, AT_ONCE, async ({ name }) => {
			this.#failed.add(name);
			await this.#keep(name, await downloadBlob(base, name));
			this.#failed.delete(name);
		});
	}

	async #keep(name: string, bytes: ArrayBuffer): Promise<void> {
		await this.#makingRoom(() => this.store.putBlob(name, bytes));
		this.#whole.trust(name);
		if (this.#reports.isDue) await this.report();
	}

	/** A full device loses nothing it has: what no release needs goes, and writing gets one more try. */
	async #makingRoom(write: () => Promise<void>): Promise<void> {
		try {
			await write();
		} catch (error) {
			if (troubleOf(error) !== 'quota') throw error;
			await this.collect();
			await write();
		}
	}

	/** The device's catalogue; the host's on a device that has none, and back into a cache that was wiped. */
	async #needCatalogue(fallback?: Catalogue): Promise<Catalogue> {
		if (!(await this.catalogue()))
			this.#catalogue = fallback ?? (await fetchCatalogue(this.store.base));
		const catalogue = await this.catalogue();
		if (!catalogue || !this.#catalogue || catalogue.shell !== this.store.shell) {
			this.#catalogue = undefined;
			throw new LibraryError('skew', 'The host publishes another shell than this worker has.');
		}
		if (!(await this.store.catalogue())) await this.store.switchTo(this.#catalogue);
		return catalogue;
	}

	#job(activity: LibraryStatus['activity'], work: () => Promise<void>): Promise<void> {
		const job = this.#jobs.then(async () => {
			if (this.#isRemoved) return;
			this.#activity = activity;
			await this.report();
			try {
				await work();
				this.#trouble = undefined;
			} catch (error) {
				this.#trouble = troubleOf(error);
			}
			this.#activity = 'idle';
			await this.report();
		});
		this.#jobs = job;
		return job;
	}
}
