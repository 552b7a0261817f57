import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { makePosts, writePosts } from '../fixtures/generate';
import { removeFolder, temporaryFolder } from '../rig/processes';

const TICKS_A_SECOND = 100;

/** A build of many made-up posts, cold and warm: CPU a post and the most memory at once. Linux only. */
export async function measureBuild(count: number): Promise<[string, Record<string, string>][]> {
	const folder = temporaryFolder('bench');
	const kit = '.svelte-kit-bench';
	writePosts(`${folder}/posts`, makePosts(count));
	const env = {
		...process.env,
		POSTS_DIR: `${folder}/posts`,
		CACHE_DIR: `${folder}/cache`,
		OUT_DIR: `${folder}/build`,
		KIT_DIR: kit,
		SITE_SERIES: 'none'
	};
	const results: [string, Record<string, string>][] = [];
	for (const state of ['cold', 'warm']) {
		const { cpu, memory, wall } = await measure(env);
		results.push([
			`build of ${count} posts, ${state}`,
			{
				'CPU a post': `${((cpu / count) * 1000).toFixed(1)} ms`,
				memory: `${(memory / 1e9).toFixed(2)} GB`,
				wall: `${Math.round(wall)} s`
			}
		]);
	}
	removeFolder(kit);
	return results;
}

async function measure(env: NodeJS.ProcessEnv) {
	const started = performance.now();
	const child = spawn(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], {
		env,
		stdio: ['ignore', 'ignore', 'inherit']
	});
	let [cpu, memory] = [0, 0];
	const look = setInterval(() => {
		const processes = familyOf(child.pid ?? 0);
		cpu = Math.max(cpu, sum(processes.map(({ cpu }) => cpu)));
		memory = Math.max(memory, sum(processes.map(({ memory }) => memory)));
	}, 50);
	const code = await new Promise((resolve) => child.once('exit', resolve));
	clearInterval(look);
	if (code !== 0) throw new Error(`the build failed with ${code}`);
	return { cpu, memory, wall: (performance.now() - started) / 1000 };
}

/** The process and those it started, with their CPU seconds and resident bytes. */
function familyOf(root: number): { cpu: number; memory: number }[] {
	const all = readdirSync('/proc')
		.filter((name) => /^\d+$/.test(name))
		.flatMap((name) => readProcess(Number(name)) ?? []);
	const family = new Set([root]);
	for (const { id, parent } of all) if (family.has(parent)) family.add(id);
	return all.filter(({ id }) => family.has(id));
}

function readProcess(id: number) {
	try {
		const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
		const fields = stat
			.slice(stat.lastIndexOf(')') + 2)
			.split(' ')
			.map(Number);
		const [, parent = 0, ...rest] = fields;
		const [user = 0, system = 0] = rest.slice(9);
		const resident = rest[19] ?? 0;
		return { id, parent, cpu: (user + system) / TICKS_A_SECOND, memory: resident * 4096 };
	} catch {
		// It ended between the listing and the look.
		return undefined;
	}
}

const sum = (numbers: number[]) => numbers.reduce((total, number) => total + number, 0);
