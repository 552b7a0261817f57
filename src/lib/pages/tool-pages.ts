import { counted } from '../posts/counted';
import type { PageContext } from './context';
import { renderDocument } from './document';
import { html } from './html';
import { postList } from './parts';
import { paths } from './paths';

/** Search: the field and every post; the script on it takes over both. */
export function renderSearch(context: PageContext): string {
	const { base, catalogue } = context;
	return renderDocument(context, {
		kind: 'search',
		title: 'Search',
		description: `Search ${counted(catalogue.posts.length, 'post')}, with or without a network.`,
		path: paths.search,
		main: html`<h1 class="command"><span class="prompt">$</span> grep -ri … ~/posts</h1>
<p class="lead">Words, parts of identifiers, “exact phrases” and #tags, in all ${catalogue.posts.length} posts. Searching happens on this device, with or without a network; the first time it reads the posts in, which takes a moment.</p>
<div id="app" class="search-app"><noscript><p>Searching needs JavaScript. All posts are listed on the <a href="${base}/">index</a>.</p></noscript></div>`
	});
}

/** The library: what this device holds. The state of a device is nothing a build knows, so the script says it all. */
export function renderLibrary(context: PageContext): string {
	const { base } = context;
	return renderDocument(context, {
		kind: 'library',
		title: 'Library',
		description: 'Which posts this device holds, whether they are whole, and how to keep them.',
		path: paths.library,
		main: html`<h1 class="command"><span class="prompt">$</span> du -sh ~/posts</h1>
<div id="app"><noscript><p>Keeping posts on this device needs JavaScript. All posts are listed on the <a href="${base}/">index</a>.</p></noscript></div>`
	});
}

/** The answer to an address that is none of ours. Status 404, online and offline. */
export function renderMissing(context: PageContext): string {
	const { base, catalogue } = context;
	return renderDocument(context, {
		kind: 'missing',
		title: 'No such file or directory',
		description: 'There is nothing at this address.',
		main: html`<h1 class="command"><span class="prompt">$</span> cat: No such file or directory</h1>
<p class="lead">There is nothing at this address. It may have been mistyped, or the post was renamed.</p>
<p><a href="${base}${paths.search}">Search the posts</a>, or choose one:</p>
${postList(base, catalogue.posts)}`
	});
}

/** Offline, and the page is not on this device: says so, and lists what is. Status 504. */
export function renderUnsaved(context: PageContext, savedSlugs: ReadonlySet<string>): string {
	const { base, catalogue } = context;
	const saved = catalogue.posts.filter(({ slug }) => savedSlugs.has(slug));
	return renderDocument(context, {
		kind: 'unsaved',
		title: 'Not on this device',
		description: 'This page is not on this device, and the network did not answer.',
		main: html`<h1 class="command"><span class="prompt">$</span> cat: network is unreachable</h1>
<p class="lead">This page is not on this device, and the network did not answer. It will open once there is a connection.</p>
${
	saved.length > 0
		? html`<p>${counted(saved.length, 'post')} can be read now:</p>${postList(base, saved)}`
		: html`<p>No post is on this device yet. The <a href="${base}${paths.library}">library</a> says why.</p>`
}`
	});
}
