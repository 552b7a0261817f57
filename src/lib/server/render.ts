import { compile } from 'mdsvex';
import footnotes from 'remark-footnotes';
import { withoutDerivedIds, withSigns } from '../pages/article';
import { toHtml } from './html';
import type { PostContext } from './post-context';
import { protect } from './protect';
import { rehypeFootnotes } from './rehype-footnotes';
import { rehypeHeadings } from './rehype-headings';
import { rehypeImages } from './rehype-images';
import { rehypeLinks } from './rehype-links';
import { rehypeTables } from './rehype-tables';
import { remarkCode } from './remark-code';
import { remarkProse } from './remark-prose';
import { remarkRestore } from './remark-restore';
import { raw, type Tree } from './tree';

/** A character that `normalise` has taken out of every post. */
const NEVER = '\0';

type MdsvexOptions = NonNullable<Parameters<typeof compile>[1]>;

/** The body of a post, as pages/article.ts reads it. What an author has to change is told to the context. */
export async function renderBody(markdown: string, context: PostContext): Promise<string> {
	const protection = protect(markdown);
	// Our plugins know both trees by one small type, where unified's know them by none.
	const options = {
		filename: 'post.svx',
		smartypants: false,
		highlight: false,
		// Front matter is not here any more. Left alone, mdsvex would make a script of two rules with a text between.
		frontmatter: { parse: () => undefined, type: 'yaml', marker: NEVER },
		remarkPlugins: [
			commonmark,
			footnotes,
			remarkRestore(protection, context),
			remarkProse(context),
			remarkCode(context)
		],
		rehypePlugins: [
			rehypeFootnotes(context),
			rehypeImages(context),
			rehypeHeadings(context),
			rehypeLinks(context),
			rehypeTables,
			writeHtml
		]
	} as unknown as MdsvexOptions;

	const result = await compile(protection.source, options);
	return (result?.code ?? '').trim();
}

/** By default mdsvex reads a Markdown older than CommonMark: no `\` at the end of a line, no `\"`, no `1)`. */
function commonmark(this: { Parser: { prototype: { options: object } } }): void {
	const parser = this.Parser.prototype;
	parser.options = { ...parser.options, commonmark: true };
}

/** The last plugin leaves one piece of finished HTML, which mdsvex passes on as it is. */
function writeHtml() {
	return (tree: Tree): void => {
		const html = toHtml({ type: 'root', children: tree.children ?? [] });
		// Braces are only text here; the one sequence that would be a command to Svelte is not even spelled.
		tree.children = [raw(withSigns(withoutDerivedIds(html.replace(/\{@/g, '&#123;@'))))];
	};
}
