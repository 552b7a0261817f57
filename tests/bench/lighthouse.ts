import { execFileSync } from 'node:child_process';
import { findChromium } from '../../scripts/browser';
import { startServer } from '../rig/server';

const PAGES = [
	'/',
	'/posts/rate-limiting-in-go-for-high-traffic-apis/',
	'/tags/go/',
	'/search/?q=retry'
];
/** Lighthouse is fetched by npx when asked for: no test needs it. This one runs on Node 20. */
const LIGHTHOUSE = 'lighthouse@12.8.2';

interface Report {
	categories: Record<string, { score: number | null }>;
}

/** The four scores of each page kind with the mobile preset. */
export async function measureLighthouse(): Promise<[string, Record<string, number>][]> {
	const server = await startServer({ dir: process.env.SITE_DIR ?? 'build' });
	const results: [string, Record<string, number>][] = [];
	for (const path of PAGES) results.push([path, await scores(server.origin + path)]);
	await server.offline();
	return results;
}

async function scores(url: string): Promise<Record<string, number>> {
	const flags = '--chrome-flags=--headless=new --no-sandbox --disable-gpu';
	const json = execFileSync('npx', ['--yes', LIGHTHOUSE, url, '--quiet', '--output=json', flags], {
		env: { ...process.env, CHROME_PATH: await findChromium() },
		encoding: 'utf8',
		maxBuffer: 1e8,
		stdio: ['ignore', 'pipe', 'ignore']
	});
	const { categories }: Report = JSON.parse(json);
	return Object.fromEntries(
		Object.entries(categories).map(([name, { score }]) => [name, Math.round((score ?? 0) * 100)])
	);
}
