import { createHash } from 'node:crypto';
import fs from 'node:fs';
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import zlib from 'node:zlib';
import type { Fault } from './faults';
import { isText, typeOf } from './published-files';

/** An answer before it goes on the wire: faults of content and headers are already in it. */
export interface Answer {
	status: number;
	headers: OutgoingHttpHeaders;
	body: Buffer;
}

const PORTAL_PAGE =
	'<!doctype html><title>Wi-Fi login</title><h1>Please log in</h1><script>self.portal = 1</script>';

/** The page of a captive portal, as if it were the answer to any URL. */
export const portalPage = (): Answer => ({
	status: 200,
	headers: { 'content-type': 'text/html', 'cache-control': 'no-store' },
	body: Buffer.from(PORTAL_PAGE)
});

export const plainAnswer = (status: number, text: string, headers: OutgoingHttpHeaders = {}) => ({
	status,
	headers: { 'content-type': 'text/plain', 'cache-control': 'no-store', ...headers },
	body: Buffer.from(text)
});

/** The answer for a published file, spoiled by what `fault` does to content and headers. */
export function fileAnswer(
	file: string,
	status: number,
	cacheControl: string,
	fault: Fault | undefined
): Answer {
	const type = typeOf(file);
	let body: Buffer = fs.readFileSync(file);
	if (fault?.kind === 'transform') body = transform(body, type);
	const headers: OutgoingHttpHeaders = {
		'content-type': type,
		'cache-control': cacheControl,
		etag: `W/"${createHash('sha1').update(body).digest('base64url')}"`
	};
	if (fault?.kind === 'vary') headers.vary = fault.value;
	if (fault?.kind === 'mime') headers['content-type'] = fault.type;
	if (fault?.kind === 'cache-control') headers['cache-control'] = fault.value;
	if (fault?.kind === 'date')
		headers.date = new Date(Date.now() + fault.days * 864e5).toUTCString();
	if (fault?.kind === 'status') status = fault.status;
	if (fault?.kind === 'partial') {
		headers['content-range'] = `bytes 0-${(body.length >> 1) - 1}/${body.length}`;
		return { status: 206, headers, body: body.subarray(0, body.length >> 1) };
	}
	return { status, headers, body };
}

/** What "optimizing" proxies do: correct for a reader, another hash for us. */
function transform(body: Buffer, type: string): Buffer {
	const text = body.toString('utf8');
	if (type.startsWith('text/html')) {
		const script = '<script src="https://cdn.invalid/speed.js"></script>';
		return Buffer.from(text.replace(/<\/body>/, `${script}</body>`));
	}
	if (type.startsWith('text/css')) return Buffer.from(text.replace(/\s+/g, ' ') + '/**/');
	return body;
}

/** 304 where the client has these bytes, gzip or brotli where it takes them and they help. */
export function negotiate(answer: Answer, request: IncomingMessage): Answer {
	const { status, headers, body } = answer;
	if (status === 200 && headers.etag && request.headers['if-none-match'] === headers.etag) {
		const { etag, 'cache-control': cacheControl } = headers;
		return { status: 304, headers: { etag, 'cache-control': cacheControl }, body: Buffer.alloc(0) };
	}
	if (!isText(String(headers['content-type'])) || body.length < 200) return answer;
	const accepted = String(request.headers['accept-encoding'] ?? '');
	const coding = /\bbr\b/.test(accepted) ? 'br' : /\bgzip\b/.test(accepted) ? 'gzip' : undefined;
	if (!coding) return answer;
	const packed = pack(body, coding);
	return {
		status,
		headers: { vary: 'accept-encoding', ...headers, 'content-encoding': coding },
		body: packed
	};
}

const packs = new Map<string, Buffer>();
const MOST_PACKS = 400;

/** Compressed bytes are kept: a chaos run asks for the same few files thousands of times. */
function pack(body: Buffer, coding: 'br' | 'gzip'): Buffer {
	const key = coding + createHash('sha1').update(body).digest('base64');
	let packed = packs.get(key);
	if (!packed) {
		const params = { [zlib.constants.BROTLI_PARAM_QUALITY]: 5 };
		packed = coding === 'br' ? zlib.brotliCompressSync(body, { params }) : zlib.gzipSync(body);
		if (packs.size >= MOST_PACKS) packs.clear();
		packs.set(key, packed);
	}
	return packed;
}

/** A gzip stream cut short, announced with exactly the length that is sent. */
export function cutGzip({ status, headers, body }: Answer, keep = 0.5): Answer {
	const packed = zlib.gzipSync(body);
	const cut = packed.subarray(0, Math.floor(packed.length * keep));
	return { status, headers: { ...headers, 'content-encoding': 'gzip' }, body: cut };
}

/** Puts the answer on the wire, as whole and as fast as `fault` allows. */
export async function send(response: ServerResponse, answer: Answer, fault?: Fault): Promise<void> {
	const { status, headers, body } = answer;
	const whole = { ...headers, 'content-length': body.length };
	const bodiless = response.req.method === 'HEAD' || status === 304;
	if (bodiless) return void response.writeHead(status, headers).end();
	if (fault?.kind === 'truncate') return truncate(response, answer, fault.framing, fault.keep);
	response.writeHead(status, whole);
	if (fault?.kind === 'stall') {
		response.write(body.subarray(0, Math.floor(body.length * (fault.keep ?? 0.5))));
		return;
	}
	if (fault?.kind === 'slow') return trickle(response, body, fault.bytesPerSecond);
	response.end(body);
}

function truncate(
	response: ServerResponse,
	{ status, headers, body }: Answer,
	framing: 'length' | 'chunked' | 'close',
	keep = 0.5
): void {
	const part = body.subarray(0, Math.floor(body.length * keep));
	if (framing === 'close') {
		// Neither length nor chunks: the end of the connection is the end of the body, and nobody can tell that it came early.
		response.useChunkedEncodingByDefault = false;
		response.writeHead(status, { ...headers, connection: 'close' }).end(part);
		return;
	}
	const length = framing === 'length' ? { 'content-length': body.length } : {};
	response.writeHead(status, { ...headers, ...length });
	response.write(part, () => setTimeout(() => response.socket?.destroy(), 20));
}

const SLICES_PER_SECOND = 20;

async function trickle(response: ServerResponse, body: Buffer, bytesPerSecond: number) {
	const slice = Math.max(1, Math.floor(bytesPerSecond / SLICES_PER_SECOND));
	for (let at = 0; at < body.length && !response.destroyed; at += slice) {
		if (at > 0) await new Promise((next) => setTimeout(next, 1000 / SLICES_PER_SECOND));
		response.write(body.subarray(at, at + slice));
	}
	response.end();
}
