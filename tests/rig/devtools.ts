import type { ChildProcess } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';

const ENDED = 'the browser has ended';

type Params = Record<string, unknown>;

interface Message {
	id?: number;
	sessionId?: string;
	method?: string;
	params?: Params;
	result?: Params;
	error?: { message: string };
}

interface Command {
	method: string;
	sessionId?: string;
	resolve(result: Params): void;
	reject(error: Error): void;
}

type Listener = (method: string, params: Params) => void;

/**
 * Chromium's own protocol, over two pipes (https://chromedevtools.github.io/devtools-protocol/). It attaches to pages and
 * to nothing else. Playwright attaches to every service worker and holds each at its start, and then, on a busy machine,
 * a navigation in about thirty is never answered: see docs/decisions.md.
 */
export class DevTools {
	#last = 0;
	#ended = false;
	#waiting = new Map<number, Command>();
	#listeners = new Map<string, Listener>();
	#toBrowser: Writable;

	/** `child`: started with --remote-debugging-pipe and pipes as its third and fourth file. */
	constructor(child: ChildProcess) {
		this.#toBrowser = child.stdio[3] as Writable;
		this.#toBrowser.on('error', () => this.#end());
		let rest = '';
		const fromBrowser = child.stdio[4] as Readable;
		fromBrowser.setEncoding('utf8');
		fromBrowser.on('data', (text: string) => {
			const messages = (rest + text).split('\0');
			rest = messages.pop() ?? '';
			for (const message of messages) this.#take(JSON.parse(message) as Message);
		});
		child.once('exit', () => this.#end());
		child.once('error', () => this.#end());
	}

	/** Rejects when the browser refuses, and when it ends first. */
	send<Result = Params>(method: string, params: Params = {}, sessionId?: string): Promise<Result> {
		if (this.#ended) return Promise.reject(new Error(ENDED));
		const id = ++this.#last;
		return new Promise((resolve, reject) => {
			const command = { method, sessionId, resolve: resolve as (result: Params) => void, reject };
			this.#waiting.set(id, command);
			this.#toBrowser.write(JSON.stringify({ id, method, params, sessionId }) + '\0');
		});
	}

	/** Whether the browser still owes somebody the answer to such a command. */
	owes(method: string): boolean {
		return [...this.#waiting.values()].some((command) => command.method === method);
	}

	/** Hears the events of a session, one listener each, until it is detached. */
	listen(sessionId: string, listener: Listener): void {
		this.#listeners.set(sessionId, listener);
	}

	#take({ id, sessionId, method, params = {}, result, error }: Message): void {
		if (id === undefined) {
			if (method === 'Target.detachedFromTarget') this.#closed(String(params.sessionId));
			if (sessionId && method) this.#listeners.get(sessionId)?.(method, params);
			return;
		}
		const command = this.#waiting.get(id);
		this.#waiting.delete(id);
		if (error) command?.reject(new Error(error.message));
		else command?.resolve(result ?? {});
	}

	/** What was asked of a tab that is closed now gets no answer from the browser. */
	#closed(session: string): void {
		this.#listeners.delete(session);
		for (const [id, { sessionId, reject }] of this.#waiting) {
			if (sessionId !== session) continue;
			this.#waiting.delete(id);
			reject(new Error('the tab is closed'));
		}
	}

	#end(): void {
		this.#ended = true;
		for (const { reject } of this.#waiting.values()) reject(new Error(ENDED));
		this.#waiting.clear();
	}
}
