import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sveltekit } from '@sveltejs/kit/vite';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { SvelteKitPWA } from '@vite-pwa/sveltekit';
import { minify, type MinifyOptions } from 'terser';
import { defineConfig, type Plugin } from 'vite';
import { idleFacesOfBlog } from './src/styles/faces.js';

const output = join(process.env.KIT_DIR ?? '.svelte-kit', 'output');

const SCRIPT = '_app/immutable/assets/[name].[hash].js';

/** Kit publishes what a server build emits only from its assets folder; the pages' scripts are made there. */
const scriptsBesideAssets: Plugin = {
	name: 'cat-posts:scripts-beside-assets',
	enforce: 'post',
	config: () => ({
		worker: { rollupOptions: { output: { entryFileNames: SCRIPT, chunkFileNames: SCRIPT } } }
	})
};

const MINIFY: MinifyOptions = {
	module: true,
	ecma: 2020,
	compress: { passes: 3, hoist_funs: true }
};

/** What Vite's own minifier leaves: 1 kB of all scripts. */
const smaller: Plugin = {
	name: 'cat-posts:smaller',
	apply: 'build',
	async renderChunk(code) {
		return (await minify(code, MINIFY)).code;
	}
};

/** Saves a page load after an edit: posts are read by the server, which Vite does not watch by itself. */
const reloadOnEdit: Plugin = {
	name: 'cat-posts:reload-on-edit',
	configureServer({ watcher, ws }) {
		const posts = process.env.POSTS_DIR ?? 'posts';
		watcher.add(posts);
		watcher.on('all', (_, path) => {
			if (path.includes(posts)) ws.send({ type: 'full-reload' });
		});
	}
};

/** What is wrong with the posts ends the build as a list to read, not as the crash of a thread. */
const plainReport: Plugin = {
	name: 'cat-posts:plain-report',
	apply: 'build',
	buildStart() {
		process.once('uncaughtException', (error) => {
			console.error(error.name === 'ContentError' ? `\n${error.message}` : error);
			process.exit(1);
		});
	}
};

/** A worker's script that is cut short must not be one: in one block, any cut is a syntax error, and nothing is installed. */
const workerInOneBlock: Plugin = {
	name: 'cat-posts:worker-in-one-block',
	apply: 'build',
	closeBundle: {
		order: 'pre',
		sequential: true,
		async handler() {
			const file = join(output, 'client/service-worker.js');
			const script = existsSync(file) ? readFileSync(file, 'utf8') : '{';
			if (script.startsWith('{')) return;
			writeFileSync(file, `{${(await minify(script, MINIFY)).code}\n}`);
		}
	}
};

const sha256 = (file: string) =>
	createHash('sha256').update(readFileSync(file)).digest('base64url');

export default defineConfig({
	define: { SITE_URL: JSON.stringify(process.env.SITE_URL ?? '') },
	worker: { format: 'es', plugins: () => [svelte(), smaller] },
	// How long plugins took is of no use to someone who publishes a post.
	build: {
		rolldownOptions: { checks: { pluginTimings: false } },
		// A small face inside the style sheet would be on every device, and the policy forbids it.
		assetsInlineLimit: 0
	},
	plugins: [
		sveltekit(),
		scriptsBesideAssets,
		reloadOnEdit,
		plainReport,
		workerInOneBlock,
		SvelteKitPWA({
			strategies: 'injectManifest',
			injectRegister: false,
			manifest: false,
			outDir: output,
			injectManifest: {
				globDirectory: output,
				globPatterns: [
					'client/_app/immutable/**',
					'client/icons/icon.svg',
					'prerendered/pages/manifest.webmanifest'
				],
				globIgnores: ['server/**', ...idleFacesOfBlog().map((face) => `client/**/${face}.*.woff2`)],
				maximumFileSizeToCacheInBytes: 1_000_000,
				// The shell is checked file by file as it is stored, so each entry carries its hash.
				manifestTransforms: [
					async (entries) => ({
						manifest: entries
							.map(({ url, size }) => ({
								url: url.replace(/^(client|prerendered\/pages)\//, ''),
								size,
								revision: null,
								integrity: sha256(join(output, url))
							}))
							.sort((a, b) => (a.url < b.url ? -1 : 1))
					})
				]
			}
		})
	]
});
