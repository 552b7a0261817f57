import { counted } from '../posts/counted';
import type { PageContext } from './context';
import { renderDocument } from './document';
import { html } from './html';
import { countTags, postList } from './parts';
import { paths } from './paths';

/**
 * A tag's page, whole without JavaScript. The script on it reads `data-tags` of the list to narrow by further tags;
 * the buttons for that stand in the page already, so that nothing moves when it starts.
 */
export function renderTag(context: PageContext, tag: string): string {
	const { base, catalogue } = context;
	const posts = catalogue.posts.filter((post) => post.tags.includes(tag));
	const others = [...countTags(posts)]
		.filter(([other]) => other !== tag)
		.sort(([a], [b]) => a.localeCompare(b, 'en'));
	return renderDocument(context, {
		kind: 'tag',
		title: `#${tag}`,
		description: `${counted(posts.length, 'result')} tagged #${tag}.`,
		path: paths.tag(tag),
		main: html`<p class="command"><a href="${base}/">← all posts</a></p>
<h1 class="command" data-tag="${tag}"><span class="prompt">$</span> <span id="command">grep "#${tag}" posts/*</span></h1>
<p id="count" role="status">${counted(posts.length, 'result')}</p>
<div class="narrow" role="group" aria-label="Narrow by further tags">${others.map(
			([other, count]) =>
				html`<span class="chip" data-tag="${other}"><button type="button" data-set="and" aria-pressed="false">#${other} <span class="count">${count}</span></button><button type="button" data-set="not" aria-pressed="false" aria-label="without #${other}">−</button></span>`
		)}</div>
${postList(base, posts)}`
	});
}
