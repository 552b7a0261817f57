import { buildSync } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import net from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Fault } from './faults';
import { exited, freePort, sleep, temporaryFolder, track } from './processes';
import type { RequestRecord, ServerCommand, ServerReport, ServerState } from './server-messages';

/** What may be chosen at the start; the rest is changed on the way. */
export type ServerOptions = { dir: string } & Partial<Omit<ServerState, 'deployment'>>;

/** Starts a static host for a built site. Its port, so the site's origin, stays the same for as long as it lives. */
export async function startServer({ dir, ...options }: ServerOptions): Promise<StaticServer> {
	const port = options.port ?? (await freePort());
	const server = new StaticServer({ base: '', faults: [], ...options, port, deployment: { dir } });
	await server.online();
	return server;
}

export class StaticServer {
	/** Every answer since the first start, in the order in which they ended. */
	readonly log: RequestRecord[] = [];
	#state: ServerState;
	#child: ChildProcess | undefined;
	#crashed = false;
	#commands = 0;
	#waiting = new Map<number, () => void>();

	constructor(state: ServerState) {
		this.#state = state;
	}

	get origin(): string {
		return `http://127.0.0.1:${this.#state.port}`;
	}

	/** The site's home page. */
	get url(): string {
		return `${this.origin}${this.#state.base}/`;
	}

	get isOnline(): boolean {
		return this.#child !== undefined && !this.#state.refuses;
	}

	async online(): Promise<void> {
		if (this.#child) return;
		const child = track(fork(serverScript(), [JSON.stringify(this.#state)], { execArgv: [] }));
		this.#child = child;
		await new Promise<void>((resolve, reject) => {
			child.once('exit', (code) => {
				reject(new Error(`the server ended with ${code}`));
				this.#crashed ||= this.#child === child;
			});
			child.on('message', (report: ServerReport) => {
				if (report.kind === 'ready') resolve();
				if (report.kind === 'failed') reject(new Error(report.message));
				if (report.kind === 'request') this.log.push(report.request);
				if (report.kind === 'done') this.#settle(report.number);
			});
		});
	}

	/** SIGKILL: open connections are reset, new ones refused. Returns when that is so. */
	async offline(): Promise<void> {
		const child = this.#child;
		if (!child) return;
		this.#child = undefined;
		child.kill('SIGKILL');
		await exited(child);
		for (const number of this.#waiting.keys()) this.#settle(number);
		if (await answers(this.#state.port)) throw new Error(`port ${this.#state.port} still answers`);
	}

	/** The same to whoever asks as `offline`, and sooner: the process stays. */
	refuse(): Promise<void> {
		return this.#change({ refuses: true });
	}

	/** Ends `refuse`. */
	accept(): Promise<void> {
		return this.#change({ refuses: false });
	}

	/** Puts another release in the place of this one, between two answers. `overrides`: see Deployment. */
	deploy(dir: string, overrides: Record<string, string | null> = {}): Promise<void> {
		return this.#change({ deployment: { dir, overrides } });
	}

	/** From now on, also after a restart, these faults and no others. */
	setFaults(...faults: Fault[]): Promise<void> {
		return this.#change({ faults });
	}

	/** The answers that ended since the log had `mark` lines. */
	since(mark: number): RequestRecord[] {
		return this.log.slice(mark);
	}

	/** Waits until nothing was asked for `ms` milliseconds. */
	async idle(ms = 500, timeout = 20_000): Promise<void> {
		const end = Date.now() + timeout;
		let seen = this.log.length;
		let quietSince = Date.now();
		while (Date.now() < end && Date.now() - quietSince < ms) {
			await sleep(25);
			if (this.log.length !== seen) quietSince = Date.now();
			seen = this.log.length;
		}
	}

	async #change(part: Partial<ServerState>): Promise<void> {
		this.#state = { ...this.#state, ...part };
		const child = this.#child;
		if (!child) return;
		if (this.#crashed) throw new Error('the serving process died: see its output above');
		const number = ++this.#commands;
		const command: ServerCommand = { number, state: this.#state, recount: 'faults' in part };
		await new Promise<void>((resolve) => {
			this.#waiting.set(number, resolve);
			child.send(command);
		});
	}

	#settle(number: number): void {
		this.#waiting.get(number)?.();
		this.#waiting.delete(number);
	}
}

let script: string | undefined;

/** The serving process in plain JavaScript: without a TypeScript loader it is up in 50 ms, and tests restart it often. */
function serverScript(): string {
	if (script) return script;
	const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), 'server-process.ts');
	script = path.join(temporaryFolder('server'), 'server-process.mjs');
	buildSync({
		entryPoints: [entry],
		outfile: script,
		bundle: true,
		platform: 'node',
		format: 'esm'
	});
	return script;
}

function answers(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = net.connect(port, '127.0.0.1');
		socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
		socket.once('connect', () => socket.destroy());
	});
}
