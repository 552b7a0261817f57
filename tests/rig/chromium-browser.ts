import { spawn, type ChildProcess } from 'node:child_process';
import type { Browser, LaunchOptions, Place, StorageKind } from './browser';
import { ChromiumPage } from './chromium-page';
import { DevTools } from './devtools';
import { exited, sleep, track, until } from './processes';

const CLOSE_TIMEOUT = 5_000;
/** A page of a site whose host hangs may take as long as it likes, in milliseconds. */
const NAVIGATION_TIMEOUT = 5_000;

/** No calls home, no back/forward cache that holds on to an old worker, no thrift with tabs in the background. */
const SWITCHES = [
	'--headless=new',
	'--remote-debugging-pipe',
	'--no-sandbox',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-background-timer-throttling',
	'--disable-back-forward-cache',
	'--disable-backgrounding-occluded-windows',
	'--disable-breakpad',
	'--disable-component-update',
	'--disable-default-apps',
	'--disable-dev-shm-usage',
	'--disable-extensions',
	'--disable-field-trial-config',
	'--disable-hang-monitor',
	'--disable-renderer-backgrounding',
	'--disable-sync',
	'--hide-scrollbars',
	'--mute-audio',
	'--password-store=basic',
	'--use-mock-keychain'
];

const KINDS: Record<Exclude<StorageKind, 'http'>, string> = {
	caches: 'cache_storage',
	indexeddb: 'indexeddb',
	serviceworkers: 'service_workers',
	all: 'all'
};

/** Starts a Chromium and takes hold of its first tab. */
export async function launchChromium(
	program: string,
	{ profile, env }: Place,
	options: LaunchOptions
): Promise<Browser> {
	const gpu = options.headlessShell ? ['--in-process-gpu'] : [];
	const child = track(
		spawn(program, [...SWITCHES, ...gpu, `--user-data-dir=${profile}`, 'about:blank'], {
			env,
			stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
		})
	);
	const devtools = new DevTools(child);
	const { product } = await devtools.send<{ product: string }>('Browser.getVersion');
	await devtools.send('Browser.setDownloadBehavior', { behavior: 'deny' });
	const page = await ChromiumPage.attach(devtools, await firstTab(devtools), options);
	return new ChromiumBrowser(product.split('/')[1] ?? '', profile, child, devtools, options, page);
}

async function firstTab(devtools: DevTools): Promise<string> {
	const { targetInfos } = await devtools.send<{
		targetInfos: { targetId: string; type: string }[];
	}>('Target.getTargets');
	const tab = targetInfos.find(({ type }) => type === 'page');
	return tab?.targetId ?? openTab(devtools);
}

async function openTab(devtools: DevTools): Promise<string> {
	const url = 'about:blank';
	return (await devtools.send<{ targetId: string }>('Target.createTarget', { url })).targetId;
}

class ChromiumBrowser implements Browser {
	readonly engine = 'chromium';

	constructor(
		readonly version: string,
		readonly profile: string,
		private readonly child: ChildProcess,
		private readonly devtools: DevTools,
		private readonly options: LaunchOptions,
		readonly page: ChromiumPage
	) {}

	async newPage(): Promise<ChromiumPage> {
		return ChromiumPage.attach(this.devtools, await openTab(this.devtools), this.options);
	}

	async close(): Promise<void> {
		await this.devtools.send('Browser.close').catch(() => undefined);
		await Promise.race([exited(this.child), sleep(CLOSE_TIMEOUT)]);
		await this.kill();
	}

	async kill(): Promise<void> {
		this.child.kill('SIGKILL');
		await exited(this.child);
	}

	async freeze(ms: number): Promise<void> {
		this.child.kill('SIGSTOP');
		await sleep(ms);
		this.child.kill('SIGCONT');
	}

	async clearData(kind: StorageKind, origin: string): Promise<void> {
		const tab = await this.#ownTab();
		if (kind === 'http') await tab.send('Network.clearBrowserCache');
		else await tab.send('Storage.clearDataForOrigin', { origin, storageTypes: KINDS[kind] });
	}

	async setQuota(bytes: number | null, origin: string): Promise<void> {
		const quota = bytes === null ? {} : { quotaSize: bytes };
		await (await this.#ownTab()).send('Storage.overrideQuotaForOrigin', { origin, ...quota });
	}

	async stopWorkers(): Promise<void> {
		const tab = await this.#ownTab();
		await tab.send('ServiceWorker.enable');
		// Left to itself it ends no worker that owes an answer; told to, Chromium 156 may lose the page for good.
		const arrived = () => !this.devtools.owes('Page.navigate');
		await until(arrived, { timeout: NAVIGATION_TIMEOUT, every: 10 }).catch(() => undefined);
		await tab.send('ServiceWorker.stopAllWorkers');
	}

	#own: Promise<ChromiumPage> | undefined;

	/** A tab of our own: it outlives those that a test closes, and a quota lasts only as long as its session. */
	#ownTab(): Promise<ChromiumPage> {
		this.#own ??= this.newPage();
		this.#own.catch(() => (this.#own = undefined));
		return this.#own;
	}
}
