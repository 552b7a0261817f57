import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

/** How long a database may take to start, in milliseconds. */
const PATIENCE = 60_000;

const running: ChildProcess[] = [];
const folders: string[] = [];

/** Real servers of our own, on sockets in a temporary folder; undefined where the program is not installed. */
export async function startRedis(): Promise<string | undefined> {
	if (!installed('redis-server')) return undefined;
	const folder = temporaryFolder();
	const socket = join(folder, 'redis.sock');
	start('redis-server', ['--port', '0', '--unixsocket', socket, '--dir', folder, '--save', '']);
	await listening(socket);
	return socket;
}

/** The DSN of an empty database, in the form of Go's MySQL driver. */
export async function startMariaDb(): Promise<string | undefined> {
	if (!installed('mariadbd') || !installed('mariadb-install-db')) return undefined;
	const folder = temporaryFolder();
	const [data, socket] = [join(folder, 'data'), join(folder, 'mariadb.sock')];
	const user = `--user=${userInfo().username}`;
	execFileSync(
		'mariadb-install-db',
		[user, `--datadir=${data}`, '--auth-root-authentication-method=normal', '--skip-test-db'],
		{ stdio: 'ignore' }
	);
	start('mariadbd', [
		'--no-defaults',
		user,
		`--datadir=${data}`,
		`--socket=${socket}`,
		'--skip-networking',
		'--innodb-flush-log-at-trx-commit=0',
		`--pid-file=${join(folder, 'pid')}`
	]);
	await listening(socket);
	execFileSync('mariadb', ['-uroot', `--socket=${socket}`, '-e', 'CREATE DATABASE posts']);
	return `root@unix(${socket})/posts?parseTime=true&multiStatements=true`;
}

/** Ends the servers and deletes what they wrote. */
export function stopAll(): void {
	for (const child of running.splice(0)) child.kill('SIGKILL');
	for (const folder of folders.splice(0)) {
		rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
	}
}

function start(command: string, args: string[]): void {
	running.push(spawn(command, args, { stdio: 'ignore' }));
}

function installed(command: string): boolean {
	return spawnSync(command, ['--version'], { stdio: 'ignore' }).error === undefined;
}

function temporaryFolder(): string {
	const folder = mkdtempSync(join(tmpdir(), 'posts-'));
	folders.push(folder);
	return folder;
}

async function listening(socket: string): Promise<void> {
	const end = Date.now() + PATIENCE;
	while (!(await accepts(socket))) {
		if (Date.now() > end) throw new Error(`Nothing listens on ${socket}.`);
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

function accepts(socket: string): Promise<boolean> {
	return new Promise((resolve) => {
		const connection = createConnection(socket, () => resolve(true));
		connection.on('connect', () => connection.destroy());
		connection.on('error', () => resolve(false));
	});
}
