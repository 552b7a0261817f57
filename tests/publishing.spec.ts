import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { buildSite } from './rig/site';
import { temporaryFolder } from './rig/processes';
import { catalogue, expect, filesOf, pagePaths, SITE, test } from './site';
import { makePosts, writePosts } from './fixtures/generate';

const read = (site: string, file: string) => readFileSync(join(site, file));

/** Files that differ between two built sites, or are in only one of them. */
function differences(a: string, b: string): string[] {
	const [inA, inB] = [new Set(filesOf(a)), new Set(filesOf(b))];
	return [...new Set([...inA, ...inB])]
		.filter((file) => !inA.has(file) || !inB.has(file) || !read(a, file).equals(read(b, file)))
		.sort();
}

test.describe('two builds', () => {
	test.setTimeout(180_000);
	const posts = temporaryFolder('posts');
	const made = makePosts(10);
	writePosts(posts, made);
	const build = (
		folder: string,
		seq: number,
		patches: Parameters<typeof buildSite>[0]['patches'] = []
	) => buildSite({ postsDir: folder, seq, patches });

	test('of the same sources are the same, byte for byte', async () => {
		const again = temporaryFolder('posts');
		cpSync(posts, again, { recursive: true });
		// A file that no build reads gives the second one a folder of its own.
		writeFileSync(join(again, 'README.txt'), 'x');
		expect(differences(await build(posts, 1), await build(again, 1))).toEqual([]);
	});

	test('one sentence apart differ in one body, the pack, its page, the lists and feeds, and nothing else', async () => {
		const edited = temporaryFolder('posts');
		cpSync(posts, edited, { recursive: true });
		const slug = made[3]?.slug ?? '';
		const file = join(edited, slug, 'index.md');
		writeFileSync(file, `${readFileSync(file, 'utf8')}\nOne more sentence.\n`);
		const changed = differences(await build(posts, 1), await build(edited, 2));
		const others = changed.filter(
			(name) =>
				!['catalogue.json', 'feed.json', 'feed.xml', `posts/${slug}/index.html`].includes(name)
		);
		expect(others.filter((name) => !name.startsWith('blobs/'))).toEqual([]);
		// Each in its old and its new form.
		expect(others).toHaveLength(4);
	});

	test('one colour apart differ in no body', async () => {
		const recoloured = await build(posts, 2, [
			{ file: 'src/styles/tokens.css', find: '#0b6b4f', replace: '#0b6b4e' }
		]);
		const changed = differences(await build(posts, 1), recoloured);
		expect(changed.filter((name) => name.startsWith('blobs/'))).toEqual([]);
		expect(changed).toContain('service-worker.js');
	});

	test('a draft appears nowhere', async () => {
		const withDraft = temporaryFolder('posts');
		cpSync(posts, withDraft, { recursive: true });
		const draft =
			'---\ntitle: "Zyzzyva"\ndescription: "Not yet."\ndate: 2026-11-21\ntags: [go]\ndraft: true\n---\n\nZyzzyva.\n';
		writeFileSync(join(withDraft, 'zyzzyva.md'), draft);
		const site = await build(withDraft, 1);
		for (const file of filesOf(site)) {
			expect(file).not.toContain('zyzzyva');
			expect(read(site, file).toString('utf8'), file).not.toContain('yzzyva');
		}
	});
});

test('RSS is well formed, with every post in full and absolute addresses', () => {
	const text = read(SITE, 'feed.xml').toString('utf8');
	expect(XMLValidator.validate(text)).toBe(true);
	const { rss } = new XMLParser({ ignoreAttributes: false }).parse(text);
	expect(rss['@_version']).toBe('2.0');
	expect(rss.channel.item).toHaveLength(catalogue.posts.length);
	for (const item of rss.channel.item) {
		expect(new Date(item.pubDate).getTime()).not.toBeNaN();
		expect(item.guid['#text']).toBe(item.link);
		expect(item['content:encoded'].length).toBeGreaterThan(item.description.length);
		expect(item['content:encoded']).not.toMatch(/ (href|src)="[/#]|<button/);
	}
});

test('JSON Feed says the same', () => {
	const feed = JSON.parse(read(SITE, 'feed.json').toString('utf8'));
	expect(feed.version).toBe('https://jsonfeed.org/version/1.1');
	expect(feed.items.map(({ title }: { title: string }) => title)).toEqual(
		catalogue.posts.map(({ title }) => title)
	);
	for (const item of feed.items) {
		expect(item.id).toMatch(/^https:\/\/.*\/$/);
		expect(item.content_html.length).toBeGreaterThan(100);
	}
});

test('the sitemap lists exactly the pages worth finding, each with its date', () => {
	const text = read(SITE, 'sitemap.xml').toString('utf8');
	const { urlset } = new XMLParser().parse(text);
	const listed = urlset.url.map(({ loc }: { loc: string }) => new URL(loc).pathname).sort();
	const tools = ['/search/', '/library/'];
	expect(listed).toEqual(pagePaths.filter((path) => !tools.includes(path)).sort());
	for (const { lastmod } of urlset.url) expect(lastmod).toMatch(/^\d{4}-\d\d-\d\d$/);
});

test('every post says who it is: canonical address, card, structured data', () => {
	for (const { slug, title } of catalogue.posts) {
		const page = read(SITE, `posts/${slug}/index.html`).toString('utf8');
		const url = /<link rel="canonical" href="([^"]+)"/.exec(page)?.[1] ?? '';
		expect(url).toMatch(new RegExp(`^https://.*/posts/${encodeURIComponent(slug)}/$`));
		expect(page).toContain(`<meta property="og:url" content="${url}">`);
		const data = JSON.parse(
			/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(page)?.[1] ?? ''
		);
		expect(data).toMatchObject({ '@type': 'BlogPosting', headline: title, mainEntityOfPage: url });
	}
});

test('Chromium can install it and finds nothing wrong with the manifest', async ({
	saved,
	server
}) => {
	const session = await saved.context().newCDPSession(saved);
	const { errors, data } = await session.send('Page.getAppManifest');
	expect(errors).toEqual([]);
	const { installabilityErrors } = await session.send('Page.getInstallabilityErrors');
	// A test's window is private, and installing from one is refused; nothing else may be.
	expect(
		installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito')
	).toEqual([]);
	const manifest = JSON.parse(data ?? '{}');
	const files = [...manifest.icons, ...manifest.screenshots].map(({ src }: { src: string }) => src);
	for (const file of files)
		expect((await saved.request.get(server.origin + file)).status(), file).toBe(200);
	const purposes = manifest.icons.map(({ purpose = 'any' }: { purpose?: string }) => purpose);
	expect(purposes).toEqual(expect.arrayContaining(['any', 'maskable', 'monochrome']));
});
