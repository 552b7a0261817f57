import { packed, type BlobRef, type Catalogue } from './catalogue';
import { matchesName } from './hash';
import { within } from '../within';

/** So long the stream may say nothing, in milliseconds. */
const SILENCE = 20_000;

/**
 * If most of a catalogue's posts are missing, reads its pack, one stream with the texts of all of them, and hands over
 * each file that is missing and is what its name says, as it arrives. Whatever is wrong with the host's answer only ends
 * it early: what is still missing then can be fetched file by file. Throws what `keep` throws.
 */
export async function unpack(
	base: string,
	catalogue: Catalogue,
	missing: ReadonlySet<string>,
	keep: (name: string, bytes: ArrayBuffer) => Promise<void>
): Promise<void> {
	const files = packed(catalogue);
	const wanted = files.filter(({ name }) => missing.has(name));
	if (!catalogue.pack || lengthOf(wanted) <= catalogue.pack.bytes / 2) return;
	const stop = new AbortController();
	try {
		const chunks = await open(`${base}/blobs/${catalogue.pack.name}`, stop.signal);
		for await (const [index, bytes] of cut(
			chunks,
			files.map(({ bytes }) => bytes)
		)) {
			const name = files[index]?.name ?? '';
			if (!missing.has(name)) continue;
			if (!(await matchesName(bytes, name))) return;
			await keep(name, bytes);
		}
	} finally {
		stop.abort();
	}
}

const lengthOf = (files: readonly BlobRef[]) => files.reduce((sum, { bytes }) => sum + bytes, 0);

type Chunks = ReadableStreamDefaultReader<Uint8Array>;

async function open(url: string, signal: AbortSignal): Promise<Chunks | undefined> {
	const request = fetch(url, { cache: 'no-store', redirect: 'error', signal });
	const response = await within(request, SILENCE).catch(() => undefined);
	return response?.status === 200 ? response.body?.getReader() : undefined;
}

/** The pieces of a stream that have these lengths, each with its place; the whole ones of a stream that breaks off. */
async function* cut(
	chunks: Chunks | undefined,
	lengths: readonly number[]
): AsyncGenerator<[index: number, bytes: ArrayBuffer]> {
	let rest: Uint8Array = new Uint8Array();
	for (const [index, length] of lengths.entries()) {
		const piece = new Uint8Array(length);
		for (let filled = 0; filled < length;) {
			if (rest.length === 0) {
				const next = chunks && (await within(chunks.read(), SILENCE).catch(() => undefined));
				if (!next?.value) return;
				rest = next.value;
			}
			const part = rest.subarray(0, length - filled);
			piece.set(part, filled);
			filled += part.length;
			rest = rest.subarray(part.length);
		}
		yield [index, piece.buffer];
	}
}
