import { articleHtml } from '../pages/article';
import { escapeHtml, html, raw } from '../pages/html';
import { countTags } from '../pages/parts';
import { paths } from '../pages/paths';
import type { Publication } from './publish';

const XML = raw('<?xml version="1.0" encoding="utf-8"?>');

/** Feed readers show a text without our scripts and styles, at an address of their own. */
function feedContent(body: string, root: string): string {
	return articleHtml(body)
		.replace(/<button[^>]*>.*?<\/button>/gs, '')
		.replace(/<a class="anchor".*?<\/a>/gs, '')
		.replace(/ (href|src)="\//g, ` $1="${new URL(root).origin}/`)
		.replace(/ href="#/g, ` href="${root}#`);
}

function items({ context, posts }: Publication) {
	const root = `${context.origin}${context.base}`;
	return posts.map(({ post, body }) => {
		const url = root + paths.post(post.slug);
		return { post, url, content: feedContent(body, url) };
	});
}

/** RSS 2.0 with the full text (https://www.rssboard.org/rss-specification). */
export function rssFeed(publication: Publication): string {
	const { origin, base, site } = publication.context;
	const date = (iso: string) => new Date(iso).toUTCString();
	return html`${XML}
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel>
<title>${site.title}</title>
<link>${origin}${base}/</link>
<description>${site.description}</description>
<language>${site.language}</language>
<atom:link href="${origin}${base}/feed.xml" rel="self" type="application/rss+xml"/>
${items(publication).map(
	({ post, url, content }) => html`<item>
<title>${post.title}</title>
<link>${url}</link>
<guid isPermaLink="true">${url}</guid>
<pubDate>${date(post.date)}</pubDate>
<description>${post.description}</description>
${post.tags.map((tag) => html`<category>${tag}</category>`)}
<content:encoded>${content}</content:encoded>
</item>
`
)}</channel>
</rss>
`.text;
}

/** JSON Feed 1.1 with the full text (https://www.jsonfeed.org/version/1.1/). */
export function jsonFeed(publication: Publication): string {
	const { origin, base, site } = publication.context;
	return JSON.stringify({
		version: 'https://jsonfeed.org/version/1.1',
		title: site.title,
		description: site.description,
		language: site.language,
		home_page_url: `${origin}${base}/`,
		feed_url: `${origin}${base}/feed.json`,
		authors: [{ name: site.author }],
		items: items(publication).map(({ post, url, content }) => ({
			id: url,
			url,
			title: post.title,
			summary: post.description,
			content_html: content,
			date_published: `${post.date}T00:00:00Z`,
			date_modified: `${post.updated ?? post.date}T00:00:00Z`,
			tags: post.tags
		}))
	});
}

/** Every page worth finding, with the date of its last change (https://www.sitemaps.org/protocol.html). */
export function sitemap({ context }: Publication): string {
	const { origin, base, catalogue } = context;
	const lastmod = (posts: typeof catalogue.posts) =>
		posts
			.map(({ date, updated }) => updated ?? date)
			.sort()
			.at(-1);
	const url = (path: string, posts: typeof catalogue.posts): string => {
		const modified = lastmod(posts);
		const address = `<loc>${escapeHtml(`${origin}${base}${path}`)}</loc>`;
		return `<url>${address}${modified ? `<lastmod>${modified}</lastmod>` : ''}</url>`;
	};
	return [
		XML.text,
		'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
		url(paths.index, catalogue.posts),
		...catalogue.posts.map((post) => url(paths.post(post.slug), [post])),
		...[...countTags(catalogue.posts).keys()].map((tag) =>
			url(
				paths.tag(tag),
				catalogue.posts.filter(({ tags }) => tags.includes(tag))
			)
		),
		'</urlset>\n'
	].join('\n');
}
