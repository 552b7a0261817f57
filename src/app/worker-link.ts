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

/**
 * Asks the active worker. Without one, or where the browser refuses any, nobody answers; pages show that then. Once a worker
 * was removed and came back, WebKit may know in an open page which worker is in control, and of no registration.
 */
export async function tell(command: Command): Promise<void> {
	const workers = navigator.serviceWorker;
	const registration = await workers?.getRegistration().catch(() => undefined);
	(registration?.active ?? workers?.controller)?.postMessage(command);
}
