import fs from 'node:fs';
import {
	firefox,
	type BrowserContext,
	type Page as PlaywrightTab,
	type Response as PlaywrightResponse
} from 'playwright';
import {
	callSource,
	type Browser,
	type Json,
	type LaunchOptions,
	type Page,
	type Place,
	type Received
} from './browser';
import { sleep, until } from './processes';

const LOAD_TIMEOUT = 20_000;
const FIND_TIMEOUT = 5_000;

/** Starts Debian's Firefox ESR, which speaks WebDriver BiDi. */
export async function launchFirefox(
	program: string,
	{ profile, env }: Place,
	options: LaunchOptions
): Promise<Browser> {
	const context = await firefox.launchPersistentContext(profile, {
		headless: true,
		env,
		executablePath: program,
		timeout: 30_000,
		viewport: options.viewport ?? { width: 1024, height: 768 },
		channel: 'moz-firefox',
		firefoxUserPrefs: { ...QUIET, ...quotaOf(options), ...options.preferences }
	});
	if (options.initScript) await context.addInitScript({ content: options.initScript });
	const first = context.pages()[0] ?? (await context.newPage());
	const waitUntil = options.waitFor === 'document' ? 'domcontentloaded' : 'load';
	return new FirefoxBrowser(profile, context, new FirefoxPage(first, waitUntil));
}

/** No calls home, and no tab that lives on in the back/forward cache and holds on to an old worker. */
const QUIET = {
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

class FirefoxBrowser implements Browser {
	readonly engine = 'firefox';
	readonly version: string;

	constructor(
		readonly profile: string,
		private readonly context: BrowserContext,
		readonly page: FirefoxPage
	) {
		this.version = context.browser()?.version() ?? '';
	}

	async newPage(): Promise<Page> {
		return new FirefoxPage(await this.context.newPage(), this.page.waitUntil);
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

	clearData(): Promise<void> {
		return Promise.reject(new Error('Firefox has no command for it'));
	}

	setQuota(): Promise<void> {
		return Promise.reject(new Error('quotas are given to Firefox at its start'));
	}

	stopWorkers(): Promise<void> {
		return Promise.reject(new Error('Firefox has no command for it'));
	}
}

/** The one process with this profile on its command line that is not a helper of the browser. */
function mainProcess(profile: string): number {
	for (const entry of fs.readdirSync('/proc')) {
		if (!/^\d+$/.test(entry)) continue;
		const args = commandLine(entry);
		if (!args.includes(profile) || args.includes('-contentproc')) continue;
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

class FirefoxPage implements Page {
	readonly engine = 'firefox';
	readonly complaints: string[] = [];

	constructor(
		private readonly tab: PlaywrightTab,
		readonly waitUntil: 'load' | 'domcontentloaded'
	) {
		tab.on('pageerror', (error) => this.complaints.push(`uncaught: ${error.message}`));
	}

	async goto(url: string): Promise<Received> {
		try {
			return await received(this.tab.goto(url, this.#load));
		} catch (error) {
			// Firefox begins a navigation anew when the worker that was to answer it is replaced meanwhile.
			const begunAnew = `interrupted by another navigation to "${url}"`;
			if (!String(error).includes(begunAnew)) throw error;
			await this.tab.waitForURL(url, this.#load);
			return {};
		}
	}
	reload(): Promise<Received> {
		return received(this.tab.reload(this.#load));
	}
	async back(): Promise<void> {
		await this.tab.goBack(this.#load);
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
	async text(selector: string): Promise<string> {
		return (await this.tab.textContent(selector, { timeout: FIND_TIMEOUT })) ?? '';
	}
	url(): Promise<string> {
		return Promise.resolve(this.tab.url());
	}
	close(): Promise<void> {
		return this.tab.close();
	}

	get #load() {
		return { timeout: LOAD_TIMEOUT, waitUntil: this.waitUntil };
	}
}

async function received(answer: Promise<PlaywrightResponse | null>): Promise<Received> {
	const response = await answer;
	if (!response) return {};
	const html = await response.text().catch(() => undefined);
	return { html, status: response.status() };
}
