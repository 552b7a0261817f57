import type { InstallPromptEvent } from '../lib/pwa/install.svelte';
import { ReaderDb } from '../lib/reader/db';
import { base, find } from './page';

/** After a refusal the offer stays away for this long, in milliseconds. */
const QUIET = 90 * 86_400_000;

/** Offers to install, once, at the end of an article that was read to its end; never before, never over the text. */
export function offerInstall(): void {
	let prompt: InstallPromptEvent | undefined;
	addEventListener('beforeinstallprompt', (event) => {
		event.preventDefault();
		prompt = event as InstallPromptEvent;
	});
	addEventListener('cat-posts:finished', () => void offer(prompt), { once: true });
}

async function offer(prompt: InstallPromptEvent | undefined): Promise<void> {
	const box = find('.install-offer', HTMLElement);
	if (!box || matchMedia('(display-mode: standalone)').matches) return;
	const db = new ReaderDb(base);
	const { installDeclined = 0 } = await db.settings().catch(() => ({ installDeclined: Infinity }));
	if (Date.now() - installDeclined < QUIET) return;
	box.hidden = false;
	box.addEventListener('click', (event) => {
		const { target } = event;
		if (!(target instanceof HTMLElement) || !target.dataset.do) return;
		if (target.dataset.do === 'install') {
			// Where the browser offers no dialog, the link leads to the steps by hand.
			if (!prompt) return;
			event.preventDefault();
			void prompt.prompt();
		}
		box.hidden = true;
		void db.set('installDeclined', Date.now()).catch(() => undefined);
	});
}
