import type { CatalogueEntry } from '../library/catalogue';
import { headings } from '../posts/headings';
import { articleHtml, withTags } from './article';
import type { PageContext } from './context';
import { renderDocument } from './document';
import { html, raw, type Html } from './html';
import { postMeta, tagLinks } from './parts';
import { paths } from './paths';
import { relatedPosts, seriesPosts } from './series';
import { jsonLd, openGraph } from './social';

/** A post's page: what the catalogue says of it around its text. */
export function renderPost(context: PageContext, post: CatalogueEntry, body: string): string {
	const { base, origin, site } = context;
	const path = paths.post(post.slug);
	return renderDocument(context, {
		kind: 'post',
		title: post.title,
		description: post.description,
		path,
		head: html`${openGraph(context, { type: 'article', ...post, path })}
<meta property="article:published_time" content="${post.date}">
${jsonLd({
	'@context': 'https://schema.org',
	'@type': 'BlogPosting',
	headline: post.title,
	description: post.description,
	datePublished: post.date,
	dateModified: post.updated ?? post.date,
	keywords: post.tags.join(', '),
	inLanguage: site.language,
	author: { '@type': 'Organization', name: site.author },
	mainEntityOfPage: `${origin}${base}${path}`
})}`,
		main: html`<article data-slug="${post.slug}" data-body="${post.body.name}">
<header>
<p class="command"><a href="${base}/">← all posts</a></p>
<h1>${post.title}</h1>
<p class="lead">${post.description}</p>
<div class="line">${tagLinks(base, post.tags)}${postMeta(post)}</div>
</header>
${renderContents(body)}
<div class="prose">
${raw(articleHtml(body))}
</div>
</article>
<p class="install-offer" hidden>All ${context.catalogue.posts.length} posts fit on your phone and open without a network. <a href="${base}${paths.library}" data-do="install">Install</a> <button type="button" data-do="decline">not now</button></p>
${renderWayOn(context, post)}`
	});
}

function renderContents(body: string): Html | false {
	const entries = headings(withTags(body)).filter(({ level }) => level === 2);
	if (entries.length === 0) return false;
	return html`<nav class="contents" aria-labelledby="contents"><details><summary id="contents">Contents</summary><ol>${entries.map(
		({ id, text }) => html`<li><a href="#${encodeURIComponent(id)}">${text}</a></li>`
	)}</ol></details></nav>`;
}

/** After the text: the reading path this post is part of, its neighbours, and what is near it. */
function renderWayOn({ base, site, catalogue }: PageContext, post: CatalogueEntry): Html {
	const { posts } = catalogue;
	const at = posts.findIndex(({ slug }) => slug === post.slug);
	const link = (to: CatalogueEntry) =>
		html`<a href="${base}${paths.post(to.slug)}">${to.title}</a>`;
	const newer = posts[at - 1];
	const older = posts[at + 1];
	const series = site.series.find(({ posts: slugs }) => slugs.includes(post.slug));
	const related = relatedPosts(post, posts, series?.posts);
	return html`<aside class="way-on" aria-label="Where to go from here">
${
	series &&
	html`<section><h2>Reading path: ${series.title}</h2><ol>${seriesPosts(series, posts).map(
		(entry) =>
			html`<li${raw(entry.slug === post.slug ? ' aria-current="page"' : '')}>${
				entry.slug === post.slug ? entry.title : link(entry)
			}</li>`
	)}</ol></section>`
}
${
	related.length > 0 &&
	html`<section><h2>Near this one</h2><ul>${related.map(
		(entry) => html`<li>${link(entry)}</li>`
	)}</ul></section>`
}
<nav class="neighbours" aria-label="Previous and next post">${
		newer ? html`<p><span>← newer</span> ${link(newer)}</p>` : html`<p></p>`
	}${older ? html`<p><span>older →</span> ${link(older)}</p>` : html`<p></p>`}</nav>
</aside>`;
}
