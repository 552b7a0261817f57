import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import sirv from 'sirv';
import { checkHost, type Finding } from '../scripts/host-checks';
import { asset, blob, brokenHosts, page, pageFile } from './broken-hosts';
import { startServer, type StaticServer } from './rig/server';
import { catalogue, SITE } from './site';

/** A host with the built site, and a folder of files that may take the place of published ones. */
interface Fixtures {
	server: StaticServer;
	/** Publishes another text at the place of a file. */
	alter(file: string, change: (text: string) => string): Promise<void>;
}

const test = base.extend<Fixtures>({
	server: async ({}, use) => {
		const server = await startServer({ dir: SITE });
		await use(server);
		await server.offline();
	},
	alter: async ({ server }, use) => {
		const folder = mkdtempSync(join(tmpdir(), 'altered-'));
		const overrides: Record<string, string> = {};
		await use(async (file, change) => {
			const text = readFileSync(join(SITE, file), 'utf8');
			const changed = change(text);
			expect(changed).not.toBe(text);
			mkdirSync(dirname(join(folder, file)), { recursive: true });
			writeFileSync(join(folder, file), changed);
			overrides[file] = folder;
			await server.deploy(SITE, overrides);
		});
		rmSync(folder, { recursive: true, force: true });
	}
});

/** The finding at this address; it must be the only kind of trouble there. */
async function findingAt(server: StaticServer, path: string): Promise<Finding> {
	const { findings } = await checkHost(server.url);
	const found = findings.filter((finding) => finding.path === path);
	expect(found, JSON.stringify(findings, null, 1)).toHaveLength(1);
	return found[0] as Finding;
}

test('a host that does all that is asked of it gets no finding and no note', async ({ server }) => {
	const header = /content-security-policy: (.*)/.exec(
		readFileSync(join(SITE, '_headers'), 'utf8')
	)?.[1];
	expect(header).toContain("frame-ancestors 'none'");
	const strict = await startServer({ dir: SITE, csp: header });
	const { findings, notes, checked } = await checkHost(strict.url);
	await strict.offline();
	expect({ findings, notes }).toEqual({ findings: [], notes: [] });
	expect(checked).toBeGreaterThan(catalogue.posts.length * 4);
	// Without the header the policy of the pages holds: worth one line, for all pages together.
	const plain = await checkHost(server.url.slice(0, -1));
	expect(plain.findings).toEqual([]);
	expect(plain.notes).toHaveLength(1);
	expect(plain.notes[0]).toMatch(/^\/ and \d+ more: .*frame/);
});

for (const [what, fault, path, problem, fix] of brokenHosts) {
	test(`${what} is found`, async ({ server }) => {
		await server.setFaults(fault);
		const finding = await findingAt(server, path);
		expect(finding.problem).toMatch(problem);
		expect(finding.fix).toMatch(fix);
	});
}

test('a login page in place of a page is found', async ({ server }) => {
	await server.setFaults({ kind: 'portal', how: 'page', match: '^/library/' });
	const { findings } = await checkHost(server.url);
	expect(new Set(findings.map(({ path }) => path))).toEqual(new Set(['/library/']));
	expect(findings.map(({ problem }) => problem)).toContain('This is not the page that was built.');
});

test('a fallback to the index is found at every missing address', async ({ server }) => {
	await server.setFaults({ kind: 'spa' });
	const { findings } = await checkHost(server.url);
	const paths = findings.map(({ path }) => path);
	expect(paths).toEqual(['/no-such-page/', '/blobs/no-such-file.txt', '/_app/no-such-file.js']);
	expect(findings[0]?.fix).toContain('SPA');
});

test('files of the shell that are minified or sent as another type are found', async ({
	server
}) => {
	await server.setFaults({ kind: 'transform', match: '\\.css' });
	const minified = (await checkHost(server.url)).findings;
	expect(minified).not.toEqual([]);
	for (const { path, fix } of minified) expect(path + fix).toMatch(/\.css.*minifying/);
	await server.setFaults({ kind: 'mime', type: 'text/plain', match: '^/_app/.*\\.js' });
	const types = (await checkHost(server.url)).findings;
	expect(types.some(({ path }) => path.startsWith('/_app/immutable/'))).toBe(true);
	expect(types.every(({ path, fix }) => /\.js$/.test(path) && /javascript/.test(fix))).toBe(true);
});

test('figures that are sent as another type are found', async ({ server }) => {
	test.skip(!asset, 'no post has a figure');
	await server.setFaults({ kind: 'mime', type: 'text/plain', match: asset?.name });
	expect((await findingAt(server, `/blobs/${asset?.name}`)).problem).toContain('text/plain');
});

