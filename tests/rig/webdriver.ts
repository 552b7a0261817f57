/** As much of W3C WebDriver as is needed: one session, many windows, commands in a row. */
export class WebDriver {
	#session = '';
	#window = '';
	readonly #open = new Set<string>();
	#queue: Promise<unknown> = Promise.resolve();

	constructor(private readonly origin: string) {}

	async ready(): Promise<boolean> {
		await this.#request('GET', '/status');
		return true;
	}

	/** Opens the browser. -> its version, and the window it opened with. */
	async open(browserOptions: object): Promise<{ version: string; window: string }> {
		// The driver now and then misses the end of a quick load and waits for ever, so pages wait by themselves.
		const pageLoadStrategy = 'none';
		const capabilities = {
			alwaysMatch: { pageLoadStrategy, 'webkitgtk:browserOptions': browserOptions }
		};
		const answer = (await this.#request('POST', '/session', { capabilities })) as {
			sessionId: string;
			capabilities: { browserVersion?: string };
		};
		this.#session = `/session/${answer.sessionId}`;
		await this.#request('POST', `${this.#session}/timeouts`, { script: 60_000 });
		this.#window = (await this.#request('GET', `${this.#session}/window`)) as string;
		this.#open.add(this.#window);
		return { version: answer.capabilities.browserVersion ?? '', window: this.#window };
	}

	/** A session drives one window at a time, so commands wait for one another and switch windows as needed. */
	command(
		window: string,
		method: 'GET' | 'POST' | 'DELETE',
		path: string,
		body?: object
	): Promise<unknown> {
		const turn = this.#queue.then(async () => {
			if (window !== this.#window) {
				await this.#request('POST', `${this.#session}/window`, { handle: window });
				this.#window = window;
			}
			return this.#request(method, this.#session + path, body);
		});
		this.#queue = turn.catch(() => undefined);
		return turn;
	}

	async newWindow(): Promise<string> {
		const [any = ''] = this.#open;
		const made = await this.command(any, 'POST', '/window/new', { type: 'tab' });
		const { handle } = made as { handle: string };
		this.#open.add(handle);
		return handle;
	}

	async closeWindow(window: string): Promise<void> {
		this.#open.delete(window);
		await this.command(window, 'DELETE', '/window');
		// The session still points at it, and no command but a switch works there.
		if (this.#window === window) this.#window = '';
	}

	async end(): Promise<void> {
		await this.#request('DELETE', this.#session);
	}

	async #request(method: string, path: string, body?: object): Promise<unknown> {
		const response = await fetch(this.origin + path, {
			method,
			body: body && JSON.stringify(body),
			signal: AbortSignal.timeout(90_000)
		});
		const { value } = (await response.json()) as { value: unknown };
		if (isFailure(value)) throw new Error(`webkit: ${value.error}: ${value.message}`);
		return value;
	}
}

function isFailure(value: unknown): value is { error: string; message: string } {
	return typeof value === 'object' && value !== null && 'error' in value;
}
