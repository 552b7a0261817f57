import {
	bodyOf,
	catalogueOf,
	changing,
	coldStart,
	expect,
	expectSaved,
	first,
	isNews,
	isWaiting,
	lookForNews,
	posts,
	second,
	shownRelease,
	statusOf,
	stopWorkers,
	styleOf,
	test,
	third
} from './blog';

test.describe.configure({ timeout: 120_000 });

for (const [how, partial] of Object.entries({
	'the new catalogue without the new text': async () => ({
		dir: await second(),
		overrides: { [`/blobs/${bodyOf(await second(), changing)}`]: null }
	}),
	'the new catalogue with the old worker': async () => ({
		dir: await third(),
		overrides: { '/service-worker.js': await first() }
	}),
	'the new worker with the old catalogue': async () => ({
		dir: await third(),
		overrides: { '/catalogue.json': await first() }
	}),
	'the new worker without one of its files': async () => ({
		dir: await third(),
		overrides: { [await styleOf(await third())]: null }
	})
})) {
	test(`half a publication, ${how}, changes nothing; the other half completes it`, async ({
		saved,
		context,
		server
	}) => {
		const { dir, overrides } = await partial();
		await server.deploy(dir, overrides);
		const mark = server.log.length;
		await saved.goto(server.url);
		await expect.poll(() => server.since(mark).some(isNews)).toBe(true);
		await server.idle();
		const page = await coldStart(context, server);
		expect(await shownRelease(page, server.origin, [await first()])).toBe(0);
		await page.goto(server.url);
		await expectSaved(page, posts.length);
		await server.online();
		await server.deploy(dir);
		await lookForNews(page);
		await expect(async () => {
			await page.goto(server.url);
			expect((await statusOf(page)).release).toBe(catalogueOf(dir).release);
		}).toPass();
	});
}

for (const [how, fault] of [
	['the host goes away', 'drop'],
	['the browser ends the worker', 'hang']
] as const) {
	test(`${how} after the first, second, third… answer of an update: the device has the old release or the new, whole`, async ({
		saved,
		context,
		server
	}) => {
		const sites = [await first(), await third()];
		await server.deploy(await third());
		let page = saved;
		let shown = 0;
		let rounds = 0;
		for (let answers = 0; shown === 0; answers++) {
			await server.setFaults({ kind: fault, skip: answers });
			await server.online();
			const mark = server.log.length;
			await page.goto(server.url);
			await expect
				.poll(async () => {
					const ended = server.since(mark).some((answer) => answer.fault === fault);
					return ended || (await isWaiting(page));
				})
				.toBe(true);
			if (fault === 'hang') await stopWorkers(page);
			page = await coldStart(context, server);
			shown = await shownRelease(page, server.origin, sites);
			rounds++;
		}
		expect(rounds).toBeGreaterThan(2);
		await page.goto(server.url);
		await expectSaved(page, posts.length + 1);
	});
}
