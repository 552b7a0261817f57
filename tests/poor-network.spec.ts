import { expect, expectSaved, posts, test } from './blog';

test.describe.configure({ timeout: 120_000 });

test('a script that was cut short and called whole is mended for the next page', async ({
	page,
	server
}) => {
	await server.setFaults({ kind: 'truncate', framing: 'close', match: 'enhance', nth: 1 });
	await page.goto(server.url);
	await expect
		.poll(() => server.log.filter(({ url }) => url.includes('/enhance.')).map(({ fault }) => fault))
		.toEqual(['truncate', null]);
	await page.goto(server.url);
	await expectSaved(page, posts.length);
});

for (const file of ['service-worker.js', 'serif-400.']) {
	test(`a worker that was not installed for want of ${file} is tried again on the same page`, async ({
		page,
		server
	}) => {
		await server.setFaults({ kind: 'status', status: 404, match: file });
		await page.goto(server.url);
		// The page asks for the font as well.
		const refused = () =>
			server.log.some(({ url, destination }) => url.includes(file) && destination !== 'font');
		await expect.poll(refused).toBe(true);
		await server.setFaults();
		await expectSaved(page, posts.length);
	});
}
