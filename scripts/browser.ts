/** Which Chromium the tests drive. As a program it prints the path, or "playwright" for the one Playwright downloaded. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { chromium } from 'playwright';

const NAMES = [
	'chromium',
	'google-chrome-stable',
	'google-chrome',
	'chromium-browser',
	'microsoft-edge'
];

const MAC_APPS = [
	'Google Chrome.app/Contents/MacOS/Google Chrome',
	'Chromium.app/Contents/MacOS/Chromium',
	'Microsoft Edge.app/Contents/MacOS/Microsoft Edge'
];

const WINDOWS_APPS = [
	'Google/Chrome/Application/chrome.exe',
	'Microsoft/Edge/Application/msedge.exe'
];

function usualPlaces(): string[] {
	const { env, platform } = process;
	if (platform === 'darwin') {
		const folders = ['/Applications', path.join(env.HOME ?? '', 'Applications')];
		return folders.flatMap((folder) => MAC_APPS.map((app) => path.join(folder, app)));
	}
	if (platform === 'win32') {
		const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA];
		return folders.flatMap((folder) =>
			folder ? WINDOWS_APPS.map((app) => path.join(folder, app)) : []
		);
	}
	const folders = [...(env.PATH ?? '').split(path.delimiter), '/usr/bin', '/usr/local/bin'];
	return NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)));
}

/** A file may be there and still not run: a snap's stand-in, or a download without its libraries. */
function runs(file: string): boolean {
	if (!fs.existsSync(file)) return false;
	// Elsewhere --version opens a window, and an installed application can be trusted.
	if (process.platform !== 'linux') return true;
	const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8', timeout: 20_000 });
	return status === 0 && /\d+\.\d+/.test(stdout) && !file.startsWith('/snap/');
}

function attempt(command: string, args: string[]): boolean {
	// On stderr, so that standard output stays one line: the path.
	const { status } = spawnSync(command, args, {
		stdio: ['ignore', 2, 2],
		shell: process.platform === 'win32',
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	});
	return status === 0;
}

const HELP = `No browser to test with. Any one of these helps:
  - install Chromium or Google Chrome
  - CHROMIUM_PATH=/path/to/chromium npm test
  - npx playwright install --with-deps chromium`;

/**
 * The path of a Chromium on this machine, or undefined for Playwright's own. Fetches one where there is none, and
 * throws with advice where that fails too.
 */
export async function findChromium(): Promise<string | undefined> {
	const chosen = process.env.CHROMIUM_PATH;
	if (chosen) {
		if (runs(chosen)) return chosen;
		throw new Error(`CHROMIUM_PATH is ${chosen}, which does not run`);
	}
	const installed = usualPlaces().find(runs);
	if (installed) return installed;
	const downloaded = chromium.executablePath();
	if (runs(downloaded)) return undefined;
	console.error('No Chromium on this machine: downloading one for the tests.');
	attempt('npx', ['playwright', 'install', 'chromium']);
	if (runs(downloaded)) return undefined;
	if (process.getuid?.() === 0 && fs.existsSync('/usr/bin/apt-get')) {
		const packages = ['install', '-y', '-q', '--no-install-recommends', 'chromium'];
		if (!attempt('apt-get', packages) && attempt('apt-get', ['update', '-q'])) {
			attempt('apt-get', packages);
		}
		const packaged = usualPlaces().find(runs);
		if (packaged) return packaged;
	}
	throw new Error(HELP);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
	try {
		console.log((await findChromium()) ?? 'playwright');
	} catch (error) {
		console.error(error instanceof Error ? error.message : error);
		process.exitCode = 1;
	}
}
