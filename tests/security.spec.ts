import type { Page } from '@playwright/test';
import { expect, pageKinds, test } from './site';

const ATTACKS = [
	'<img src=x onerror=alert(1)>',
	'"><script>alert(1)</script>',
	'javascript:alert(1)',
	"'-alert(1)-'",
	'{{constructor.constructor("alert(1)")()}}'
];

async function watch(page: Page): Promise<string[]> {
	const seen: string[] = [];
	page.on('console', (message) => {
		if (message.type() === 'error') seen.push(message.text());
	});
	page.on('pageerror', (error) => seen.push(error.message));
	page.on('dialog', (dialog) => {
		seen.push(`dialog: ${dialog.message()}`);
		void dialog.dismiss();
	});
	await page.addInitScript(() => {
		document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
			console.error(`policy: ${violatedDirective} ${blockedURI}`)
		);
	});
	return seen;
}

test('no page kind breaks the content security policy or logs an error', async ({
	page,
	server
}) => {
	const seen = await watch(page);
	for (const path of [...pageKinds, ...pageKinds]) {
		await page.goto(server.origin + path);
		await expect(page.locator('#status')).not.toBeEmpty({ timeout: 30_000 });
		await page.keyboard.press('Control+k');
		await page.keyboard.type('retry');
		await expect(page.locator('[data-hit]').first()).toBeVisible();
	}
	expect(seen).toEqual([]);
});

test('nothing but our own host is asked, and no cookie is set', async ({
	page,
	server,
	context
}) => {
	const hosts = new Set<string>();
	context.on('request', (request) => hosts.add(new URL(request.url()).origin));
	for (const path of pageKinds) {
		await page.goto(server.origin + path);
		await expect(page.locator('#status')).not.toBeEmpty({ timeout: 30_000 });
	}
	expect([...hosts].filter((origin) => origin !== 'null')).toEqual([server.origin]);
	expect(await context.cookies()).toEqual([]);
});

test('what stands in an address or is typed never becomes markup', async ({ saved, server }) => {
	const seen = await watch(saved);
	for (const attack of ATTACKS) {
		await saved.goto(`${server.origin}/search/?q=${encodeURIComponent(attack)}`);
		await expect(saved.locator('.found')).toBeVisible();
		await saved.goto(`${server.origin}/tags/go/?and=${encodeURIComponent(attack)}#${attack}`);
		await saved.goto(`${server.origin}/?mark=${encodeURIComponent(attack)}`);
	}
	expect(await saved.locator('img[src=x]').count()).toBe(0);
	expect(seen).toEqual([]);
});

test('the service worker obeys nothing but its few commands', async ({ saved }) => {
	const state = () =>
		saved.evaluate(async () => {
			const held: Record<string, number> = {};
			for (const name of await caches.keys()) {
				held[name] = (await (await caches.open(name)).keys()).length;
			}
			return held;
		});
	const before = await state();
	await saved.evaluate(async () => {
		const { active } = await navigator.serviceWorker.ready;
		const urls = ['//evil.example/', '\\\\evil.example', 'https://evil.example/x.js'];
		const shapes = [
			null,
			0,
			'remove',
			[],
			['remove'],
			{ type: 'REMOVE' },
			{ type: ['remove'] },
			{ type: 'remove', extra: 1 },
			{ type: 'skipWaiting' },
			{ type: '__proto__' },
			...urls.map((url) => ({ type: 'save', url })),
			...urls.map((url) => ({ type: 'navigate', url }))
		];
		for (let at = 0; at < 1_000; at++) active?.postMessage(shapes[at % shapes.length]);
		active?.postMessage({ type: 'status' });
		await new Promise((resolve) =>
			navigator.serviceWorker.addEventListener('message', resolve, { once: true })
		);
	});
	expect(await state()).toEqual(before);
});
