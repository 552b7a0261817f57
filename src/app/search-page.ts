import { mount, unmount } from 'svelte';
import type { Catalogue } from '../lib/library/catalogue';
import { trustedScript } from '../lib/pwa/trusted-script';
import { Search as SearchModel } from '../lib/search/search.svelte';
import Search from '../lib/search/Search.svelte';
import workerFile from '../lib/search/worker.ts?worker&url';
import { flushAddress, readAddress, writeAddress, type Asked } from './address';
import { loadBody, loadCatalogue } from './device';
import { base, find, page } from './page';
import { onLibraryStatus } from './worker-link';

/** How long the search worker may take to say something, in milliseconds. */
const PATIENCE = 6_000;

/** What was typed into the dialog's form until now; search takes its place. */
function takeForm(form: Element): Asked {
	const query = find('input', HTMLInputElement, form)?.value ?? '';
	form.remove();
	return { query, tags: { include: [], exclude: [] } };
}

function createSearch(catalogue: Catalogue): SearchModel {
	const worker = new Worker(trustedScript(workerFile, [workerFile]), { type: 'module' });
	const search = new SearchModel({
		worker,
		base,
		catalogue,
		loadBody: ({ body }) => loadBody(body.name)
	});
	let { release } = catalogue;
	onLibraryStatus((status) => {
		if (status.release === release) return;
		({ release } = status);
		void loadCatalogue().then((next) => next && search.update(next));
	});
	return search;
}

/** On its own page, or in the dialog of any other page, which loads this script when it is first opened. */
async function start(): Promise<void> {
	const target = find(page === 'search' ? '#app' : '#search-dialog', HTMLElement);
	const form = target?.querySelector('form[role="search"]');
	if (!target || (page !== 'search' && !form)) return;
	const catalogue = await loadCatalogue();
	if (!catalogue) {
		target.append('The list of posts is not on this device, and the network did not answer.');
		return;
	}
	show(target, catalogue, form ? takeForm(form) : readAddress());
}

/** Puts search into the page, and does so once more if its worker never says a word. */
function show(target: HTMLElement, catalogue: Catalogue, asked: Asked, isFirst = true): void {
	const search = createSearch(catalogue);
	const isPage = target.id === 'app';
	const component = mount(Search, {
		target,
		props: {
			catalogue,
			base,
			search,
			...asked,
			onquery: isPage ? writeAddress : undefined,
			// A hit in the post that is open already only moves within it.
			onopen: () => {
				flushAddress();
				if (target instanceof HTMLDialogElement) target.close();
			}
		}
	});
	addEventListener('online', () => search.retry());
	if (!isFirst) return;
	// A script that is asked for while one service worker takes over from another may never arrive.
	setTimeout(() => {
		if (search.status.state !== 'starting') return;
		const query = find('input[type="search"]', HTMLInputElement, target)?.value ?? asked.query;
		search.dispose();
		void unmount(component);
		show(target, catalogue, { ...asked, query }, false);
	}, PATIENCE);
}

void start();
