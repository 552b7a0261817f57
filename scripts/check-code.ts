import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { startMariaDb, startRedis, stopAll } from './databases';

/** Formats, vets and tests the code of all posts, against real databases where they are installed: `npm run check:code`. */
const env: NodeJS.ProcessEnv = { ...process.env };
let passed = 0;
let failed = 0;

await check();
stopAll();
console.log(`\n${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);

async function check(): Promise<void> {
	run('Node.js tests', process.execPath, ['--test', ...nodeTests()]);
	if (!has('go', 'version')) return skip('Go');
	const redis = await startRedis();
	if (redis) env.REDIS_ADDR = redis;
	else skip('redis-server: code that talks to Redis was compiled, not run');
	const mariadb = await startMariaDb();
	if (mariadb) env.MYSQL_DSN = mariadb;
	else skip('mariadbd: SQL was not run');
	run('gofmt', 'sh', ['-c', 'test -z "$(gofmt -l . | tee /dev/stderr)"']);
	run('go vet', 'go', ['vet', './...']);
	run('go test', 'go', ['test', '-race', '-count=1', './...']);
}

function nodeTests(): string[] {
	const files = readdirSync('posts', { recursive: true, encoding: 'utf8' });
	return files.filter((file) => file.endsWith('.test.mjs'));
}

function run(name: string, command: string, args: string[]): void {
	console.log(`\n=== ${name}`);
	const { status } = spawnSync(command, args, { cwd: 'posts', stdio: 'inherit', env });
	if (status === 0) passed++;
	else failed++;
}

function has(command: string, ...args: string[]): boolean {
	return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function skip(what: string): void {
	console.log(`\nskipped: no ${what}`);
}
