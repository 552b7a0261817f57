import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';

/** Inside `folder`, importing `forbidden` is an error. One entry per folder: a later entry replaces an earlier one. */
const boundary = (folder, forbidden, message) => ({
	files: [`src/${folder}/**`],
	rules: {
		'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message }] }]
	}
});

/** What turns text into script or markup. Only the build does that, to what it rendered itself. */
const SINKS = [
	['innerHTML', 'outerHTML'].map((name) => `MemberExpression[property.name="${name}"]`),
	['insertAdjacentHTML', 'setHTMLUnsafe', 'write'].map(
		(name) =>
			`CallExpression[callee.property.name="${name}"][callee.object.name!=/^(process|stdout)$/]`
	),
	['NewExpression[callee.name="Function"]', 'CallExpression[callee.name="eval"]']
].flat();

export default ts.config(
	{ ignores: ['node_modules', 'build', '.svelte-kit', '.cache', 'posts/**/*.mjs', 'test-results'] },
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{
		languageOptions: { globals: { ...globals.browser, ...globals.node } },
		rules: {
			'no-undef': 'off',
			'no-console': 'off',
			'@typescript-eslint/no-extraneous-class': 'off',
			'@typescript-eslint/no-invalid-void-type': 'off',
			// Playwright reads which fixtures a test wants from the pattern, empty or not.
			'no-empty-pattern': 'off',
			'svelte/no-navigation-without-resolve': 'off'
		}
	},
	{
		files: ['src/**'],
		ignores: ['src/lib/server/**'],
		rules: {
			'no-console': 'error',
			'no-restricted-syntax': [
				'error',
				...SINKS.map((selector) => ({ selector, message: 'Text never becomes markup here.' }))
			]
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser } }
	},
	boundary(
		'lib/posts',
		[
			'**/search/**',
			'**/library/**',
			'**/reader/**',
			'**/pwa/**',
			'$app/*',
			'idb',
			'minisearch',
			'workbox-*'
		],
		'posts is the bottom'
	),
	boundary(
		'lib/search',
		['**/reader/**', '**/pwa/**', '**/library/store', '**/library/sync', 'workbox-*'],
		'features do not import each other; pages compose them'
	),
	boundary(
		'lib/library',
		['**/search/**', '**/reader/**', '**/pwa/**', 'idb', 'minisearch', 'workbox-*'],
		'features do not import each other; pages compose them'
	),
	boundary(
		'lib/reader',
		['**/search/**', '**/library/**', '**/pwa/**', 'minisearch', 'workbox-*'],
		'features do not import each other; pages compose them'
	),
	boundary(
		'lib/pwa',
		['**/search/**', '**/library/**', '**/reader/**', 'idb', 'minisearch'],
		'features do not import each other; pages compose them'
	),
	boundary(
		'lib/pages',
		['**/search/**', '**/reader/**', '**/pwa/**', '$app/*', 'idb', 'minisearch', 'workbox-*'],
		'pages are pure functions of catalogue and body'
	),
	boundary(
		'routes',
		['idb', 'minisearch', 'workbox-*', '**/service-worker/**', 'node:fs'],
		'routes arrange; lib does the work'
	),
	boundary(
		'service-worker',
		['**/*.svelte', '**/server/**', '**/search/**', '**/reader/**', 'idb', 'minisearch'],
		'the worker reads plain lib modules only'
	)
);
