import type { Recall } from '../../src/lib/library/recall';
import type { Browser, Engine, Page, Received } from '../rig/browser';
import { launch } from '../rig/browsers';
import { removeFolder, sleep } from '../rig/processes';
import { startServer, type StaticServer } from '../rig/server';
import { checkVisit, type Surroundings } from './invariants';
import type { PageSeen, StatusHeard, Violation, Visit } from './observations';
import { Oracle } from './oracle';
import { PAGE_SCRIPT, seePage } from './page-probe';
import type { Release } from './release';

/** A tab, and how its page was when somebody last touched it. */
export interface Tab {
	page: Page;
	seen?: PageSeen;
}

/** A browser killed this soon after its worker came may have lost it: Chromium does, about once in a hundred kills. */
const WORKER_SETTLES = 3_000;

/** The host was not asked for so long: what was going on has ended. Milliseconds. */
const QUIET = 100;

/** One reader with one device, one author, and the host between them. */
export class World {
	tabs: Tab[] = [];
	/** The release that is live; while one is being uploaded, the one before it. */
	live = 0;
	/** The newest release that was ever live, if only in part. */
	newest = 0;
	uploading: number | undefined;
	/** A proxy that rewrites pages stands between, as long as the step lasts. */
	transformed = false;
	/** It once did, so pages may have met scripts that the policy had to stop. */
	everTransformed = false;
	/** A cache that is not ours was put beside ours. */
	foreignCache = false;
	/** Storage fails as long as the step lasts: what is saved cannot be read. */
	storageFails = false;
	/** Tabs that the step has to do with; the others must stay as they are. */
	readonly touched = new Set<Tab>();
	/** How many full checks there were: each opens other pages. */
	checks = 0;
	/** How often the browser was ended or started again: odd while there is none. */
	launches = 0;
	#heardAt = 0;
	#restarts: Promise<void> = Promise.resolve();
	/** Whether anybody went to another page since the host last changed. */
	navigated = true;
	/** Files beside the release: path → folder. */
	readonly extras: Record<string, string> = {};
	/** All that the author has taken back. */
	readonly recall: Recall = { schema: 1, seq: 1_780_000_000, releases: [], bodies: [] };
	/** The folder with the author's latest `recall.json`. */
	signedRecall: string | undefined;
	/** When a worker was first seen to answer; undefined when none can be relied on. */
	workerSince: number | undefined;
	/** The reader has removed everything and not asked for it again. */
	declined = false;
	violations: Violation[] = [];
	readonly log: string[] = [];
	readonly oracle: Oracle;

	private constructor(
		readonly engine: Engine,
		readonly releases: readonly Release[],
		readonly base: string,
		readonly server: StaticServer,
		public browser: Browser,
		/** Others go on with the browser when this world ends. */
		private readonly borrowed: boolean
	) {
		this.oracle = new Oracle(releases);
	}

	/** A world of its own; with `browser`, at least an origin of its own, which is all that a browser keeps apart. */
	static async begin(
		engine: Engine,
		releases: readonly Release[],
		base = '',
		browser?: Browser
	): Promise<World> {
		const [first] = releases;
		if (!first) throw new Error('there is no release');
		const [server, own] = await Promise.all([
			startServer({ dir: first.dir, base }),
			browser ?? openBrowser(engine)
		]);
		const world = new World(engine, releases, base, server, own, browser !== undefined);
		world.tabs = [{ page: browser ? await browser.newPage() : own.page }];
		return world;
	}

	async end(): Promise<void> {
		if (this.borrowed) {
			for (const { page } of this.tabs) await page.close().catch(() => undefined);
			const { engine, browser, server } = this;
			if (engine !== 'firefox')
				await browser.clearData('all', server.origin).catch(() => undefined);
		} else {
			await this.browser.kill().catch(() => undefined);
			removeFolder(this.browser.profile);
		}
		await this.server.offline();
	}

	/** The prefix of our caches and databases. */
	get prefix(): string {
		return `cat-posts:${this.base}/:`;
	}

	get liveRelease(): Release {
		return this.releaseAt(this.live);
	}

	releaseAt(index: number): Release {
		const release = this.releases[Math.min(Math.max(index, 0), this.releases.length - 1)];
		if (!release) throw new Error('there is no release');
		return release;
	}

	/** The nearest release after the live one (or before it) that was not taken back. */
	neighbour(step: 1 | -1, from = this.live): number | undefined {
		for (let at = from + step; at >= 0 && at < this.releases.length; at += step) {
			if (!this.recall.releases.includes(this.releaseAt(at).id)) return at;
		}
		return undefined;
	}

