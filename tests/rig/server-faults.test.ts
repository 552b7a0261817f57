import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from './processes';
import { gunzipPart, rawGet } from './raw-request';
import { startServer, type StaticServer } from './server';
import { LONG, smallRelease } from './small-release';

let one: string;
let two: string;
let server: StaticServer;
const url = (at: string) => server.origin + at;
const text = async (at: string) => (await fetch(url(at))).text();

beforeAll(async () => {
	one = smallRelease('one');
	two = smallRelease('two');
	server = await startServer({ dir: one });
});
afterEach(async () => {
	await server.setFaults();
	await server.deploy(one);
});
afterAll(() => server.offline());

describe('the faults of the host', () => {
	it('resets instead of answering', async () => {
		await server.setFaults({ kind: 'drop' });
		expect(await rawGet(url('/'))).toMatchObject({ status: 0, end: 'reset' });
	});
	it('resets each n-th connection', async () => {
		await server.setFaults({ kind: 'drop-connection', every: 2 });
		expect([await rawGet(url('/')), await rawGet(url('/'))].map(({ status }) => status)).toEqual([
			200, 0
		]);
	});
	it('cuts a body whose length was announced', async () => {
		await server.setFaults({ kind: 'truncate', framing: 'length' });
		const { headers, body } = await rawGet(url('/blobs/abc.txt'));
		expect(headers['content-length']).toBe(String(LONG.length));
		expect(body.length).toBe(LONG.length >> 1);
		await expect(text('/blobs/abc.txt')).rejects.toThrow();
	});
	it('cuts a chunked body before its last chunk', async () => {
		await server.setFaults({ kind: 'truncate', framing: 'chunked', keep: 0.25 });
		const { headers, body } = await rawGet(url('/blobs/abc.txt'), { connection: 'keep-alive' });
		expect(headers['transfer-encoding']).toBe('chunked');
		expect(body.toString()).not.toMatch(/0\r\n\r\n$/);
		await expect(text('/blobs/abc.txt')).rejects.toThrow();
	});
	it('cuts a body that ends with the connection, which nobody can notice', async () => {
		await server.setFaults({ kind: 'truncate', framing: 'close' });
		const { headers, end } = await rawGet(url('/blobs/abc.txt'));
		expect([headers['content-length'], headers['transfer-encoding'], end]).toEqual([
			undefined,
			undefined,
			'closed'
		]);
		expect(await text('/blobs/abc.txt')).toBe(LONG.slice(0, LONG.length >> 1));
	});
	it('cuts a gzip stream to exactly the length it announces', async () => {
		await server.setFaults({ kind: 'gzip-cut' });
		const { headers, body } = await rawGet(url('/blobs/abc.txt'));
		expect(headers['content-length']).toBe(String(body.length));
		const read = gunzipPart(body).toString();
		expect(LONG.startsWith(read) && read.length < LONG.length).toBe(true);
	});
	it('stalls after half of the body, and hangs without any of it', async () => {
		await server.setFaults({ kind: 'stall', match: 'css' }, { kind: 'hang' });
		expect(await rawGet(url('/style.css'), {}, 500)).toMatchObject({ status: 200, end: 'timeout' });
		expect(await rawGet(url('/'), {}, 500)).toMatchObject({ status: 0, end: 'timeout' });
		const faults = await until(() => server.log.length > 1 && server.log.slice(-2));
		expect(faults.map(({ fault, complete }) => [fault, complete])).toEqual([
			['stall', false],
			['hang', false]
		]);
	});
	it('ends what hangs when the faults change', async () => {
		await server.setFaults({ kind: 'hang' });
		const waiting = rawGet(url('/'));
		await until(() => server.log.at(-1)?.fault === 'hang');
		await server.setFaults();
		expect((await waiting).end).not.toBe('timeout');
	});
	it('sends slowly', async () => {
		await server.setFaults({ kind: 'slow', bytesPerSecond: LONG.length * 4 });
		const start = performance.now();
		expect((await rawGet(url('/blobs/abc.txt'))).body.toString()).toBe(LONG);
		expect(performance.now() - start).toBeGreaterThan(150);
	});
	it('delays an answer', async () => {
		await server.setFaults({ kind: 'delay', ms: 100 });
		const start = performance.now();
		await text('/');
		expect(performance.now() - start).toBeGreaterThan(95);
	});
	it('sends a status with its own page, or with the right bytes', async () => {
		await server.setFaults(
			{ kind: 'status', status: 503, times: 1 },
			{ kind: 'status', status: 500, body: 'real' }
		);
		expect((await fetch(url('/style.css'))).status).toBe(503);
		const real = await fetch(url('/style.css'));
		expect([real.status, await real.text()]).toEqual([500, expect.stringContaining('color')]);
	});
	it('is a captive portal', async () => {
		await server.setFaults({ kind: 'portal', how: 'page' });
		expect(await text('/service-worker.js')).toContain('Wi-Fi login');
		await server.setFaults({ kind: 'portal', how: 'redirect' });
		const response = await fetch(url('/service-worker.js'));
		expect([response.redirected, await response.text()]).toEqual([
			true,
			expect.stringContaining('Wi-Fi')
		]);
	});
	it('answers what is missing like a single-page application', async () => {
		await server.setFaults({ kind: 'spa' });
		const response = await fetch(url('/blobs/gone.txt'));
		expect([response.status, response.headers.get('cache-control')]).toEqual([
			200,
			expect.stringContaining('immutable')
		]);
		expect(await response.text()).toContain('home of one');
		expect(await text('/style.css')).toContain('color');
	});
	it.each(['/x', '/x.html', '/x/index.html'] as const)('redirects folders to %s', async (to) => {
		await server.setFaults({ kind: 'slash', to });
		const response = await fetch(url('/posts/x/'));
		expect([new URL(response.url).pathname, response.status]).toEqual(['/posts' + to, 200]);
		expect(await text('/style.css')).toContain('color');
		expect((await fetch(url('/'))).redirected).toBe(false);
	});
	it('spoils headers', async () => {
		const header = async (name: string) => (await fetch(url('/style.css'))).headers.get(name);
		await server.setFaults({ kind: 'vary', value: '*' });
		expect(await header('vary')).toBe('*');
		await server.setFaults({ kind: 'mime', type: 'text/html' });
		expect(await header('content-type')).toBe('text/html');
		await server.setFaults({ kind: 'cache-control', value: 'max-age=9' });
		expect(await header('cache-control')).toBe('max-age=9');
		await server.setFaults({ kind: 'date', days: 3650 });
		expect(Date.parse((await header('date')) ?? '')).toBeGreaterThan(Date.now() + 3000 * 864e5);
	});
	it('rewrites pages and style sheets on the way', async () => {
		await server.setFaults({ kind: 'transform' });
		expect(await text('/')).toContain('cdn.invalid');
		expect(await text('/style.css')).toBe('a { color: red; } /* one *//**/');
		expect(await text('/blobs/abc.txt')).toBe(LONG);
	});
	it('sends half as 206 to who asked for the whole', async () => {
		await server.setFaults({ kind: 'partial' });
		const response = await fetch(url('/blobs/abc.txt'));
		expect([response.status, (await response.text()).length]).toEqual([206, LONG.length >> 1]);
	});
	it('is an edge with another release', async () => {
		await server.setFaults({ kind: 'stale', dir: two, match: 'worker' });
		expect(await text('/service-worker.js')).toBe('// two');
		expect(await text('/')).toContain('home of one');
	});
});
