import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import adapter from '@sveltejs/adapter-static';
import { idleFacesOfBlog } from './src/styles/faces.js';

const base = /** @type {'' | `/${string}`} */ (process.env.BASE_PATH ?? '');
const out = process.env.OUT_DIR ?? 'build';

/**
 * The shell is named by what it is made of, never by the time of the build: the same sources give the same
 * bytes, and a new post leaves the shell alone, unless it is the first with letters of a further face.
 */
function shellId() {
	const about = [base, process.env.SITE_URL ?? '', ...idleFacesOfBlog()];
	const hash = createHash('sha256').update(about.join('\n'));
	const files = ['src', 'static'].flatMap((dir) =>
		readdirSync(dir, { recursive: true, withFileTypes: true })
			.filter((entry) => entry.isFile() && !entry.name.includes('.test.'))
			.map((entry) => join(entry.parentPath, entry.name))
	);
	for (const file of [...files.sort(), 'package-lock.json', 'svelte.config.js', 'vite.config.ts']) {
		hash.update(`\n${file}\n`).update(readFileSync(file));
	}
	return hash.digest('base64url').slice(0, 12);
}

/** @type {import('@sveltejs/kit').Config} */
export default {
	kit: {
		adapter: adapter({ pages: out, assets: out }),
		outDir: process.env.KIT_DIR ?? '.svelte-kit',
		paths: { base, relative: false },
		version: { name: shellId() },
		serviceWorker: { register: false },
		alias: { $figure: 'src/lib/figure', $site: 'src/site.ts' }
	}
};