	/** Puts the live release on the host, with `overrides` (see Deployment) and whatever lies beside it. */
	async deploy(overrides: Record<string, string | null> = {}): Promise<void> {
		this.navigated = false;
		await this.server.deploy(this.liveRelease.dir, { ...overrides, ...this.extras });
	}

	/** Waits until what an operation has set off is done with the host, but no longer than this. */
	async quiet(most: number): Promise<void> {
		await this.server.idle(Math.min(QUIET, most), most);
	}

	/** What pages were told since anybody asked: it counts like an answer, or is passed over when the step took things away. */
	hear(told: readonly (StatusHeard | null)[], tookAway: boolean): void {
		const newest = told.reduce((a, b) => ((b?.at ?? 0) > (a?.at ?? 0) ? b : a), null);
		if (!tookAway && newest && newest.at > this.#heardAt) {
			this.violate(...this.oracle.heard(newest));
		}
		this.#heardAt = Date.now();
	}

	violate(...violations: Violation[]): void {
		this.violations.push(...violations);
	}

	/** Ends the browser and starts it again with the same profile, on the page it was on. */
	restart(how: 'close' | 'kill'): Promise<void> {
		// A fault may kill the browser while the reader restarts it.
		this.#restarts = this.#restarts.then(() => this.#restart(how));
		return this.#restarts;
	}

	async #restart(how: 'close' | 'kill'): Promise<void> {
		this.launches++;
		const last = this.tabs.find(({ seen }) => seen?.kind && seen.shell)?.seen?.path;
		const worker = this.workerSince;
		await this.browser[how]();
		if (how === 'kill' && worker !== undefined && Date.now() - worker < WORKER_SETTLES)
			this.loseWorker();
		this.browser = await openBrowser(this.engine, this.browser.profile);
		this.launches++;
		const tab: Tab = { page: this.browser.page };
		this.tabs = [tab];
		if (last) await this.visit(tab, last);
	}

	/** The origin's storage is gone, or may be. */
	loseWorker(): void {
		this.workerSince = undefined;
		this.foreignCache = false;
		this.oracle.wiped();
		this.oracle.forgotten();
	}

	/** Goes to a path below the base and judges what comes of it. */
	async visit(tab: Tab, path: string, owed = this.oracle.owed(this.newest)): Promise<Visit> {
		const { origin } = this.server;
		return this.arrive(tab, path, () => tab.page.goto(origin + this.base + path), owed);
	}

	/** The same for any way of getting to another page. */
	async arrive(
		tab: Tab,
		asked: string,
		go: () => Promise<Received>,
		owed = this.oracle.owed(this.newest)
	): Promise<Visit> {
		this.navigated = true;
		const begun = Date.now();
		const launch = this.launches;
		const around = this.#surroundings(owed);
		const visit: Visit = { asked, milliseconds: 0 };
		try {
			Object.assign(visit, await go());
			visit.milliseconds = Date.now() - begun;
			visit.page = await this.see(tab);
		} catch (error) {
			visit.milliseconds = Date.now() - begun;
			visit.failure = String(error).split('\n')[0];
			tab.seen = undefined;
		}
		// What a visit sees of a browser that is being killed is nobody's fault.
		if (launch !== this.launches || launch % 2 === 1) return visit;
		if (visit.failure === undefined || this.workerSince) this.violate(...checkVisit(visit, around));
		return visit;
	}

	/** Looks at the page, and takes it as the way it should stay. */
	async see(tab: Tab): Promise<PageSeen> {
		const seen = await inTime(seePage(tab.page, this.base), 10_000);
		tab.seen = seen;
		if (seen.fromWorker) this.workerSince ??= Date.now();
		return seen;
	}

	#surroundings(owed: ReadonlySet<string>): Surroundings {
		return {
			releases: this.releases,
			serverIsUp: this.server.isOnline,
			transformed: this.transformed,
			recalled: this.oracle.hasRecalls,
			owed: this.storageFails ? new Set() : owed
		};
	}
}

/** A browser whose pages tell what the checks ask for. */
export const openBrowser = (engine: Engine, profile?: string) =>
	launch(engine, {
		profile,
		initScript: PAGE_SCRIPT,
		// WebKit's driver now and then loses a document whose parts are still on their way.
		waitFor: engine === 'webkit' ? 'page' : 'document',
		headlessShell: true,
		viewport: { width: 480, height: 640 }
	});

/** What may hang must not stop the run. */
export function inTime<Answer>(promise: Promise<Answer>, ms: number): Promise<Answer> {
	const late = sleep(ms).then(() => Promise.reject(new Error(`no answer within ${ms} ms`)));
	return Promise.race([promise, late]);
}
