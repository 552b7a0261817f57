import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Catalogue } from '../src/lib/library/catalogue';
import { createRecallKey, signRecall } from '../src/lib/library/recall';
import { site } from '../src/site';

/** Takes something back that devices already have: see docs/hosting.md. */
const HELP = `npm run recall -- --init              make the key that recalls are signed with
npm run recall -- --release <id>…    let devices go back from a release to the one published now
npm run recall -- --post <slug>…     make devices forget the published form of a post
npm run recall -- --worker           replace the worker of the built site by one that removes itself

The recall is written to static/recall.json; build and publish as usual. --worker changes the built site only.`;

const KEY = 'recall-key.json';
const RECALL = 'static/recall.json';
const out = process.env.OUT_DIR ?? 'build';

const { values } = parseArgs({
	options: {
		init: { type: 'boolean' },
		worker: { type: 'boolean' },
		release: { type: 'string', multiple: true },
		post: { type: 'string', multiple: true }
	}
});

if (values.init) await init();
else if (values.worker) replaceWorker();
else if (values.release || values.post) await recall(values.release ?? [], values.post ?? []);
else console.log(HELP);

async function init(): Promise<void> {
	if (existsSync(KEY)) fail(`${KEY} exists. Devices trust the key they know; keep it.`);
	const { publicKey, privateKey } = await createRecallKey();
	writeFileSync(KEY, `${JSON.stringify(privateKey)}\n`, { mode: 0o600 });
	console.log(`The private key is in ${KEY}: keep it out of git, and keep a copy.
Put the public key into src/site.ts, and publish once before it is needed:

	recallKey: '${publicKey}',`);
}

async function recall(releases: string[], slugs: string[]): Promise<void> {
	if (!site.recallKey || !existsSync(KEY)) fail('There is no key yet: npm run recall -- --init');
	const catalogue: Catalogue = JSON.parse(readFileSync(join(out, 'catalogue.json'), 'utf8'));
	const bodies = slugs.map((slug) => {
		// A shell on macOS may complete the name with letters and accents apart.
		const post = catalogue.posts.find((entry) => entry.slug === slug.normalize('NFC'));
		return post?.body.name ?? fail(`${out}/catalogue.json has no post "${slug}".`);
	});
	const seq = Math.floor(Date.now() / 1000);
	const key: JsonWebKey = JSON.parse(readFileSync(KEY, 'utf8'));
	writeFileSync(RECALL, await signRecall({ schema: 1, seq, releases, bodies }, key));
	console.log(`${RECALL} is written. Build and publish; devices heed it at their next check.`);
}

function replaceWorker(): void {
	const worker = readFileSync(join(import.meta.dirname, 'removing-worker.js'));
	writeFileSync(join(out, 'service-worker.js'), worker);
	console.log(`${out}/service-worker.js now removes itself and what it stored from every device.`);
}

function fail(message: string): never {
	console.error(message);
	process.exit(1);
}
