import type { LibraryStatus } from '../lib/library/messages';
import { base, page } from './page';

const KEY = `cat-posts:${base}/:seen`;
/** Asked once a page, so that news do not vanish while they are looked at. */
let known: string | undefined;

/** How many posts an update brought that this reader has not had a list of yet. */
export function unseenPosts({ release, news }: LibraryStatus): number {
	try {
		known ??= localStorage.getItem(KEY) ?? '';
		if (page === 'index') localStorage.setItem(KEY, release);
	} catch {
		// Without storage the news are told until the next release.
		known ??= '';
	}
	return known === release ? 0 : news.added.length;
}

/** Says in a list of posts which of them are on this device, and which an update brought. */
export function markList({ saved, news }: LibraryStatus): void {
	for (const item of document.querySelectorAll<HTMLElement>('.posts > li')) {
		const slug = item.dataset.slug ?? '';
		item.toggleAttribute('data-saved', saved.includes(slug));
		item.toggleAttribute('data-new', news.added.includes(slug));
		item.toggleAttribute('data-changed', news.changed.includes(slug));
	}
}
