import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Script } from 'node:vm';
import {
	expect,
	expectRelease,
	expectTakeover,
	expectSaved,
	first,
	isWaiting,
	lookForNews,
	posts,
	test,
	third
} from './blog';
import type { FaultKind } from './rig/faults';

/** The rest is lost, and nothing says that there was more. */
const CUT: FaultKind = { kind: 'truncate', framing: 'close' };

test.describe.configure({ timeout: 120_000 });

const BROKEN: FaultKind = { kind: 'status', status: 500, body: 'real' };

for (const [what, file, fault] of [
	['was cut short and called whole', 'enhance.', CUT],
	['came with an error that may be kept', 'enhance.', BROKEN]
] as const) {
	test(`a script that ${what} is mended for the next page`, async ({ page, server }) => {
		await server.setFaults({ ...fault, match: file, nth: 1 });
		await page.goto(server.url);
		await expect
			.poll(() =>
				server.log.filter(({ url }) => url.includes(`/${file}`)).map(({ fault }) => fault)
			)
			.toEqual([fault.kind, null]);
		await page.goto(server.url);
		await expectSaved(page, posts.length);
	});
}

test('no beginning of the worker’s script is a script', async () => {
	const script = readFileSync(join(await first(), 'service-worker.js'), 'utf8');
	expect(() => new Script(script)).not.toThrow();
	for (let length = 1; length < script.length - 1; length += 97) {
		expect(() => new Script(script.slice(0, length)), `${length} characters`).toThrow(SyntaxError);
	}
});

const MISSING: FaultKind = { kind: 'status', status: 404 };

for (const [what, file, fault] of [
	['has no script', 'service-worker.js', MISSING],
	['has half a script', 'service-worker.js', CUT],
	['lacks a file', 'mono.', MISSING]
] as const) {
	test(`a worker that ${what} is tried again on the same page`, async ({ page, server }) => {
		await server.setFaults({ ...fault, match: file });
		await page.goto(server.url);
		// The page asks for the font as well.
		const refused = () =>
			server.log.some(({ url, destination }) => url.includes(file) && destination !== 'font');
		await expect.poll(refused).toBe(true);
		await server.setFaults();
		await expectSaved(page, posts.length);
	});
}

test('the library does not go on saying that nothing is kept once a worker has come', async ({
	page,
	server
}) => {
	await server.setFaults({ ...CUT, match: 'service-worker.js' });
	await page.goto(`${server.origin}/library/`);
	await expect(page.locator('#app')).toContainText('refused to keep anything');
	await server.setFaults();
	await expect(page.locator('#app')).toContainText('10 of 10 posts are on this device', {
		timeout: 30_000
	});
});

test('a newer worker of which half came is installed as soon as it comes whole', async ({
	saved,
	server
}) => {
	await server.deploy(await third());
	await server.setFaults({ ...CUT, match: 'service-worker.js' });
	await lookForNews(saved);
	await expect.poll(() => server.log.some(({ fault }) => fault === 'truncate')).toBe(true);
	await server.idle();
	await server.setFaults();
	await expect(async () => {
		await lookForNews(saved);
		expect(await isWaiting(saved)).toBe(true);
	}).toPass({ timeout: 30_000 });
	await saved.goto(server.url);
	await expectTakeover(saved);
	await expectRelease(saved, await third());
});
