import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, LaunchOptions, Page, Place, StorageKind } from './browser';
import {
	exited,
	family,
	freePort,
	removeFolder,
	sleep,
	temporaryFolder,
	track,
	until
} from './processes';
import { WebDriver } from './webdriver';
import { WebKitPage } from './webkit-page';

const HOST = path.join(path.dirname(fileURLToPath(import.meta.url)), 'webkit-host.py');

/**
 * WebKitGTK in our own host, on a screen that does not exist. It is Safari's engine with another network stack: it proves
 * what service worker, Cache Storage and IndexedDB do there, not what an iPhone does.
 */
export async function launchWebKit(
	driverPath: string,
	{ profile, env }: Place,
	options: LaunchOptions
): Promise<Browser> {
	const run = temporaryFolder('webkit-run');
	const port = await freePort();
	const screen = {
		DISPLAY: await display(),
		NO_AT_BRIDGE: '1',
		LIBGL_ALWAYS_SOFTWARE: '1',
		GDK_BACKEND: 'x11'
	};
	const arguments_ = ['--host=127.0.0.1', '-p', String(port)];
	const child = track(
		spawn(driverPath, arguments_, { env: { ...env, ...screen }, stdio: 'ignore' })
	);
	const driver = new WebDriver(`http://127.0.0.1:${port}`);
	await until(() => driver.ready(), { what: 'WebKitWebDriver' });
	const control = path.join(run, 'control');
	const args = ['--profile', profile, '--control', control, ...argumentsFor(options, profile, run)];
	const { version, window } = await driver.open({ binary: HOST, args });
	const { pid } = await tell(control, { command: 'pid' });
	if (!pid) throw new Error('the WebKit host did not tell its process');
	const page = new WebKitPage(driver, window, options.waitFor);
	return new WebKitBrowser(version, profile, page, driver, { child, run, control, pid });
}

function argumentsFor(
	{ viewport, initScript, quotaBytes }: LaunchOptions,
	profile: string,
	run: string
) {
	const args: string[] = [];
	if (viewport) args.push('--width', String(viewport.width), '--height', String(viewport.height));
	if (initScript) {
		const file = path.join(run, 'init.js');
		fs.writeFileSync(file, initScript);
		args.push('--init', file);
	}
	if (quotaBytes !== undefined) {
		const disk = fs.statfsSync(profile);
		args.push('--origin-ratio', (quotaBytes / (disk.blocks * disk.bsize)).toFixed(12));
	}
	return args;
}

interface Processes {
	child: ChildProcess;
	/** Folder of this launch: sockets and scripts. */
	run: string;
	control: string;
	/** The browser itself, a grandchild. */
	pid: number;
}

class WebKitBrowser implements Browser {
	readonly engine = 'webkit';

	constructor(
		readonly version: string,
		readonly profile: string,
		readonly page: WebKitPage,
		private readonly driver: WebDriver,
		private readonly processes: Processes
	) {}

	async newPage(): Promise<Page> {
		return new WebKitPage(this.driver, await this.driver.newWindow(), this.page.waitFor);
	}

	async close(): Promise<void> {
		await this.driver.end().catch(() => undefined);
		await this.#end();
	}

	async kill(): Promise<void> {
		// Its helpers would notice in time; until then they hold on to the profile.
		const members = family(this.processes.pid);
		for (const pid of members) process.kill(pid, 'SIGKILL');
		await until(() => members.every((pid) => !fs.existsSync(`/proc/${pid}`))).catch(
			() => undefined
		);
		await this.#end();
	}

	async freeze(ms: number): Promise<void> {
		process.kill(this.processes.pid, 'SIGSTOP');
		await sleep(ms);
		process.kill(this.processes.pid, 'SIGCONT');
	}

	async clearData(kind: StorageKind): Promise<void> {
		const { ok, error } = await tell(this.processes.control, { command: 'clear', kind });
		if (!ok) throw new Error(`webkit: clearing ${kind} failed: ${error}`);
	}

	setQuota(): Promise<void> {
		return Promise.reject(new Error('webkit takes its quota at launch'));
	}

	stopWorkers(): Promise<void> {
		return Promise.reject(new Error('webkit has no command to stop workers'));
	}

	async #end(): Promise<void> {
		const { child, run, pid } = this.processes;
		const gone = () => !fs.existsSync(`/proc/${pid}`);
		await until(gone, { timeout: 5_000 }).catch(() => process.kill(pid, 'SIGKILL'));
		child.kill('SIGTERM');
		await Promise.race([exited(child), sleep(2_000)]);
		child.kill('SIGKILL');
		removeFolder(run);
	}
}

interface HostAnswer {
	ok: boolean;
	pid?: number;
	error?: string;
}

function tell(control: string, message: object): Promise<HostAnswer> {
	return new Promise((resolve, reject) => {
		const socket = net.connect(control);
		socket.once('error', reject);
		socket.once('data', (line) => {
			socket.destroy();
			resolve(JSON.parse(String(line)) as HostAnswer);
		});
		socket.write(JSON.stringify(message) + '\n');
	});
}

let screenNumber: Promise<string> | undefined;

/** One invisible screen for all WebKit browsers of this process. */
function display(): Promise<string> {
	const given = process.env.WEBKIT_DISPLAY;
	if (given) return Promise.resolve(given);
	screenNumber ??= new Promise((resolve, reject) => {
		const args = [
			'-displayfd',
			'3',
			'-screen',
			'0',
			'1600x2400x24',
			'-nolisten',
			'tcp',
			'-noreset'
		];
		const server = track(spawn('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] }));
		server.once('error', reject);
		server.once('exit', () => reject(new Error('Xvfb ended')));
		server.stdio[3]?.once('data', (line) => resolve(`:${String(line).trim()}`));
		server.unref();
		// Nor may the pipe keep this process alive.
		(server.stdio[3] as net.Socket | undefined)?.unref();
	});
	return screenNumber;
}
