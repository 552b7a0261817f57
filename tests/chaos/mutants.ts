import type { Patch } from '../rig/site';

/** A rule of the site taken out: the chaos run must notice, or it checks too little. */
export interface Mutant {
	name: string;
	patches: Patch[];
}

const patch = (file: string, find: string, replace: string): Patch => ({ file, find, replace });

const PUT_BLOB = 'cache.put(this.#blobUrl(name), respond(bytes, name)), LONG_PATIENCE);';
const PUT_SHELL_FILE = 'cache.put(path, respond(bytes, path)), LONG_PATIENCE);';
/** As `purgeOnQuotaError` of Workbox does. */
const PURGE = `.catch(async (error: unknown) => {
			if (error instanceof DOMException && error.name === 'QuotaExceededError') await this.removeEverything();
			throw error;
		});`;

export const mutants: Mutant[] = [
	{
		name: 'no hash check',
		patches: [
			patch(
				'src/lib/library/hash.ts',
				"return (await hashOf(bytes)) === name.slice(0, name.lastIndexOf('.'));",
				'return (await hashOf(bytes)) !== name;'
			)
		]
	},
	{
		name: 'skipWaiting at install',
		patches: [
			patch(
				'src/service-worker/index.ts',
				'askForHandover(self.registration.active, !heldAny)',
				'self.skipWaiting()'
			)
		]
	},
	{
		name: 'purge on quota',
		patches: [
			patch('src/lib/library/store.ts', PUT_BLOB, `${PUT_BLOB.slice(0, -1)}${PURGE}`),
			patch('src/lib/library/store.ts', PUT_SHELL_FILE, `${PUT_SHELL_FILE.slice(0, -1)}${PURGE}`)
		]
	},
	{
		name: 'delete all on activate',
		patches: [
			patch(
				'src/service-worker/index.ts',
				'await sync.collect().catch(() => undefined);',
				'for (const name of await caches.keys()) if (!name.includes(version)) await caches.delete(name);'
			)
		]
	},
	{
		name: 'reload on error',
		patches: [
			patch(
				'src/app/keeping.ts',
				'		latest = status;\n',
				'		if (status.trouble) location.reload();\n		latest = status;\n'
			)
		]
	},
	{
		name: 'no blocked handler',
		patches: [
			patch('src/lib/connection.ts', '(event.target as IDBDatabase).close();', 'void event;'),
			patch(
				'src/lib/connection.ts',
				'return await within(attempt(), PATIENCE);',
				'return await attempt();'
			)
		]
	},
	{
		name: 'localStorage for what belongs to the reader',
		patches: [
			patch(
				'src/lib/reader/db.ts',
				"await this.#call((db) => db.put('settings', { key, value, at: Date.now() }));",
				'localStorage.setItem(`set-${key}`, JSON.stringify(value));'
			),
			patch(
				'src/lib/reader/db.ts',
				"const rows = await this.#call((db) => db.getAll('settings'));",
				"const rows = ['theme', 'size', 'keep'].flatMap((key) => {\n\t\t\tconst kept = localStorage.getItem(`set-${key}`);\n\t\t\treturn kept === null ? [] : [{ key, value: JSON.parse(kept) }];\n\t\t});"
			)
		]
	},
	{
		name: 'everything at install, or nothing',
		patches: [
			patch(
				'src/service-worker/install.ts',
				'	await store.switchTo(next);\n	return',
				'	const all = next.posts.flatMap(({ body, assets }) => [body, ...assets]);\n	await forEachOf(all, 6, async ({ name }) => store.putBlob(name, await downloadBlob(store.base, name)));\n	await store.switchTo(next);\n	return'
			)
		]
	}
];
