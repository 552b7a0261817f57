import type { Command, LibraryStatus } from '../lib/library/messages';

/** Hands over each status the service worker reports. Listens before anything is asked, so none is lost. */
export function onLibraryStatus(handle: (status: LibraryStatus) => void): void {
	navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent) => {
		if (data?.type === 'library') handle(data);
	});
	navigator.serviceWorker?.startMessages();
}

/** Hears that the reader removed everything, in this tab or in another. */
export function onRemoved(handle: () => void): void {
	navigator.serviceWorker?.addEventListener('message', ({ data }: MessageEvent) => {
		if (data?.type === 'removed') handle();
	});
}

/** Asks the active worker. Without one, or where the browser refuses any, nobody answers; pages show that then. */
export async function tell(command: Command): Promise<void> {
	const asked = navigator.serviceWorker?.getRegistration(document.baseURI);
	const registration = await asked?.catch(() => undefined);
	registration?.active?.postMessage(command);
}
