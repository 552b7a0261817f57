import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { ask } from './host-request';

let server: Server | undefined;
afterEach(() => server?.close());

async function host(listener: RequestListener): Promise<URL> {
	const started = createServer(listener);
	server = started;
	await new Promise<void>((ready) => started.listen(0, '127.0.0.1', ready));
	return new URL(`http://127.0.0.1:${(started.address() as AddressInfo).port}/x`);
}

describe('ask', () => {
	it.each([
		['identity', (text: string) => Buffer.from(text)],
		['gzip', (text: string) => gzipSync(text)],
		['br', (text: string) => brotliCompressSync(text)]
	])('decodes %s, and asks for nothing else', async (encoding, encode) => {
		const url = await host((request, response) => {
			response.setHeader('content-encoding', String(request.headers['accept-encoding']));
			response.end(encode(`${request.url} ${request.headers['accept-encoding']}`));
		});
		const { status, bytes } = await ask(url, encoding);
		expect([status, bytes.toString()]).toEqual([200, `/x ${encoding}`]);
	});

	it('follows no redirect and throws at no status', async () => {
		const url = await host((_, response) => response.writeHead(308, { location: '/y' }).end());
		const { status, headers } = await ask(url, 'gzip');
		expect([status, headers.location]).toEqual([308, '/y']);
	});

	it.each<[string, RequestListener]>([
		[
			'cut',
			(_, response) =>
				response.writeHead(200, { 'content-length': 9 }).write('abc', () => response.destroy())
		],
		[
			'not what the header says',
			(_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('abc')
		],
		['a reset', (request) => request.socket.resetAndDestroy()]
	])('rejects when the answer is %s', async (_, listener) => {
		await expect(ask(await host(listener), 'gzip')).rejects.toThrow();
	});

	it('rejects when nobody listens', async () => {
		const url = await host(() => undefined);
		await new Promise((closed) => server?.close(closed));
		await expect(ask(url, 'gzip')).rejects.toThrow('ECONNREFUSED');
	});
});
