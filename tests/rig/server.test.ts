import fs from 'node:fs';
import path from 'node:path';
import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFolder, until } from './processes';
import { gunzipPart, rawGet } from './raw-request';
import { startServer, type StaticServer } from './server';

const LONG = Array.from({ length: 900 }, (_, line) => `line ${line} of a post`).join('\n');

function release(name: string): string {
	const dir = temporaryFolder('release');
	const files = {
		'index.html': `<title>home of ${name}</title><body>${LONG}</body>`,
		'404.html': `<title>missing in ${name}</title>`,
		'posts/x/index.html': `<title>x of ${name}</title>`,
		'posts/é/index.html': '<title>é</title>',
		'blobs/abc.txt': LONG,
		'style.css': `a {\n\tcolor: red;\n}\n/* ${name} */`,
		'service-worker.js': `// ${name}`
	};
	for (const [file, text] of Object.entries(files)) {
		fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
		fs.writeFileSync(path.join(dir, file), text);
	}
	return dir;
}

let one: string;
let two: string;
let server: StaticServer;
const url = (at: string) => server.origin + at;
const text = async (at: string) => (await fetch(url(at))).text();

beforeAll(async () => {
	one = release('one');
	two = release('two');
	server = await startServer({ dir: one, csp: "default-src 'self'" });
});
afterEach(async () => {
	await server.setFaults();
	await server.deploy(one);
});
afterAll(() => server.offline());

describe('the static host', () => {
	it('answers a folder with its index page and redirects to the slash', async () => {
		expect(await text('/posts/x/')).toContain('x of one');
		const { status, headers } = await rawGet(url('/posts/x'));
		expect([status, headers.location]).toEqual([301, '/posts/x/']);
	});
	it('finds paths that are not ASCII', async () => {
		expect(await text('/posts/%C3%A9/')).toContain('é');
	});
	it('answers what is missing with 404.html and status 404', async () => {
		const response = await fetch(url('/nothing/'));
		expect([response.status, await response.text()]).toEqual([
			404,
			'<title>missing in one</title>'
		]);
	});
	it('gives nothing from outside of the folder', async () => {
		const { status } = await rawGet(url('/%2e%2e%2f%2e%2e%2fetc%2fpasswd'));
		expect(status).toBe(404);
	});
	it('lets blobs be kept for ever and asks about everything else', async () => {
		expect((await fetch(url('/blobs/abc.txt'))).headers.get('cache-control')).toContain(
			'immutable'
		);
		for (const at of ['/', '/service-worker.js', '/nothing']) {
			expect((await fetch(url(at))).headers.get('cache-control')).toBe('no-cache');
		}
	});
	it('answers 304 to somebody who has the bytes', async () => {
		const etag = (await fetch(url('/'))).headers.get('etag') ?? '';
		const { status, body } = await rawGet(url('/'), { 'if-none-match': etag });
		expect([status, body.length]).toEqual([304, 0]);
	});
	it('compresses text with what the client takes', async () => {
		const packed = await rawGet(url('/'), { 'accept-encoding': 'gzip' });
		expect(zlib.gunzipSync(packed.body).toString()).toContain('home of one');
		const { headers } = await rawGet(url('/'), { 'accept-encoding': 'gzip, br' });
		expect(headers['content-encoding']).toBe('br');
	});
	it('sends the policy with documents only', async () => {
		expect((await fetch(url('/'))).headers.get('content-security-policy')).toBe(
			"default-src 'self'"
		);
		expect((await fetch(url('/style.css'))).headers.get('content-security-policy')).toBeNull();
	});
	it('knows nothing outside of the base path', async () => {
		const based = await startServer({ dir: one, base: '/blog' });
		expect(await (await fetch(based.url)).text()).toContain('home of one');
		expect((await fetch(based.origin + '/blog')).url).toBe(based.url);
		expect((await fetch(based.origin + '/')).status).toBe(404);
		expect((await fetch(based.origin + '/blogger/')).status).toBe(404);
		await based.offline();
	});
	it('deploys another release, or single files of it', async () => {
		await server.deploy(one, { '/service-worker.js': two, '/style.css': null });
		expect(await text('/service-worker.js')).toBe('// two');
		expect((await fetch(url('/style.css'))).status).toBe(404);
		expect(await text('/')).toContain('home of one');
		await server.deploy(two);
		expect(await text('/')).toContain('home of two');
	});
	it('logs what it answered', async () => {
		const mark = server.log.length;
		await text('/style.css?q=1');
		const [line] = await until(() => server.since(mark).length && server.since(mark));
		expect(line).toMatchObject({ url: '/style.css?q=1', status: 200, complete: true, fault: null });
		expect(line?.bytes).toBeGreaterThan(40);
	});
	it('refuses connections when told to, and comes back', async () => {
		await server.setFaults({ kind: 'hang', match: 'style' });
		const open = rawGet(url('/style.css'));
		await until(() => server.log.some(({ fault }) => fault === 'hang'));
		await server.refuse();
		expect(await open).toMatchObject({ status: 0, end: 'reset' });
		expect(server.isOnline).toBe(false);
		await expect(fetch(server.origin)).rejects.toThrow();
		await server.accept();
		expect((await fetch(url('/'))).status).toBe(200);
	});
	it('refuses connections when offline and comes back at the same address, with its faults', async () => {
		const { origin } = server;
		await server.setFaults({ kind: 'status', status: 503, match: 'style' });
		await server.offline();
		await expect(fetch(origin)).rejects.toThrow();
		await server.online();
		expect(server.origin).toBe(origin);
		expect((await fetch(url('/style.css'))).status).toBe(503);
	});
});

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
		expect(await rawGet(url('/style.css'))).toMatchObject({ status: 200, end: 'timeout' });
		expect(await rawGet(url('/'))).toMatchObject({ status: 0, end: 'timeout' });
		const faults = await until(() => server.log.length > 1 && server.log.slice(-2));
		expect(faults.map(({ fault, complete }) => [fault, complete])).toEqual([
			['stall', false],
			['hang', false]
		]);
	});
	it('ends what hangs when the faults change', async () => {
		await server.setFaults({ kind: 'hang' });
		const waiting = rawGet(url('/'), {}, 5000);
		await until(() => server.log.at(-1)?.fault === 'hang');
		await server.setFaults();
		expect((await waiting).end).not.toBe('timeout');
	});
	it('sends slowly', async () => {
		await server.setFaults({ kind: 'slow', bytesPerSecond: LONG.length * 4 });
		const start = performance.now();
		expect((await rawGet(url('/blobs/abc.txt'), {}, 5000)).body.toString()).toBe(LONG);
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
