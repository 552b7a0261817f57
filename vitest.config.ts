import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
	plugins: [svelte()],
	resolve: {
		alias: { $lib: here('src/lib'), $figure: here('src/lib/figure'), $site: here('src/site.ts') }
	},
	test: {
		include: [
			'src/**/*.test.ts',
			'posts/**/*.test.ts',
			'tests/**/*.test.ts',
			'scripts/**/*.test.ts'
		],
		environment: 'node',
		// No test is about speed, and a machine may be busy. What passes only the second time is reported as such.
		testTimeout: 60_000,
		hookTimeout: 60_000,
		retry: process.env.CI ? 1 : 0
	}
});
