import { callSource, type Json, type Page, type Received } from './browser';
import { until } from './processes';
import type { WebDriver } from './webdriver';

const FIND_TIMEOUT = 5_000;
const LOAD_TIMEOUT = 20_000;
/** An empty page may be the one before the page that comes. Milliseconds. */
const BLANK_PATIENCE = 2_000;

/** The document in a window, as far as waiting for it goes. */
interface DocumentSeen {
	href: string;
	/** performance.timeOrigin: another document has another one. */
	began: number;
	state: string;
}

export class WebKitPage implements Page {
	readonly engine = 'webkit';
	readonly complaints: string[] = [];

	constructor(
		private readonly driver: WebDriver,
		private readonly window: string,
		readonly waitFor: 'page' | 'document' = 'page'
	) {}

	goto(url: string): Promise<Received> {
		return this.#navigate('/url', url, { url });
	}

	async reload(): Promise<Received> {
		return this.#navigate('/refresh', await this.url());
	}

	async back(): Promise<void> {
		await this.#navigate('/back', 'the page before');
	}

	async eval<Args extends Json[], Result>(
		fn: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Result> {
		const tell = 'const tell = arguments[arguments.length - 1];';
		const failed = '(error) => tell({ error: `${error?.name}: ${error?.message ?? error}` })';
		const script = `${tell} (async () => ${callSource(fn, args)})().then((value) => tell({ value }), ${failed})`;
		const answer = (await this.#post('/execute/async', { script, args: [] })) as
			{ error: string } | { error?: undefined; value: Result };
		if (answer.error !== undefined) throw new Error(answer.error);
		return answer.value;
	}

	async click(selector: string): Promise<void> {
		await this.#post(`${await this.#find(selector)}/click`);
	}

	async text(selector: string): Promise<string> {
		await this.#find(selector);
		return this.eval((found) => document.querySelector(found)?.textContent ?? '', selector);
	}

	async url(): Promise<string> {
		return (await this.driver.command(this.window, 'GET', '/url')) as string;
	}

	close(): Promise<void> {
		return this.driver.closeWindow(this.window);
	}

	#post(path: string, body: object = {}): Promise<unknown> {
		return this.driver.command(this.window, 'POST', path, body);
	}

	async #find(selector: string): Promise<string> {
		const query = { using: 'css selector', value: selector };
		const found = await until(() => this.#post('/element', query), {
			timeout: FIND_TIMEOUT,
			what: selector
		});
		return `/element/${String(Object.values(found as object)[0])}`;
	}

	/** Goes, and waits for another document than the one that is there now. */
	async #navigate(command: string, where: string, body: object = {}): Promise<Received> {
		const before = await this.#document();
		await this.#post(command, body);
		const sentAt = Date.now();
		const there = async () => {
			const now = await this.#document();
			if (now.began === before.began) return false;
			const isEmpty = now.href === 'about:blank' && where !== now.href;
			if (isEmpty && Date.now() - sentAt < BLANK_PATIENCE) return false;
			const done =
				now.state === 'complete' || (now.state !== 'loading' && this.waitFor === 'document');
			return done && now;
		};
		const { href } = await until(there, { timeout: LOAD_TIMEOUT, every: 15, what: where });
		// A failed navigation leaves an empty page behind; the driver calls it a success.
		if (href === 'about:blank' && where !== href)
			throw new Error(`webkit: could not load ${where}`);
		return {};
	}

	async #document(): Promise<DocumentSeen> {
		const script =
			'return { href: location.href, began: performance.timeOrigin, state: document.readyState }';
		return (await this.#post('/execute/sync', { script, args: [] })) as DocumentSeen;
	}
}
