import { spawn } from 'node:child_process';
import { chromium } from 'playwright';
import { findChromium } from '../../scripts/browser';
import { callSource, type Json } from '../rig/browser';
import { DevTools } from '../rig/devtools';
import { sleep, temporaryFolder, track } from '../rig/processes';

type Attached = { sessionId: string; targetInfo: { url: string } };

/** A worker that a page of the tab has started. */
export interface BareWorker {
	readonly url: string;
	eval<Result>(fn: () => Result): Promise<Result>;
}

/**
 * A tab of a Chromium as readers have it, back/forward cache and all. Nothing is switched on in it that tells what the
 * page does: what Playwright sets up in each new document takes time that no reader waits.
 */
export class BareTab {
	private constructor(
		private readonly devtools: DevTools,
		private readonly session: string
	) {}

	static async open(): Promise<BareTab> {
		const program = (await findChromium()) ?? chromium.executablePath();
		const switches = [
			'--headless=new',
			'--remote-debugging-pipe',
			'--no-sandbox',
			'--no-first-run'
		];
		const profile = `--user-data-dir=${temporaryFolder('bench')}`;
		const child = spawn(program, [...switches, profile], {
			stdio: ['ignore', 'ignore', 'ignore', 'pipe', 'pipe']
		});
		const devtools = new DevTools(track(child));
		const url = 'about:blank';
		const target = await devtools.send<{ targetId: string }>('Target.createTarget', { url });
		const { sessionId } = await devtools.send<{ sessionId: string }>('Target.attachToTarget', {
			...target,
			flatten: true
		});
		return new BareTab(devtools, sessionId);
	}

	/** https://chromedevtools.github.io/devtools-protocol/ */
	send<Result>(method: string, params: Record<string, unknown>): Promise<Result> {
		return this.devtools.send<Result>(method, params, this.session);
	}

	eval<Args extends Json[], Result>(
		fn: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Result> {
		return this.#eval(this.session, fn, ...args);
	}

	/** Those that its pages start from now on. */
	async workers(): Promise<readonly BareWorker[]> {
		const workers: BareWorker[] = [];
		this.devtools.listen(this.session, (method, params) => {
			if (method !== 'Target.attachedToTarget') return;
			const { sessionId, targetInfo } = params as Attached;
			const run: BareWorker['eval'] = (fn) => this.#eval(sessionId, fn);
			workers.push({ url: targetInfo.url, eval: run });
		});
		const attach = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
		await this.send('Target.setAutoAttach', attach);
		return workers;
	}

	async #eval<Args extends Json[], Result>(
		session: string,
		fn: (...args: Args) => Result | Promise<Result>,
		...args: Args
	): Promise<Result> {
		const { result, exceptionDetails } = await this.devtools.send<{
			result: { value: Result };
			exceptionDetails?: { text: string };
		}>(
			'Runtime.evaluate',
			{ expression: callSource(fn, args), awaitPromise: true, returnByValue: true },
			session
		);
		if (exceptionDetails) throw new Error(exceptionDetails.text);
		return result.value;
	}

	/** A finger on the glass for so many milliseconds. */
	async tap(spot: { x: number; y: number }, held: number): Promise<void> {
		const touch = { button: 'left', clickCount: 1, ...spot };
		await this.send('Input.dispatchMouseEvent', { type: 'mousePressed', ...touch });
		await sleep(held);
		await this.send('Input.dispatchMouseEvent', { type: 'mouseReleased', ...touch });
	}

	/** A key that writes a character. */
	async press(key: string): Promise<void> {
		await this.send('Input.dispatchKeyEvent', { type: 'keyDown', key, text: key });
		await this.send('Input.dispatchKeyEvent', { type: 'keyUp', key });
	}

	close(): Promise<unknown> {
		return this.devtools.send('Browser.close');
	}
}
