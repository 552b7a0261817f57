import type { Catalogue } from '../lib/library/catalogue';
import { savedPosts } from '../lib/library/compare';
import type { Store } from '../lib/library/store';
import { within } from '../lib/within';
import type { PageContext } from '../lib/pages/context';
import { renderIndex } from '../lib/pages/index-page';
import { publishedOrigin } from '../lib/pages/origin';
import type { Route } from '../lib/pages/paths';
import { renderPost } from '../lib/pages/post-page';
import { renderTag } from '../lib/pages/tag-page';
import { renderLibrary, renderMissing, renderSearch, renderUnsaved } from '../lib/pages/tool-pages';
import { site } from '../site';
import { findShellFiles } from './manifest';

/** How long storage may take for what can be read instead of a page, in milliseconds. */
const LIST_PATIENCE = 200;

/** Pages from what this device holds, with the functions that the build published them with: the same bytes. */
export class Composer {
	constructor(readonly store: Store) {}

	#context(catalogue: Catalogue): PageContext {
		const { base, shell } = this.store;
		return {
			base,
			origin: publishedOrigin,
			site,
			shell,
			files: findShellFiles(base),
			catalogue
		};
	}

	/** The page, or undefined when the device does not have it. */
	async page(route: Route, catalogue: Catalogue): Promise<string | undefined> {
		const context = this.#context(catalogue);
		switch (route.kind) {
			case 'index':
				return renderIndex(context);
			case 'search':
				return renderSearch(context);
			case 'library':
				return renderLibrary(context);
			case 'tag':
				return catalogue.posts.some(({ tags }) => tags.includes(route.tag))
					? renderTag(context, route.tag)
					: undefined;
			case 'post': {
				const post = catalogue.posts.find(({ slug }) => slug === route.slug);
				const body = post && (await this.store.blob(post.body.name));
				return body && renderPost(context, post, new TextDecoder().decode(body));
			}
			case 'moved':
			case 'unknown':
				return undefined;
		}
	}

	missing(catalogue: Catalogue): string {
		return renderMissing(this.#context(catalogue));
	}

	async unsaved(catalogue: Catalogue): Promise<string> {
		const held = await within(this.store.held(), LIST_PATIENCE).catch(() => new Set<string>());
		const saved = savedPosts(catalogue, held).map(({ slug }) => slug);
		return renderUnsaved(this.#context(catalogue), new Set(saved));
	}
}
