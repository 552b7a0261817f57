import { mount } from 'svelte';
import { trustedScript } from '../lib/pwa/trusted-script';
import { Search as SearchModel } from '../lib/search/search.svelte';
import type { TagChoice } from '../lib/search/query';
import Search from '../lib/search/Search.svelte';
import workerFile from '../lib/search/worker.ts?worker&url';
import { loadBody, loadCatalogue } from './device';
import { base, find, page } from './page';
import { onLibraryStatus } from './worker-link';

interface Asked {
	query: string;
	tags: TagChoice;
	/** Told of every change, so that the address can follow. */
	onquery?: (query: string, tags: TagChoice) => void;
}

async function mountAsked(target: HTMLElement, { query, tags, onquery }: Asked): Promise<void> {
	const catalogue = await loadCatalogue();
	if (!catalogue) {
		target.append('The list of posts is not on this device, and the network did not answer.');
		return;
	}
	const worker = new Worker(trustedScript(workerFile, [workerFile]), { type: 'module' });
	const search = new SearchModel({
		worker,
		base,
		catalogue,
		loadBody: ({ body }) => loadBody(body.name)
	});
	mount(Search, { target, props: { catalogue, base, search, query, tags, focus: true, onquery } });
	let { release } = catalogue;
	onLibraryStatus((status) => {
		if (status.release === release) return;
		({ release } = status);
		void loadCatalogue().then((next) => next && search.update(next));
	});
}

/** `?q=rate+limit&tag=go&not=mysql`, and back: the address holds what is asked. */
function readAddress(): Asked {
	const parameters = new URLSearchParams(location.search);
	return {
		query: parameters.get('q') ?? '',
		tags: { include: parameters.getAll('tag'), exclude: parameters.getAll('not') }
	};
}

function writeAddress(query: string, { include, exclude }: TagChoice): void {
	const parameters = new URLSearchParams();
	if (query) parameters.set('q', query);
	for (const tag of include) parameters.append('tag', tag);
	for (const tag of exclude) parameters.append('not', tag);
	const text = parameters.toString();
	history.replaceState(null, '', location.pathname + (text && `?${text}`));
}

/** On its own page, or in the dialog of any other page, which loads this script when it is first opened. */
function start(): void {
	if (page === 'search') {
		const target = find('#app', HTMLElement);
		if (target) void mountAsked(target, { ...readAddress(), onquery: writeAddress });
		return;
	}
	const dialog = find('#search-dialog', HTMLDialogElement);
	const form = dialog?.querySelector('form[role="search"]');
	if (!dialog || !form) return;
	const query = find('input', HTMLInputElement, form)?.value ?? '';
	form.remove();
	void mountAsked(dialog, { query, tags: { include: [], exclude: [] } });
}

start();
