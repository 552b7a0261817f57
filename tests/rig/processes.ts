import type { ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const children = new Set<ChildProcess>();
const folders = new Set<string>();

process.on('exit', () => {
	for (const child of children) child.kill('SIGKILL');
	for (const folder of folders) removeFolder(folder);
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
	process.once(signal, () => process.exit(1));
}

/** Children given to this function die with the process that made them, however it ends. */
export function track<Child extends ChildProcess>(child: Child): Child {
	children.add(child);
	child.once('exit', () => children.delete(child));
	return child;
}

/** Settles when the child is gone, also when it went before anybody asked. */
export function exited(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => child.once('exit', () => resolve()));
}

/** A process and all that came from it, the eldest first. Linux only. */
export function family(pid: number): number[] {
	const parents = new Map<number, number>();
	for (const entry of fs.readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
		try {
			// After the name in brackets, which may contain anything: state, then the parent.
			const stat = fs.readFileSync(`/proc/${entry}/stat`, 'utf8');
			parents.set(Number(entry), Number(stat.slice(stat.lastIndexOf(')')).split(' ')[2]));
		} catch {
			// It ended while we looked.
		}
	}
	const members = [pid];
	for (const member of members) {
		for (const [child, parent] of parents) if (parent === member) members.push(child);
	}
	return members;
}

/** A folder of our own in the system's temporary place; removed when the process ends. */
export function temporaryFolder(tag: string): string {
	const folder = fs.mkdtempSync(path.join(os.tmpdir(), `cat-posts-${tag}-`));
	folders.add(folder);
	return folder;
}

/** A browser that is still dying may be writing into the folder, so a failure is tried again and then let go. */
export function removeFolder(folder: string): void {
	folders.delete(folder);
	try {
		fs.rmSync(folder, { recursive: true, force: true, maxRetries: 3, retryDelay: 50 });
	} catch {
		// Left to the system's own cleaning of its temporary place.
	}
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

type Falsy = false | 0 | '' | null | undefined;

interface UntilOptions {
	timeout?: number;
	every?: number;
	/** What is waited for, for the message. */
	what?: string;
}

/** Asks again and again until the answer is truthy; an error counts as "not yet". */
export async function until<Answer>(
	ask: () => Answer | Promise<Answer>,
	{ timeout = 10_000, every = 50, what = 'a condition' }: UntilOptions = {}
): Promise<Exclude<Answer, Falsy>> {
	const end = Date.now() + timeout;
	let last: unknown;
	do {
		try {
			const answer = await ask();
			if (answer) return answer as Exclude<Answer, Falsy>;
			last = answer;
		} catch (error) {
			last = error;
		}
		await sleep(every);
	} while (Date.now() < end);
	const detail = last instanceof Error ? last.message : JSON.stringify(last);
	throw new Error(`${what}: not within ${timeout} ms (last: ${String(detail).slice(0, 300)})`);
}

const FIRST_PORT = 15_000;
const PORTS = 17_000;

/**
 * A free port below the range the kernel takes outgoing ports from: while our server is down,
 * no connection of somebody else can be sitting on its port.
 */
export async function freePort(): Promise<number> {
	for (;;) {
		const port = FIRST_PORT + Math.floor(Math.random() * PORTS);
		if (await portIsFree(port)) return port;
	}
}

function portIsFree(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const probe = net.createServer();
		probe.once('error', () => resolve(false));
		probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
	});
}
