import { mount } from 'svelte';
import { Library } from '../lib/library/library.svelte';
import { InstallOffer } from '../lib/pwa/install.svelte';
import { registerWithLifecycle } from '../lib/pwa/lifecycle';
import { ReaderDb } from '../lib/reader/db';
import LibraryPage from './LibraryPage.svelte';
import { loadCatalogue } from './device';
import { base, find } from './page';
import { onLibraryStatus, tell } from './worker-link';

const db = new ReaderDb(base);
const library = new Library({
	tell,
	setKeep: (keep) => db.set('keep', keep).catch(() => undefined),
	register: () => registerWithLifecycle(base, () => void tell({ type: 'status' })),
	async forget() {
		await tell({ type: 'remove' });
		const registration = await navigator.serviceWorker.getRegistration(`${base}/`);
		await registration?.unregister();
		for (const name of await caches.keys()) {
			if (name.startsWith(`cat-posts:${base}/:`)) await caches.delete(name);
		}
		indexedDB.deleteDatabase(`cat-posts:${base}/:search`);
	},
	isPersisted: async () => (await navigator.storage?.persisted?.()) ?? false,
	askToPersist: async () => (await navigator.storage?.persist?.()) ?? false
});

function save(name: string, text: string): void {
	const link = document.createElement('a');
	link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
	link.download = name;
	link.click();
	setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function start(): Promise<void> {
	const target = find('#app', HTMLElement);
	if (!target) return;
	const catalogue = loadCatalogue();
	const install = new InstallOffer(window);
	mount(LibraryPage, { target, props: { library, catalogue, install, db, base, save } });
	if (!isSecureContext) library.obstacle = 'insecure';
	else if (!('serviceWorker' in navigator)) library.obstacle = 'unsupported';
	else {
		onLibraryStatus((status) => library.take(status));
		const { keep } = await db.settings().catch(() => ({ keep: true }));
		if (keep === false) library.obstacle = 'declined';
		else await library.start();
	}
}

void start();
