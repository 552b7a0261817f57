import { spawnSync } from 'node:child_process';

/**
 * `npm test`: the unit tests, then the browser tests on a fresh build. `engines`: the same site in Firefox and WebKit.
 * `fuzz`: every test with "fuzz" in its path, FUZZ_RUNS times over.
 */
const SUITES: Record<string, () => boolean[]> = {
	all: () => [run('vitest', ['run']), run('playwright', ['test'])],
	engines: () => [run('playwright', ['test'], { ENGINES: '1' })],
	fuzz: () => [run('vitest', ['run', 'fuzz'], { FUZZ_RUNS: process.env.FUZZ_RUNS ?? '20000' })]
};
const suite = SUITES[process.argv[2] ?? 'all'];
if (!suite) {
	console.error(`Which tests? ${Object.keys(SUITES).join(', ')}`);
	process.exit(2);
}
// tsconfig.json extends what Kit writes; a fresh clone has none of it yet.
if (!run('svelte-kit', ['sync'])) process.exit(1);
process.exit(suite().every((passed) => passed) ? 0 : 1);

function run(tool: string, args: string[], env: NodeJS.ProcessEnv = {}): boolean {
	const shell = process.platform === 'win32';
	const command = `node_modules/.bin/${tool}${shell ? '.cmd' : ''}`;
	const { status } = spawnSync(command, args, {
		stdio: 'inherit',
		shell,
		env: { ...process.env, ...env }
	});
	return status === 0;
}
