import { createHash } from 'node:crypto';
import { parseCatalogue, type Catalogue } from '../src/lib/library/catalogue';
import { ask, type Answer } from './host-request';
import { readShellManifest } from './shell-manifest';

/** Something a host does that the site cannot live with. */
export interface Finding {
	path: string;
	problem: string;
	fix: string;
}

/** What a look at a host found. */
export interface HostReport {
	findings: Finding[];
	/** Worth knowing, but not wrong. */
	notes: string[];
	checked: number;
}

/** Asks a published site for everything a device would, and compares. Network errors are findings too. */
export async function checkHost(address: string): Promise<HostReport> {
	const look = new Look(new URL(address.endsWith('/') ? address : `${address}/`));
	await look.all();
	return { findings: look.findings, notes: look.notes, checked: look.checked };
}

const IMMUTABLE = 'Serve it with: Cache-Control: public, max-age=31536000, immutable, no-transform';
const FRESH = 'Serve it with: Cache-Control: no-cache, no-transform';
const BYTES =
	'Switch off whatever rewrites files on the way (minifying, e-mail obfuscation, script injection), and upload in binary.';

class Look {
	readonly findings: Finding[] = [];
	readonly notes: string[] = [];
	checked = 0;

	constructor(readonly root: URL) {}

	async all(): Promise<void> {
		this.#origin();
		const catalogue = await this.#catalogue();
		await this.#page('');
		await this.#page('search/');
		await this.#page('library/');
		await this.#worker();
		await this.#missing();
		if (!catalogue) return;
		for (const { slug } of catalogue.posts.slice(0, 3))
			await this.#page(`posts/${encodeURIComponent(slug)}/`);
		for (const tag of catalogue.posts[0]?.tags ?? []) await this.#page(`tags/${tag}/`);
		for (const post of catalogue.posts) {
			for (const { name } of [post.body, ...post.assets]) await this.#blob(name);
		}
	}

	#origin(): void {
		const { protocol, hostname, pathname } = this.root;
		const local = /^(localhost|127\.|\[::1\])/.test(hostname);
		if (protocol !== 'https:' && !local) {
			this.#find(
				'',
				'It is not served over https, so browsers keep nothing.',
				'Serve it over https.'
			);
		}
		if (/\.(github|gitlab|codeberg)\.io$/.test(hostname) && pathname !== '/') {
			this.notes.push(
				`Every project under ${hostname} shares one origin and could delete what readers have stored; an own domain is safer.`
			);
		}
	}

	async #catalogue(): Promise<Catalogue | undefined> {
		const answer = await this.#ask('catalogue.json');
		if (!answer) return undefined;
		this.#type('catalogue.json', answer, /^application\/json/);
		this.#fresh('catalogue.json', answer);
		const catalogue = await parseCatalogue(answer.bytes.toString('utf8'));
		if (!catalogue) this.#find('catalogue.json', 'Its bytes are not those that were built.', BYTES);
		return catalogue;
	}

	async #page(path: string): Promise<void> {
		const answer = await this.#ask(path);
		if (!answer) return;
		const text = answer.bytes.toString('utf8');
		this.#type(path, answer, /^text\/html/);
		this.#fresh(path, answer);
		if (!/^<!doctype html>\n<html [^>]*data-shell=/.test(text) || !text.endsWith('</html>\n')) {
			this.#find(path, 'This is not the page that was built.', BYTES);
		} else if (/<script(?![^>]*(src="[^"]*\/_app\/|application\/ld\+json))/.test(text)) {
			this.#find(path, 'A script was added that is not ours.', BYTES);
		}
		if (answer.headers['content-security-policy']) return;
		if (/<meta http-equiv="content-security-policy"/.test(text)) {
			this.notes.push(
				`/${path}: the policy is in the page only, so other sites can put it into a frame.`
			);
		} else {
			this.#find(
				path,
				'It has no content security policy.',
				'Send the headers of docs/hosting.md.'
			);
		}
	}

	async #worker(): Promise<void> {
		const path = 'service-worker.js';
		const answer = await this.#ask(path);
		if (!answer) return;
		this.#type(path, answer, /^(text|application)\/javascript/);
		this.#fresh(path, answer);
		for (const { url, integrity } of readShellManifest(answer.bytes.toString('utf8'))) {
			const file = await this.#ask(url);
			if (file && hash(file.bytes) !== integrity) {
				this.#find(url, 'Its bytes are not those that were built.', BYTES);
			}
			if (file && url.includes('/immutable/')) this.#immutable(url, file);
		}
	}

	async #blob(name: string): Promise<void> {
		const path = `blobs/${name}`;
		for (const encoding of ['identity', 'gzip', 'br']) {
			const answer = await this.#ask(path, encoding);
			if (!answer) return;
			if (`${hash(answer.bytes)}${name.slice(name.lastIndexOf('.'))}` !== name) {
				return this.#find(path, `Its bytes are not those that were built (${encoding}).`, BYTES);
			}
			if (encoding === 'identity') this.#immutable(path, answer);
		}
	}

	async #missing(): Promise<void> {
		for (const path of ['no-such-page/', 'blobs/no-such-file.txt', '_app/no-such-file.js']) {
			const answer = await this.#ask(path, 'gzip', 404);
			if (answer && /immutable|max-age=[1-9]/.test(answer.headers['cache-control'] ?? '')) {
				this.#find(path, 'A missing file may be cached.', 'Send no-store with every 404.');
			}
		}
	}

	async #ask(path: string, encoding = 'gzip', status = 200): Promise<Answer | undefined> {
		this.checked++;
		const answer = await ask(new URL(path, this.root), encoding).catch((error: unknown) => {
			this.#find(path, `No answer: ${String(error)}`, 'Look whether the host is up.');
			return undefined;
		});
		if (!answer || answer.status === status) return answer;
		if (answer.status >= 300 && answer.status < 400) {
			this.#find(
				path,
				`It redirects to ${answer.headers.location}.`,
				'Serve the address itself with 200: browsers refuse redirected answers of a service worker.'
			);
		} else {
			const fix =
				status === 404
					? 'Switch off the fallback that answers missing files with a page (often called SPA mode).'
					: 'Upload the whole build, blobs first and service-worker.js last.';
			this.#find(path, `It answers ${answer.status} instead of ${status}.`, fix);
		}
		return undefined;
	}

	#type(path: string, { headers }: Answer, wanted: RegExp): void {
		const type = headers['content-type'] ?? 'none';
		if (!wanted.test(type)) {
			this.#find(
				path,
				`Its content type is ${type}.`,
				`Serve it as ${wanted.source.replace(/[\\^()]/g, '')}.`
			);
		}
	}

	#fresh(path: string, { headers }: Answer): void {
		const control = headers['cache-control'] ?? '';
		if (!/no-cache|no-store|max-age=0/.test(control)) {
			this.#find(
				path,
				`It may be cached (Cache-Control: ${control || 'none'}), so updates come late.`,
				FRESH
			);
		}
	}

	#immutable(path: string, { headers }: Answer): void {
		if (!/immutable/.test(headers['cache-control'] ?? '')) {
			this.notes.push(`${path}: never changes, so it can be cached for good. ${IMMUTABLE}`);
		}
	}

	#find(path: string, problem: string, fix: string): void {
		this.findings.push({ path: `${this.root.pathname}${path}`, problem, fix });
	}
}

function hash(bytes: Buffer): string {
	return createHash('sha256').update(bytes).digest('base64url');
}
