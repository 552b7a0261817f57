import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalogue } from '../src/lib/library/catalogue';
import { createRecallKey, publicKeyOf } from '../src/lib/library/recall';
import { site } from '../src/site';
import { prepareRecall } from './prepare-recall';

/** Takes something back that devices already have: see docs/hosting.md. */
const HELP = `npm run recall -- --init             make the key that recalls are signed with
npm run recall -- --release <id>   let devices go back from a release to the one published now
npm run recall -- --post <slug>    make devices forget the published form of a post
npm run recall -- --worker         replace the worker of the built site by one that removes itself

For several at once: --post <slug> --post <slug>. The recall is written to static/recall.json in place of the one before; build and
publish as usual. --worker changes the built site only.`;

const KEY = 'recall-key.json';
const RECALL = 'static/recall.json';
const out = process.env.OUT_DIR ?? 'build';

try {
	const { init, worker, release = [], post = [] } = readOptions();
	if (init) await makeKey();
	else if (worker) replaceWorker();
	else if (release.length + post.length > 0) await recall(release, post);
	else console.log(HELP);
} catch (error) {
	console.error(error instanceof Error ? error.message : error);
	process.exitCode = 1;
}

function readOptions() {
	try {
		return parseArgs({
			options: {
				init: { type: 'boolean' },
				worker: { type: 'boolean' },
				release: { type: 'string', multiple: true },
				post: { type: 'string', multiple: true }
			}
		}).values;
	} catch (error) {
		throw new Error(`${(error as Error).message}\n\n${HELP}`, { cause: error });
	}
}

async function makeKey(): Promise<void> {
	if (existsSync(KEY)) throw new Error(`${KEY} exists. Devices trust the key they know; keep it.`);
	const { publicKey, privateKey } = await createRecallKey();
	writeFileSync(KEY, `${JSON.stringify(privateKey)}\n`, { mode: 0o600 });
	console.log(`The private key is in ${KEY}: keep it out of git, and keep a copy.
Put the public key into src/site.ts, and publish once before it is needed:

	recallKey: '${publicKey}',`);
}

async function recall(releases: string[], slugs: string[]): Promise<void> {
	const advice = 'Put your copy of it here. If there never was one: npm run recall -- --init';
	const privateKey = readJson<JsonWebKey>(KEY, advice);
	if (!site.recallKey)
		throw new Error(`src/site.ts lacks the public key. Put it there and publish; a device heeds no recall before it knows the key:

	recallKey: '${await publicKeyOf(privateKey)}',`);
	const catalogue = builtCatalogue();
	const seq = Math.floor(Date.now() / 1000);
	const known = { catalogue, publicKey: site.recallKey, privateKey, seq };
	const text = await prepareRecall({ releases, slugs }, known);
	writeFileSync(RECALL, text);
	console.log(`${RECALL} is written. Build and publish; devices heed it at their next check.`);
	if (releases.includes(catalogue.release))
		console.log(`${out}/ holds the recalled release: build the one to go back to.`);
}

function replaceWorker(): void {
	builtCatalogue();
	const worker = readFileSync(join(import.meta.dirname, 'removing-worker.js'));
	writeFileSync(join(out, 'service-worker.js'), worker);
	console.log(`${out}/service-worker.js now removes itself and what it stored from every device.`);
}

function builtCatalogue(): Catalogue {
	return readJson(join(out, 'catalogue.json'), 'Build the site first: npm run build');
}

/** Throws with `advice` when the file is not there or not whole. */
function readJson<T>(file: string, advice: string): T {
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as T;
	} catch (error) {
		throw new Error(`${file} cannot be read. ${advice}`, { cause: error });
	}
}
