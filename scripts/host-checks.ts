import { parseCatalogue, type Catalogue, type CatalogueEntry } from '../src/lib/library/catalogue';
import {
	ALTERED,
	freshness,
	hash,
	IMMUTABLE,
	isUncompressed,
	pageComplaint,
	typeComplaint,
	UNCOMPRESSED,
	workerComplaint,
	type Complaint
} from './host-rules';
import { ask, type Answer } from './host-request';
import { readShellManifest } from './shell-manifest';

/** Something a host does that the site cannot live with. */
export interface Finding extends Complaint {
	path: string;
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
	const notes = [...look.notes].map(([note, paths]) => `${inShort(paths)}: ${note}`);
	return { findings: look.findings, notes, checked: look.checked };
}

/** `/a`, or `/a and 7 more`. */
export function inShort([first = '', ...others]: readonly string[]): string {
	return others.length === 0 ? first : `${first} and ${others.length} more`;
}

class Look {
	readonly findings: Finding[] = [];
	/** Which addresses a note is about. */
	readonly notes = new Map<string, string[]>();
	checked = 0;
	#shell: string | undefined;

	constructor(readonly root: URL) {}

	async all(): Promise<void> {
		this.#origin();
		const catalogue = await this.#catalogue();
		this.#shell = catalogue?.shell;
		for (const path of ['', 'search/', 'library/']) await this.#page(path);
		await this.#worker();
		await this.#missing();
		if (!catalogue) return;
		for (const tag of new Set(catalogue.posts.flatMap(({ tags }) => tags))) {
			await this.#page(`tags/${encodeURIComponent(tag)}/`);
		}
		for (const post of catalogue.posts) await this.#post(post);
	}

