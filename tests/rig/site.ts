import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { removeFolder } from './processes';

/** One replacement in the sources. The text must be there: a patch that changes nothing would prove nothing. */
export interface Patch {
	/** Relative to the project, such as `src/styles/tokens.css`. */
	file: string;
	find: string;
	replace: string;
}

export interface SiteOptions {
	postsDir: string;
	/** '' or '/blog'. */
	base?: string;
	/** The release's sequence number. */
	seq?: number;
	patches?: readonly Patch[];
	/** False drops the reading paths, which name posts that made-up ones are not. */
	series?: boolean;
}

const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const STORE = path.join(ROOT, '.cache/test-builds');
/** All that a build reads, beside the posts. */
const SOURCES = [
	'src',
	'static',
	'svelte.config.js',
	'vite.config.ts',
	'tsconfig.json',
	'package.json',
	'package-lock.json'
];
const MOST_BUILDS = 120;

/**
 * The folder of a built site. Built in a copy of the sources, so that nobody's edits get in between, and kept by the
 * hash of everything it is made of.
 */
export async function buildSite(options: SiteOptions): Promise<string> {
	const { postsDir, base = '', seq = 1, patches = [], series = false } = options;
	const environment = {
		BASE_PATH: base,
		SEQ: String(seq),
		...(!series && { SITE_SERIES: 'none' })
	};
	const sources = readSources(patches);
	const key = keyOf(sources, readFolder(postsDir), environment);
	const target = path.join(STORE, key);
	if (!fs.existsSync(target)) await build(sources, postsDir, environment, target);
	const now = new Date();
	fs.utimesSync(target, now, now);
	return target;
}

type Files = Map<string, Buffer>;

function readFolder(folder: string, prefix = ''): Files {
	const files: Files = new Map();
	for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const file = path.join(entry.parentPath, entry.name);
		files.set(path.join(prefix, path.relative(folder, file)), fs.readFileSync(file));
	}
	return files;
}

function readSources(patches: readonly Patch[]): Files {
	const files: Files = new Map();
	for (const name of SOURCES) {
		const source = path.join(ROOT, name);
		if (!fs.existsSync(source)) continue;
		if (fs.statSync(source).isFile()) files.set(name, fs.readFileSync(source));
		else for (const [file, content] of readFolder(source, name)) files.set(file, content);
	}
	for (const file of files.keys()) if (file.includes('.test.')) files.delete(file);
	for (const patch of patches) applyPatch(files, patch);
	return files;
}

function applyPatch(files: Files, { file, find, replace }: Patch): void {
	const text = files.get(file)?.toString('utf8');
	if (text === undefined) throw new Error(`patch: there is no ${file}`);
	if (!text.includes(find)) throw new Error(`patch: ${file} does not contain “${find}”`);
	files.set(file, Buffer.from(text.replace(find, () => replace)));
}

function keyOf(sources: Files, posts: Files, environment: object): string {
	const hash = createHash('sha256').update(JSON.stringify(environment));
	for (const files of [sources, posts]) {
		for (const name of [...files.keys()].sort()) {
			hash.update(`\n${name}\n`).update(files.get(name) ?? '');
		}
	}
	return hash.digest('base64url').slice(0, 16);
}

async function build(sources: Files, postsDir: string, environment: object, target: string) {
	const work = `${target}.work-${process.pid}`;
	try {
		for (const [name, content] of sources) {
			const file = path.join(work, name);
			fs.mkdirSync(path.dirname(file), { recursive: true });
			fs.writeFileSync(file, content);
		}
		fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(work, 'node_modules'));
		await runVite(work, {
			...process.env,
			...environment,
			NODE_ENV: 'production',
			POSTS_DIR: path.resolve(postsDir),
			OUT_DIR: 'build',
			KIT_DIR: '.svelte-kit',
			CACHE_DIR: path.join(ROOT, '.cache/test-posts')
		});
		moveInto(path.join(work, 'build'), target);
	} finally {
		removeFolder(work);
	}
	forgetOldBuilds();
}

async function runVite(work: string, env: NodeJS.ProcessEnv): Promise<void> {
	const vite = path.join(ROOT, 'node_modules/vite/bin/vite.js');
	const run = promisify(execFile)(process.execPath, [vite, 'build'], {
		cwd: work,
		env,
		maxBuffer: 1e8
	});
	await run.catch((error: { stdout?: string; stderr?: string }) => {
		const output = `${error.stdout ?? ''}\n${error.stderr ?? ''}`.trim();
		throw new Error(`the site does not build:\n${output.slice(-4000)}`);
	});
}

function moveInto(built: string, target: string): void {
	try {
		fs.renameSync(built, target);
	} catch (error) {
		// Another process was faster with the same build.
		if (!fs.existsSync(target)) throw error;
	}
}

function forgetOldBuilds(): void {
	const builds = fs
		.readdirSync(STORE)
		.filter((name) => !name.includes('.work-'))
		.map((name) => path.join(STORE, name))
		.map((folder) => ({ folder, used: fs.statSync(folder).mtimeMs }))
		.sort((a, b) => b.used - a.used);
	for (const { folder } of builds.slice(MOST_BUILDS)) removeFolder(folder);
}
