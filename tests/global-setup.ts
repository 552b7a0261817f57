import { execFileSync } from 'node:child_process';

/** Builds the site as an author would, once for all specs. */
export default function buildOnce(): void {
	if (process.env.SITE_DIR) return;
	execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build'], { stdio: 'pipe' });
}
