import { spawn } from 'node:child_process';
import { chromium } from 'playwright';
import { findChromium } from '../../scripts/browser';
import { callSource, type Json } from '../rig/browser';
import { DevTools } from '../rig/devtools';
import { sleep, temporaryFolder, track } from '../rig/processes';

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

	async eval<Args extends Json[], Result>(
		fn: (...args: Args) => Result,
		...args: Args
	): Promise<Result> {
		const { result, exceptionDetails } = await this.send<{
			result: { value: Result };
			exceptionDetails?: { text: string };
		}>('Runtime.evaluate', { expression: callSource(fn, args), returnByValue: true });
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

	close(): Promise<unknown> {
		return this.devtools.send('Browser.close');
	}
}
