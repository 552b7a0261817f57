import { callSource, type Json, type Page, type Received } from './browser';
import type { DevTools } from './devtools';
import { until } from './processes';

const LOAD_TIMEOUT = 20_000;
const FIND_TIMEOUT = 5_000;
const ERROR_PAGE_TIMEOUT = 2_000;

/** The document in a tab, as far as it has come. */
interface DocumentSeen {
	loader: string;
	/** The browser's own page about a failure. */
	isErrorPage: boolean;
	reached: Set<string>;
}

type Navigated = { loaderId: string; parentId?: string; unreachableUrl?: string };

export class ChromiumPage implements Page {
	readonly engine = 'chromium';
	readonly complaints: string[] = [];
	#shown: DocumentSeen = { loader: '', isErrorPage: false, reached: new Set() };
	#answers = new Map<string, number>();
	/** Called at whatever the tab tells. */
	#told = new Set<() => void>();

	private constructor(
		private readonly devtools: DevTools,
		private readonly target: string,
		readonly session: string,
		private readonly waitFor: 'page' | 'document'
	) {
		devtools.listen(session, (method, params) => this.#hear(method, params));
	}

	/** Takes hold of a tab before anything is loaded into it. */
	static async attach(
		devtools: DevTools,
		target: string,
		options: {
			initScript?: string;
			viewport?: { width: number; height: number };
			waitFor?: 'page' | 'document';
		}
	): Promise<ChromiumPage> {
		const { sessionId } = await devtools.send<{ sessionId: string }>('Target.attachToTarget', {
			targetId: target,
			flatten: true
		});
		const page = new ChromiumPage(devtools, target, sessionId, options.waitFor ?? 'page');
		const { width, height } = options.viewport ?? { width: 1024, height: 768 };
		const metrics = { width, height, deviceScaleFactor: 1, mobile: false };
		await Promise.all([
			page.send('Page.enable'),
			page.send('Page.setLifecycleEventsEnabled', { enabled: true }),
			page.send('Network.enable'),
			page.send('Runtime.enable'),
			page.send('Emulation.setDeviceMetricsOverride', metrics),
			// Tabs that are not in front would be told that nobody sees them.
			page.send('Emulation.setFocusEmulationEnabled', { enabled: true }),
			page.send('Page.addScriptToEvaluateOnNewDocument', { source: options.initScript ?? '' })
		]);
		return page;
	}

	send<Result>(method: string, params: Record<string, unknown> = {}): Promise<Result> {
		return this.devtools.send<Result>(method, params, this.session);
	}

	async goto(url: string): Promise<Received> {
		const started = await this.send<{ loaderId?: string; errorText?: string }>('Page.navigate', {
			url
		});
		if (started.errorText !== undefined) {
			// The failure is told before the error page is there; that page would cut into the next navigation.
			await this.#until(() => this.#shown.isErrorPage, ERROR_PAGE_TIMEOUT, url).catch(
				() => undefined
			);
			throw new Error(`${url}: ${started.errorText}`);
		}
		// Without a loader it was a place in the same document.
		if (started.loaderId === undefined) return {};
		return this.#arrived(started.loaderId, url);
	}

	async reload(): Promise<Received> {
		const before = this.#shown.loader;
		await this.send('Page.reload');
		await this.#until(() => this.#shown.loader !== before, LOAD_TIMEOUT, 'reload');
		return this.#arrived(this.#shown.loader, 'reload');
	}

	async back(): Promise<void> {
		const { currentIndex, entries } = await this.send<{
			currentIndex: number;
			entries: { id: number; url: string }[];
		}>('Page.getNavigationHistory');
		const [to, from] = [entries[currentIndex - 1], entries[currentIndex]];
		if (!to || !from) return;
		const before = this.#shown.loader;
		await this.send('Page.navigateToHistoryEntry', { entryId: to.id });
		if (to.url.split('#')[0] === from.url.split('#')[0]) return;
		await this.#until(() => this.#shown.loader !== before, LOAD_TIMEOUT, 'the page before');
		await this.#arrived(this.#shown.loader, 'the page before');
	}

	async eval<Args extends Json[], Result>(
		fn: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Result> {
		const { result, exceptionDetails } = await this.send<{
			result: { value: Result };
			exceptionDetails?: { text: string; exception?: { description?: string } };
		}>('Runtime.evaluate', {
			expression: callSource(fn, args),
			awaitPromise: true,
			returnByValue: true
		});
		if (exceptionDetails) {
			throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
		}
		return result.value;
	}

	async click(selector: string): Promise<void> {
		await this.#find(selector);
		await this.eval((found) => document.querySelector<HTMLElement>(found)?.click(), selector);
	}

	async text(selector: string): Promise<string> {
		await this.#find(selector);
		return this.eval((found) => document.querySelector(found)?.textContent ?? '', selector);
	}

	url(): Promise<string> {
		return this.eval(() => location.href);
	}

	async close(): Promise<void> {
		await this.devtools.send('Target.closeTarget', { targetId: this.target });
	}

	async #find(selector: string): Promise<void> {
		const isThere = () => this.eval((sought) => !!document.querySelector(sought), selector);
		await until(isThere, { timeout: FIND_TIMEOUT, what: selector });
	}

	/** Waits for a document to be there. -> it, as it came. */
	async #arrived(loader: string, what: string): Promise<Received> {
		const enough = this.waitFor === 'document' ? 'DOMContentLoaded' : 'load';
		const isThere = () => this.#shown.loader === loader && this.#shown.reached.has(enough);
		await this.#until(isThere, LOAD_TIMEOUT, what);
		if (this.#shown.isErrorPage) throw new Error(`${what}: the browser shows its error page`);
		const body = await this.send<{ body: string; base64Encoded: boolean }>(
			'Network.getResponseBody',
			{ requestId: loader }
		).catch(() => undefined);
		const html = body?.base64Encoded ? Buffer.from(body.body, 'base64').toString() : body?.body;
		return { html, status: this.#answers.get(loader) };
	}

	#hear(method: string, params: Record<string, unknown>): void {
		if (method === 'Page.frameNavigated') {
			const { loaderId, parentId, unreachableUrl } = params.frame as Navigated;
			if (parentId === undefined) {
				const isErrorPage = unreachableUrl !== undefined;
				this.#shown = { loader: loaderId, isErrorPage, reached: new Set() };
			}
		} else if (method === 'Page.lifecycleEvent') {
			if (params.loaderId === this.#shown.loader) this.#shown.reached.add(String(params.name));
		} else if (method === 'Network.responseReceived') {
			const { status } = params.response as { status: number };
			if (params.type === 'Document') this.#answers.set(String(params.loaderId), status);
		} else if (method === 'Runtime.exceptionThrown') {
			const { text, exception } = params.exceptionDetails as {
				text: string;
				exception?: { description?: string };
			};
			this.complaints.push(`uncaught: ${exception?.description ?? text}`);
		}
		for (const told of this.#told) told();
	}

	#until(isSo: () => boolean, timeout: number, what: string): Promise<void> {
		return new Promise((resolve, reject) => {
			const look = () => {
				if (isSo()) end(resolve);
			};
			const late = () => end(() => reject(new Error(`${what}: not within ${timeout} ms`)));
			const timer = setTimeout(late, timeout);
			const end = (then: () => void) => {
				clearTimeout(timer);
				this.#told.delete(look);
				then();
			};
			this.#told.add(look);
			look();
		});
	}
}
