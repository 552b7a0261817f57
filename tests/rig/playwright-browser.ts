import fs from 'node:fs';
import {
	chromium,
	firefox,
	type BrowserContext,
	type CDPSession,
	type Page as PlaywrightTab,
	type Response as PlaywrightResponse
} from 'playwright';
import {
	callSource,
	type Browser,
	type Json,
	type LaunchOptions,
	type Page,
	type Received,
	type StorageKind
} from './browser';
import { sleep, until } from './processes';

/** Where a browser lives: its profile, and the environment that keeps the rest of it out of the user's home. */
export interface Place {
	profile: string;
	env: Record<string, string>;
}

const LOAD_TIMEOUT = 20_000;
const FIND_TIMEOUT = 5_000;

/** Chromium by its own protocol, Debian's Firefox ESR by WebDriver BiDi. */
export async function launchWithPlaywright(
	engine: 'chromium' | 'firefox',
	executablePath: string | undefined,
	{ profile, env }: Place,
	options: LaunchOptions
): Promise<Browser> {
	const common = {
		headless: true,
		env,
		executablePath,
		timeout: 30_000,
		viewport: options.viewport ?? { width: 1024, height: 768 }
	};
	const context =
		engine === 'chromium'
			? await chromium.launchPersistentContext(profile, {
					...common,
					// Without a path: Playwright's full build, not its cut-down headless one.
					channel: executablePath ? undefined : 'chromium',
					args: [
						'--headless=new',
						'--disable-background-networking',
						...(options.headlessShell ? ['--in-process-gpu'] : [])
					]
				})
			: await firefox.launchPersistentContext(profile, {
					...common,
					channel: 'moz-firefox',
					firefoxUserPrefs: { ...QUIET_FIREFOX, ...quotaOf(options), ...options.preferences }
				});
	if (options.initScript) await context.addInitScript({ content: options.initScript });
	const first = context.pages()[0] ?? (await context.newPage());
	const waitUntil = options.waitFor === 'document' ? 'domcontentloaded' : 'load';
	return new PlaywrightBrowser(
		engine,
		profile,
		context,
		new PlaywrightPage(engine, first, waitUntil)
	);
}

/** No calls home, and no tab that lives on in the back/forward cache and holds on to an old worker. */
const QUIET_FIREFOX = {
	'dom.push.connection.enabled': false,
	'app.normandy.enabled': false,
	'app.update.auto': false,
	'browser.backup.enabled': false,
	'browser.sessionhistory.max_total_viewers': 0
};

const quotaOf = ({ quotaBytes }: LaunchOptions): Record<string, number> =>
	quotaBytes === undefined
		? {}
		: { 'dom.quotaManager.temporaryStorage.fixedLimit': Math.ceil(quotaBytes / 1024) };

class PlaywrightBrowser implements Browser {
	readonly version: string;

	constructor(
		readonly engine: 'chromium' | 'firefox',
		readonly profile: string,
		private readonly context: BrowserContext,
		readonly page: PlaywrightPage
	) {
		this.version = context.browser()?.version() ?? '';
	}

	async newPage(): Promise<Page> {
		return new PlaywrightPage(this.engine, await this.context.newPage(), this.page.waitUntil);
	}

	close(): Promise<void> {
		return this.context.close();
	}

	async kill(): Promise<void> {
		const pid = mainProcess(this.profile);
		process.kill(pid, 'SIGKILL');
		await this.context.close().catch(() => undefined);
		await until(() => !fs.existsSync(`/proc/${pid}`), { what: 'end of the killed browser' });
	}

	async freeze(ms: number): Promise<void> {
		const pid = mainProcess(this.profile);
		process.kill(pid, 'SIGSTOP');
		await sleep(ms);
		process.kill(pid, 'SIGCONT');
	}

