import fs from 'node:fs';
import { callSource, type Json, type Page, type Received } from './browser';
import { until } from './processes';
import type { WebDriver } from './webdriver';

const FIND_TIMEOUT = 5_000;

export class WebKitPage implements Page {
	readonly engine = 'webkit';
	readonly complaints: string[] = [];

	constructor(
		private readonly driver: WebDriver,
		private readonly window: string
	) {}

	async goto(url: string): Promise<Received> {
		await this.#post('/url', { url });
		if (url !== 'about:blank') await this.#mustHaveLanded(url);
		return {};
	}

	async reload(): Promise<Received> {
		const url = await this.url();
		await this.#post('/refresh');
		await this.#mustHaveLanded(url);
		return {};
	}

	async back(): Promise<void> {
		await this.#post('/back');
		await this.#mustHaveLanded('the page before');
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

	async type(selector: string, text: string): Promise<void> {
		const element = await this.#find(selector);
		await this.#post(`${element}/clear`);
		await this.#post(`${element}/value`, { text });
	}

	async text(selector: string): Promise<string> {
		await this.#find(selector);
		return this.eval((found) => document.querySelector(found)?.textContent ?? '', selector);
	}

	async url(): Promise<string> {
		return (await this.driver.command(this.window, 'GET', '/url')) as string;
	}

	async screenshot(file: string): Promise<void> {
		const picture = (await this.driver.command(this.window, 'GET', '/screenshot')) as string;
		fs.writeFileSync(file, Buffer.from(picture, 'base64'));
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

	/** The driver calls a failed navigation a success, and its URL the one that was asked for; only the document knows. */
	async #mustHaveLanded(url: string): Promise<void> {
		const here = await this.#post('/execute/sync', { script: 'return location.href', args: [] });
		if (here === 'about:blank') throw new Error(`webkit: could not load ${url}`);
	}
}
