import type { TagChoice } from '../lib/search/query';

/** Changing the address takes longer than searching, and browsers limit how often it may change. Milliseconds. */
const PAUSE = 300;

/** What a search page's address asks for. */
export interface Asked {
	query: string;
	tags: TagChoice;
}

let latest: Asked | undefined;
let timer: ReturnType<typeof setTimeout> | undefined;

/** `?q=rate+limit&tag=go&not=mysql`, and back: the address holds what is asked. */
export function readAddress(): Asked {
	const parameters = new URLSearchParams(location.search);
	return {
		query: parameters.get('q') ?? '',
		tags: { include: parameters.getAll('tag'), exclude: parameters.getAll('not') }
	};
}

/** The address follows when typing pauses. */
export function writeAddress(query: string, tags: TagChoice): void {
	latest = { query, tags };
	clearTimeout(timer);
	timer = setTimeout(flushAddress, PAUSE);
}

/** The address follows now: the page is about to be left, and Back must lead to the same results. */
export function flushAddress(): void {
	clearTimeout(timer);
	if (!latest) return;
	const parameters = new URLSearchParams();
	if (latest.query) parameters.set('q', latest.query);
	for (const tag of latest.tags.include) parameters.append('tag', tag);
	for (const tag of latest.tags.exclude) parameters.append('not', tag);
	const text = parameters.toString();
	latest = undefined;
	history.replaceState(null, '', location.pathname + (text && `?${text}`));
}
