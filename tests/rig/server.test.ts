import zlib from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { until } from './processes';
import { rawGet } from './raw-request';
import { startServer, type StaticServer } from './server';
import { smallRelease } from './small-release';

let one: string;
let two: string;
let server: StaticServer;
const url = (at: string) => server.origin + at;
const text = async (at: string) => (await fetch(url(at))).text();

beforeAll(async () => {
	one = smallRelease('one');
	two = smallRelease('two');
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