	#origin(): void {
		const { protocol, hostname, pathname } = this.root;
		const local = /^(localhost|127\.|\[::1\])/.test(hostname);
		if (protocol !== 'https:' && !local) {
			const problem = 'It is not served over https, so browsers keep nothing.';
			this.#find('', { problem, fix: 'Serve it over https.' });
		}
		if (/\.(github|gitlab|codeberg)\.io$/.test(hostname) && pathname !== '/') {
			const note = `Every project under ${hostname} shares one origin and could delete what readers have stored; an own domain is safer.`;
			this.#note('', note);
		}
	}

	async #catalogue(): Promise<Catalogue | undefined> {
		const answer = await this.#ask('catalogue.json');
		if (!answer) return undefined;
		this.#type('catalogue.json', answer);
		this.#fresh('catalogue.json', answer);
		const catalogue = await parseCatalogue(answer.bytes.toString('utf8'));
		if (!catalogue) this.#find('catalogue.json', ALTERED);
		return catalogue;
	}

	async #post({ slug, body, assets }: CatalogueEntry): Promise<void> {
		const text = await this.#blob(body.name);
		await this.#page(`posts/${encodeURIComponent(slug)}/`, text?.toString('utf8'));
		for (const { name } of assets) await this.#blob(name);
	}

	async #page(path: string, body?: string): Promise<void> {
		const answer = await this.#ask(path);
		if (!answer) return;
		const text = answer.bytes.toString('utf8');
		this.#type(path, answer);
		this.#fresh(path, answer);
		const base = this.root.pathname.slice(0, -1);
		this.#find(path, pageComplaint(text, { base, shell: this.#shell, body }));
		if (answer.headers['content-security-policy']) return;
		if (/<meta http-equiv="content-security-policy"/.test(text)) {
			this.#note(path, 'The policy is in the page only, so other sites can put it into a frame.');
		} else {
			const problem = 'It has no content security policy.';
			this.#find(path, { problem, fix: 'Send the headers of docs/hosting.md.' });
		}
	}

	async #worker(): Promise<void> {
		const path = 'service-worker.js';
		const answer = await this.#ask(path);
		if (!answer) return;
		this.#type(path, answer);
		this.#fresh(path, answer);
		const text = answer.bytes.toString('utf8');
		const files = readShellManifest(text);
		if (files.length === 0 && text.includes('registration.unregister()')) {
			return this.#note(path, 'This worker removes what devices have stored.');
		}
		this.#find(path, workerComplaint(text, files.length, this.#shell));
		for (const { url, integrity } of files) {
			const file = await this.#ask(url);
			if (!file) continue;
			this.#type(url, file);
			if (hash(file.bytes) !== integrity) this.#find(url, ALTERED);
			if (url.includes('/immutable/')) this.#immutable(url, file);
		}
	}

	/** The bytes, if they are right however they are asked for. */
	async #blob(name: string): Promise<Buffer | undefined> {
		const path = `blobs/${name}`;
		let bytes: Buffer | undefined;
		for (const encoding of ['identity', 'gzip', 'br']) {
			const answer = await this.#ask(path, encoding);
			if (!answer) return undefined;
			if (hash(answer.bytes) !== name.slice(0, name.lastIndexOf('.'))) {
				const problem = `${ALTERED.problem.slice(0, -1)} (${encoding}).`;
				this.#find(path, { ...ALTERED, problem });
				return undefined;
			}
			if (encoding === 'identity') {
				this.#immutable(path, answer);
				this.#type(path, answer);
			}
			bytes = answer.bytes;
		}
		return bytes;
	}

	async #missing(): Promise<void> {
		for (const path of ['no-such-page/', 'blobs/no-such-file.txt', '_app/no-such-file.js']) {
			const answer = await this.#ask(path, 'gzip', 404);
			if (answer && /immutable|max-age=[1-9]/.test(answer.headers['cache-control'] ?? '')) {
				const problem = 'A missing file may be cached.';
				this.#find(path, { problem, fix: 'Send no-store with every 404.' });
			}
		}
	}

	async #ask(path: string, encoding = 'gzip', status = 200): Promise<Answer | undefined> {
		this.checked++;
		const answer = await ask(new URL(path, this.root), encoding).catch((error: unknown) => {
			const problem = `No answer: ${String(error)}`;
			this.#find(path, { problem, fix: 'Look whether the host is up.' });
			return undefined;
		});
		// Not every host knows brotli; gzip every host can do.
		if (answer?.status === 200 && encoding === 'gzip' && isUncompressed(answer)) {
			this.#note(path, UNCOMPRESSED);
		}
		if (!answer || answer.status === status) return answer;
		if (answer.status >= 300 && answer.status < 400) {
			this.#find(path, {
				problem: `It redirects to ${answer.headers.location}.`,
				fix: 'Serve the address itself with 200: browsers refuse redirected answers of a service worker.'
			});
		} else {
			const fix =
				status === 404
					? 'Switch off the fallback that answers missing files with a page (often called SPA mode).'
					: 'Upload the whole build, blobs first and service-worker.js last.';
			this.#find(path, { problem: `It answers ${answer.status} instead of ${status}.`, fix });
		}
		return undefined;
	}

	#type(path: string, { headers }: Answer): void {
		this.#find(path, typeComplaint(path, headers['content-type']));
	}

	#fresh(path: string, { headers }: Answer): void {
		const control = headers['cache-control'];
		const fix = 'Serve it with: Cache-Control: no-cache, no-transform';
		const age = freshness(control);
		if (age === 'short') this.#note(path, `Updates come a little late (${control}). ${fix}`);
		if (age !== 'long') return;
		const problem = `It may be cached (Cache-Control: ${control ?? 'none'}), so updates come late.`;
		this.#find(path, { problem, fix });
	}

	#immutable(path: string, { headers }: Answer): void {
		if (!/immutable/.test(headers['cache-control'] ?? '')) this.#note(path, IMMUTABLE);
	}

	#note(path: string, note: string): void {
		const paths = this.notes.get(note) ?? [];
		this.notes.set(note, [...paths, `${this.root.pathname}${path}`]);
	}

	#find(path: string, complaint: Complaint | undefined): void {
		if (complaint) this.findings.push({ path: `${this.root.pathname}${path}`, ...complaint });
	}
}
