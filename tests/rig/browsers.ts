import fs from 'node:fs';
import path from 'node:path';
import { chromium } from 'playwright';
import { findChromium } from '../../scripts/browser';
import type { Browser, Engine, LaunchOptions } from './browser';
import { launchChromium } from './chromium-browser';
import { launchFirefox } from './firefox-browser';
import { temporaryFolder } from './processes';
import { launchWebKit } from './webkit-browser';

const FIREFOX = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
const HEADLESS_SHELL =
	process.env.HEADLESS_SHELL_PATH ?? '/usr/lib/chromium/chromium-headless-shell';
const WEBKIT_DRIVER = process.env.WEBKIT_DRIVER_PATH ?? '/usr/bin/WebKitWebDriver';

/** Why an engine cannot be driven on this machine, or null when it can. */
export function available(engine: Engine): string | null {
	if (engine === 'chromium') return null;
	if (engine === 'firefox')
		return fs.existsSync(FIREFOX) ? null : `${FIREFOX} is missing (firefox-esr)`;
	if (process.platform !== 'linux') return 'WebKitGTK runs on Linux only';
	if (!fs.existsSync(WEBKIT_DRIVER)) return `${WEBKIT_DRIVER} is missing (webkit2gtk-driver)`;
	const display = process.env.WEBKIT_DISPLAY ?? onPath('Xvfb');
	return display ? null : 'Xvfb is missing (xvfb)';
}

/** Opens a browser with one tab. Each has a home of its own, because browsers write to more than their profile. */
export async function launch(engine: Engine, options: LaunchOptions = {}): Promise<Browser> {
	const profile = options.profile ?? temporaryFolder(engine);
	fs.mkdirSync(profile, { recursive: true });
	const home = temporaryFolder('home');
	const env = {
		...definedEnv(),
		HOME: home,
		TMPDIR: home,
		XDG_CONFIG_HOME: path.join(home, 'config'),
		XDG_CACHE_HOME: path.join(home, 'cache'),
		XDG_DATA_HOME: path.join(home, 'data')
	};
	const place = { profile, env };
	if (engine === 'webkit') return launchWebKit(WEBKIT_DRIVER, place, options);
	if (engine === 'firefox') return launchFirefox(FIREFOX, place, options);
	const shell = options.headlessShell && fs.existsSync(HEADLESS_SHELL);
	return launchChromium(shell ? HEADLESS_SHELL : await chromiumPath(), place, options);
}

let found: Promise<string> | undefined;
/** Without one on the system: Playwright's full build. */
const chromiumPath = () =>
	(found ??= findChromium().then((program) => program ?? chromium.executablePath()));

function definedEnv(): Record<string, string> {
	const entries = Object.entries(process.env);
	return Object.fromEntries(
		entries.filter((entry): entry is [string, string] => entry[1] !== undefined)
	);
}

function onPath(program: string): string | undefined {
	const folders = (process.env.PATH ?? '').split(path.delimiter);
	return folders.map((folder) => path.join(folder, program)).find((file) => fs.existsSync(file));
}
