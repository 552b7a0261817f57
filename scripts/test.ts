import { spawnSync } from 'node:child_process';

/** `npm test`: the unit tests, then the browser tests on a fresh build. `engines`: the same site in Firefox and WebKit. */
// tsconfig.json extends what Kit writes; a fresh clone has none of it yet.
if (!run('svelte-kit', ['sync'])) process.exit(1);
const suites = process.argv.includes('engines')
	? [run('playwright', ['test'], { ENGINES: '1' })]
	: [run('vitest', ['run']), run('playwright', ['test'])];
process.exit(suites.every((passed) => passed) ? 0 : 1);

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
