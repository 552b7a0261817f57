import type { PageContext } from './context';
import { html, type Html } from './html';
import { paths } from './paths';
import { CONTENT_SECURITY_POLICY } from './policy';

/** One page: what differs from page to page. */
export interface Page {
	/** Names the kind for styles and scripts. */
	kind: 'index' | 'post' | 'tag' | 'search' | 'library' | 'missing' | 'unsaved';
	/** Without the site's name. Empty on the index. */
	title: string;
	description: string;
	/** Canonical path without the base; pages that are no place (404) have none. */
	path?: string;
	/** More for the head: social cards, scripts of this page. */
	head?: Html;
	main: Html;
}

/** The whole document. The build publishes these bytes and the service worker answers with the same. */
export function renderDocument(context: PageContext, page: Page): string {
	const { base, origin, site, files } = context;
	const title = page.title ? `${page.title} · ${site.title}` : site.title;
	return html`<!doctype html>
<html lang="${site.language}" data-page="${page.kind}" data-base="${base}" data-shell="${context.shell}">
<head>
<meta charset="utf-8">
<meta http-equiv="content-security-policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<title>${title}</title>
<meta name="description" content="${page.description}">
${
	page.path === undefined
		? html`<meta name="robots" content="noindex">`
		: html`<link rel="canonical" href="${origin}${base}${page.path}">`
}
<meta name="theme-color" media="(prefers-color-scheme: light)" content="${site.themeColor.light}">
<meta name="theme-color" media="(prefers-color-scheme: dark)" content="${site.themeColor.dark}">
<link rel="manifest" href="${base}/manifest.webmanifest">
<link rel="icon" href="${base}/icons/icon.svg" type="image/svg+xml">
<link rel="apple-touch-icon" href="${base}/icons/apple-touch-icon.png">
<link rel="alternate" type="application/rss+xml" title="${site.title}" href="${base}/feed.xml">
<link rel="alternate" type="application/feed+json" title="${site.title}" href="${base}/feed.json">
<link rel="search" type="application/opensearchdescription+xml" title="${site.title}" href="${base}/opensearch.xml">
<link rel="stylesheet" href="${files.css}">
<script src="${files.theme}"></script>
<script type="module" src="${files.enhance}"></script>
${page.head}
</head>
<body>
<a class="skip" href="#main">Skip to the text</a>
${renderHeader(context)}
<p id="gate" class="gate" role="status" hidden></p>
<main id="main" tabindex="-1">
${page.main}
</main>
${renderFooter(context)}
${page.kind !== 'search' && renderSearchDialog(context)}
</body>
</html>
`.text;
}

function renderHeader({ base, site }: PageContext): Html {
	return html`<header class="bar">
<a class="home" href="${base}/"><span class="prompt">$</span> ${site.title}</a>
<span class="standalone"><button type="button" data-do="back" aria-label="Back">←</button><button type="button" data-do="reload" aria-label="Reload">↻</button><button type="button" data-do="share">share</button></span>
<nav aria-label="Site">
<a href="${base}${paths.search}" data-do="search" aria-keyshortcuts="/ Control+K Meta+K">search <kbd>/</kbd></a>
<a href="${base}${paths.library}"><span class="name">library</span> <span id="status" role="status"></span></a>
<details class="settings"><summary>Aa<span class="visually-hidden">: theme and text size</span></summary>
<div class="settings-panel">
<fieldset><legend>theme</legend>${['auto', 'light', 'dark'].map(
		(theme) =>
			html`<label><input type="radio" name="theme" value="${theme}"> ${theme}</label>`
	)}</fieldset>
<fieldset><legend>text size</legend><button type="button" data-do="smaller" aria-label="Smaller text">A−</button><output id="size">100 %</output><button type="button" data-do="larger" aria-label="Larger text">A+</button></fieldset>
</div></details>
</nav>
</header>`;
}

function renderFooter({ base, site }: PageContext): Html {
	return html`<footer class="foot">
<p>${site.author} · <a href="${base}/feed.xml">RSS</a> · <a href="${base}/feed.json">JSON Feed</a> · <a href="${base}${paths.library}">what this device holds</a></p>
</footer>`;
}

/** Search over any page; its script takes the form's place once it is asked for. */
function renderSearchDialog({ base }: PageContext): Html {
	return html`<dialog id="search-dialog" aria-label="Search"><form method="dialog"><button class="close">esc</button></form><form action="${base}${paths.search}" role="search"><input name="q" type="search" aria-label="Search" autocomplete="off"></form></dialog>`;
}