test('a blob with one byte changed is found', async ({ server, alter }) => {
	await alter(blob, (text) => text.replace('e', 'a'));
	const { problem, fix } = await findingAt(server, blob);
	expect(problem).toContain('not those that were built');
	expect(fix).toContain('rewrites files');
});

test('a catalogue with one byte changed is found', async ({ server, alter }) => {
	await alter('/catalogue.json', (text) => text.replace('"minutes":', '"minutes":1'));
	expect((await findingAt(server, '/catalogue.json')).problem).toContain('not those');
});

test('a page is found whose text, script or policy is not the one that was built', async ({
	server,
	alter
}) => {
	await alter(pageFile, (text) => text.replace(/(<div class="prose">[^]*?) the /, '$1 a '));
	expect((await findingAt(server, page)).problem).toContain('text of the post');
	for (const script of [
		'<script src="//cdn.example/_app/a.js"></script>',
		'<SCRIPT>alert(1)</SCRIPT>'
	]) {
		await alter(pageFile, (text) => text.replace('</body>', `${script}</body>`));
		expect((await findingAt(server, page)).problem).toContain('script was added');
	}
	await alter(pageFile, (text) => text.replace(/<meta http-equiv="content-security.*\n/, ''));
	const { problem, fix } = await findingAt(server, page);
	expect(problem).toContain('no content security policy');
	expect(fix).toContain('docs/hosting.md');
});

test('pages and a worker of another release are found', async ({ server, alter }) => {
	const { shell } = catalogue;
	const other = `${shell.slice(0, -1)}${shell.endsWith('x') ? 'y' : 'x'}`;
	await alter('/library/index.html', (text) => text.replaceAll(shell, other));
	await alter('/service-worker.js', (text) => text.replaceAll(shell, other));
	expect((await findingAt(server, '/library/')).problem).toContain('another release');
	const { problem, fix } = await findingAt(server, '/service-worker.js');
	expect(problem).toContain('another release');
	expect(fix).toContain('whole build');
});

test('another worker is found, and the one that removes the library is noted', async ({
	server,
	alter
}) => {
	await alter('/service-worker.js', () => 'self.addEventListener("fetch", () => {});');
	expect((await findingAt(server, '/service-worker.js')).problem).toContain('not the worker');
	const removing = readFileSync('scripts/removing-worker.js', 'utf8');
	await alter('/service-worker.js', () => removing);
	const { findings, notes } = await checkHost(server.url);
	expect(findings).toEqual([]);
	expect(notes.join()).toContain('removes what devices have stored');
});

test('a site under another base path than it was built for is found', async () => {
	const folder = mkdtempSync(join(tmpdir(), 'elsewhere-'));
	cpSync(SITE, join(folder, 'blog'), { recursive: true });
	const server = await startServer({ dir: folder });
	const { findings } = await checkHost(`${server.origin}/blog/`);
	await server.offline();
	rmSync(folder, { recursive: true, force: true });
	expect(findings[0]?.path).toBe('/blog/');
	expect(findings[0]?.fix).toContain('BASE_PATH=/blog');
});

test('hosts that cache all for ten minutes, or nothing for good, are noted and not refused', async ({
	server
}) => {
	await server.setFaults({ kind: 'cache-control', value: 'max-age=600', match: '^(?!.*no-such)' });
	const { findings, notes } = await checkHost(server.url);
	expect(findings).toEqual([]);
	expect(notes.join('\n')).toContain('a little late');
	expect(notes.join('\n')).toContain('immutable');
	expect(notes.length).toBeLessThan(5);
});

test('a host that compresses nothing is noted, with what to do about it', async () => {
	const plain = createServer(sirv(SITE, { dev: true })).listen(0, '127.0.0.1');
	await once(plain, 'listening');
	const { port } = plain.address() as AddressInfo;
	const { notes } = await checkHost(`http://127.0.0.1:${port}/`);
	plain.close();
	const [note = '', ...others] = notes.filter((text) => text.includes('uncompressed'));
	expect(note).toMatch(/^\/\S* and \d+ more: .*Switch on brotli or gzip/);
	expect(others).toEqual([]);
});

test('a host that is down is a finding for each address, and no exception', async ({ server }) => {
	await server.offline();
	const { findings, checked } = await checkHost(server.url);
	expect(findings).toHaveLength(checked);
	for (const { problem, fix } of findings) {
		expect(problem).toContain('No answer');
		expect(fix).toContain('host is up');
	}
});
