import type { Mark } from '../lib/reader/reader';
import { ReaderDb } from '../lib/reader/db';
import { base, find } from './page';

/** Scrolling has come to rest after this long, in milliseconds. */
const REST = 800;

/** Marks the current section in the contents, and remembers where reading stopped. */
export async function followReading(): Promise<void> {
	const article = find('article[data-slug]', HTMLElement);
	const slug = article?.dataset.slug;
	if (!article || !slug) return;
	const db = new ReaderDb(base);
	// Beside the text, where there is room for it; on a phone it would push the text away.
	const contents = find('.contents details', HTMLDetailsElement);
	if (contents && matchMedia('(width >= 80rem)').matches) contents.open = true;
	const sections = [...article.querySelectorAll<HTMLElement>('.prose h2[id]')];
	const links = new Map(
		[...document.querySelectorAll<HTMLAnchorElement>('.contents a')].map((link) => [
			decodeURIComponent(link.hash.slice(1)),
			link
		])
	);
	let current: HTMLElement | undefined;
	let rest: ReturnType<typeof setTimeout> | undefined;

	const look = () => {
		const now = sections.findLast(
			(section) => section.getBoundingClientRect().top < innerHeight / 3
		);
		if (now === current) return;
		if (current) links.get(current.id)?.removeAttribute('aria-current');
		if (now) links.get(now.id)?.setAttribute('aria-current', 'location');
		current = now;
	};
	const remember = () => {
		const at = Date.now();
		const mark: Mark = { slug };
		if (current) mark.place = { id: current.id, at };
		if (article.getBoundingClientRect().bottom <= innerHeight + 1) mark.read = { value: true, at };
		if (mark.place || mark.read) void db.addMark(mark).catch(() => undefined);
		if (mark.read) dispatchEvent(new Event('cat-posts:finished'));
	};
	addEventListener(
		'scroll',
		() => {
			look();
			clearTimeout(rest);
			rest = setTimeout(remember, REST);
		},
		{ passive: true }
	);
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'hidden' && scrollY > 0) remember();
	});
	look();
	offerToContinue(await db.mark(slug).catch(() => undefined), sections);
}

/** Where reading stopped last time, as a link; the page never scrolls by itself. */
function offerToContinue(mark: Mark | undefined, sections: readonly HTMLElement[]): void {
	const section = sections.find(({ id }) => id === mark?.place?.id);
	if (!section || mark?.read?.value || location.hash || scrollY > 0 || section === sections[0])
		return;
	const title = section.firstChild?.textContent?.trim() ?? '';
	const link = document.createElement('a');
	link.className = 'continue';
	link.href = `#${section.id}`;
	link.textContent = `↓ continue at “${title}”`;
	find('article > header', HTMLElement)?.append(link);
}
