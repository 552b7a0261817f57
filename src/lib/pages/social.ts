import type { PageContext } from './context';
import { html, raw, type Html } from './html';

/** Structured data. `<` is escaped so that no value can end the element. */
export function jsonLd(data: object): Html {
	return html`<script type="application/ld+json">${raw(
		JSON.stringify(data).replaceAll('<', '\\u003c')
	)}</script>`;
}

/** What chat programs and social sites show for a link. */
export function openGraph(
	{ base, origin, site }: PageContext,
	page: { type: 'article' | 'website'; title: string; description: string; path: string }
): Html {
	const properties = {
		'og:type': page.type,
		'og:title': page.title,
		'og:description': page.description,
		'og:url': `${origin}${base}${page.path}`,
		'og:site_name': site.title,
		'og:image': `${origin}${base}/icons/card.png`
	};
	return html`${Object.entries(properties).map(
		([property, content]) => html`<meta property="${property}" content="${content}">
`
	)}<meta name="twitter:card" content="summary_large_image">`;
}
