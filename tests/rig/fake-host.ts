import {
	packed,
	releaseOf,
	type BlobRef,
	type Catalogue,
	type CatalogueEntry
} from '../../src/lib/library/catalogue';
import { hashOf } from '../../src/lib/library/hash';

const encoder = new TextEncoder();

/** What the host says when asked for an address. */
export type FakeAnswer = { status?: number; body: string } | Error;

/** A published release: its catalogue, and every file by path. */
export interface Release {
	catalogue: Catalogue;
	files: Map<string, string>;
}

/** A release with these posts: slug → text of the body, and of a figure if it has one. */
export async function release(
	posts: Record<string, string | [body: string, figure: string]>,
	{ seq = 1, shell = 's1', base = '', pack = false } = {}
): Promise<Release> {
	const files = new Map<string, string>();
	const publish = async (text: string, extension: string): Promise<BlobRef> => {
		const bytes = encoder.encode(text);
		const name = `${await hashOf(bytes)}.${extension}`;
		files.set(`${base}/blobs/${name}`, text);
		return { name, bytes: bytes.length };
	};
	const entries: CatalogueEntry[] = [];
	for (const [slug, texts] of Object.entries(posts)) {
		const [body, figure] = typeof texts === 'string' ? [texts] : texts;
		entries.push({
			slug,
			title: slug.toUpperCase(),
			description: `About ${slug}.`,
			date: '2026-01-01',
			tags: ['go'],
			minutes: 1,
			body: await publish(body, 'txt'),
			assets: figure === undefined ? [] : [await publish(figure, 'js')]
		});
	}
	const texts = packed({ posts: entries }).map(({ name }) => files.get(`${base}/blobs/${name}`));
	const content = {
		schema: 1 as const,
		seq,
		shell,
		posts: entries,
		...(pack && { pack: await publish(texts.join(''), 'txt') })
	};
	const catalogue = { ...content, release: await releaseOf(content) };
	files.set(`${base}/catalogue.json`, JSON.stringify(catalogue));
	return { catalogue, files };
}

/** The network with one host at the other end: `fetch` takes the place of the global. */
export class FakeHost {
	files = new Map<string, string>();
	isDown = false;
	/** What is asked, path and query, in order. */
	readonly asked: string[] = [];
	/** Answers that replace the published ones, tried first. */
	answer: (path: string, times: number) => FakeAnswer | undefined = () => undefined;

	publish(...releases: Release[]): void {
		this.files = new Map(releases.flatMap(({ files }) => [...files]));
	}

	fetch = async (url: string, options: RequestInit = {}): Promise<Response> => {
		const { pathname, search } = new URL(url, 'https://blog.test');
		this.asked.push(pathname + search);
		const times = this.asked.filter((asked) => asked.replace(/\?.*/, '') === pathname).length;
		if (this.isDown) throw new TypeError('Failed to fetch');
		const special = this.answer(pathname, times);
		if (special instanceof Error) throw special;
		const body = special?.body ?? this.files.get(pathname);
		const status = special?.status ?? (body === undefined ? 404 : 200);
		if (status >= 300 && status < 400 && options.redirect === 'error') {
			throw new TypeError('Failed to fetch: redirect');
		}
		return new Response(body ?? 'Not found', { status });
	};
}
