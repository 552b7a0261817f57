import { counted } from '../posts/counted';
import type { PageContext } from './context';
import { renderDocument } from './document';
import { html, type Html } from './html';
import { postList, tagCloud } from './parts';
import { paths } from './paths';
import { seriesPosts } from './series';
import { jsonLd } from './social';

/** The index: what this blog is, every tag, the reading paths, every post. */
export function renderIndex(context: PageContext): string {
	const { base, origin, site, catalogue } = context;
	return renderDocument(context, {
		kind: 'index',
		title: '',
		description: site.description,
		path: paths.index,
		head: jsonLd({
			'@context': 'https://schema.org',
			'@type': 'Blog',
			name: site.title,
			description: site.description,
			url: `${origin}${base}/`,
			inLanguage: site.language
		}),
		main: html`<h1 class="command"><span class="prompt">$</span> cat ~/posts/*</h1>
<p class="lead">${site.description}</p>
<form class="find" action="${base}${paths.search}" role="search"><label for="q"><span class="prompt">$</span> grep -ri</label><input id="q" name="q" type="search" placeholder="search ${counted(catalogue.posts.length, 'post')}" autocomplete="off" enterkeyhint="search"><button>search</button></form>
${tagCloud(base, catalogue.posts)}
${renderSeries(context)}
<h2 class="listing"><span class="prompt">$</span> ls ~/posts <span class="count">${catalogue.posts.length}</span></h2>
${postList(base, catalogue.posts)}`
	});
}

/** The reading paths that have posts. A blog need not have any. */
function renderSeries({ base, site, catalogue }: PageContext): Html | false {
	const items = site.series.flatMap((series) => {
		const posts = seriesPosts(series, catalogue.posts);
		if (posts.length === 0) return [];
		return html`<li><details><summary><b>${series.title}</b> <span class="count">${posts.length}</span><span class="about">${series.description}</span></summary><ol>${posts.map(
			(post) =>
				html`<li><a href="${base}${paths.post(post.slug)}">${post.title}</a> <span class="meta">${post.minutes} min</span></li>`
		)}</ol></details></li>`;
	});
	return (
		items.length > 0 &&
		html`<section class="paths" aria-labelledby="reading-paths"><h2 id="reading-paths">Reading paths</h2>
<ul>${items}</ul></section>`
	);
}