	async clearData(kind: StorageKind, origin: string): Promise<void> {
		const storageTypes = CHROMIUM_KINDS[kind];
		await (await this.#devtools()).send('Storage.clearDataForOrigin', { origin, storageTypes });
	}

	async setQuota(bytes: number | null, origin: string): Promise<void> {
		const quota = bytes === null ? {} : { quotaSize: bytes };
		await (await this.#devtools()).send('Storage.overrideQuotaForOrigin', { origin, ...quota });
	}

	async stopWorkers(): Promise<void> {
		const devtools = await this.#devtools();
		await devtools.send('ServiceWorker.enable');
		await devtools.send('ServiceWorker.stopAllWorkers');
	}

	#session: Promise<CDPSession> | undefined;

	/** A session in a tab of its own: it outlives the tabs a test closes, and a quota lasts only as long as its session. */
	#devtools(): Promise<CDPSession> {
		this.#session ??= this.context.newPage().then((tab) => this.context.newCDPSession(tab));
		this.#session.catch(() => (this.#session = undefined));
		return this.#session;
	}
}

const CHROMIUM_KINDS: Record<StorageKind, string> = {
	caches: 'cache_storage',
	indexeddb: 'indexeddb',
	serviceworkers: 'service_workers',
	all: 'all'
};

/** The one process with this profile on its command line that is not a helper of the browser. */
function mainProcess(profile: string): number {
	for (const entry of fs.readdirSync('/proc')) {
		if (!/^\d+$/.test(entry)) continue;
		const args = commandLine(entry);
		if (!args.some((arg) => arg === profile || arg === `--user-data-dir=${profile}`)) continue;
		if (args.some((arg) => arg.startsWith('--type=') || arg === '-contentproc')) continue;
		if (!args[0]?.endsWith('node')) return Number(entry);
	}
	throw new Error(`no browser runs with the profile ${profile}`);
}

function commandLine(pid: string): string[] {
	try {
		return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
	} catch {
		// It ended while we looked.
		return [];
	}
}

class PlaywrightPage implements Page {
	readonly complaints: string[] = [];

	constructor(
		readonly engine: 'chromium' | 'firefox',
		/** Playwright's own page, for what only it can do. */
		readonly tab: PlaywrightTab,
		readonly waitUntil: 'load' | 'domcontentloaded'
	) {
		tab.on('console', (message) => {
			const type = message.type();
			if (type === 'error' || type === 'warning')
				this.complaints.push(`${type}: ${message.text()}`);
		});
		tab.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message}`));
	}

	goto(url: string): Promise<Received> {
		return this.#navigate(() => this.tab.goto(url, this.#load));
	}
	reload(): Promise<Received> {
		return this.#navigate(() => this.tab.reload(this.#load));
	}
	async back(): Promise<void> {
		await this.#navigate(() => this.tab.goBack(this.#load));
	}
	eval<Args extends Json[], Result>(
		fn: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Result> {
		return this.tab.evaluate<Result>(callSource(fn, args));
	}
	click(selector: string): Promise<void> {
		return this.tab.click(selector, { timeout: FIND_TIMEOUT });
	}
	type(selector: string, text: string): Promise<void> {
		return this.tab.fill(selector, text, { timeout: FIND_TIMEOUT });
	}
	async text(selector: string): Promise<string> {
		return (await this.tab.textContent(selector, { timeout: FIND_TIMEOUT })) ?? '';
	}
	url(): Promise<string> {
		return Promise.resolve(this.tab.url());
	}
	async screenshot(file: string): Promise<void> {
		await this.tab.screenshot({ path: file });
	}
	close(): Promise<void> {
		return this.tab.close();
	}

	get #load() {
		return { timeout: LOAD_TIMEOUT, waitUntil: this.waitUntil };
	}

	async #navigate(go: () => Promise<PlaywrightResponse | null>): Promise<Received> {
		try {
			const response = await go();
			if (!response) return {};
			const html = await response.text().catch(() => undefined);
			return { html, status: response.status() };
		} catch (error) {
			// Chromium tells of a failure before its error page is there; that page would cut into the next navigation.
			const shown = /net::(?!ERR_ABORTED)/.test(String(error));
			const errorPage = { timeout: 2_000, waitUntil: 'commit' } as const;
			if (shown) await this.tab.waitForURL(/^chrome-error:/, errorPage).catch(() => undefined);
			throw error;
		}
	}
}

export type { PlaywrightPage };
