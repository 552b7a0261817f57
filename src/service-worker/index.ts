/// <reference lib="webworker" />
import { base, version } from '$service-worker';
import { isCommand, type Command, type LibraryStatus, type Removed } from '../lib/library/messages';
import { Store } from '../lib/library/store';
import { Sync } from '../lib/library/sync';
import { pause, within } from '../lib/within';
import { site } from '../site';
import { Answers } from './answers';
import { Composer } from './compose';
import { Handover, askForHandover, takeOver } from './handover';
import { install } from './install';
import { repairShell } from './shell';

declare const self: ServiceWorkerGlobalScope;

/** How long a new worker may tidy up before it answers, in milliseconds. */
const TIDYING_PATIENCE = 1_000;
/** How long a look for a newer worker may take: a browser may put it off. Milliseconds. */
const UPDATE_PATIENCE = 10_000;

const store = new Store(base, version);
const surroundings = {
	report: (status: LibraryStatus) => void tellPages(status),
	updateShell: () =>
		Promise.race([self.registration.update().catch(forgetScript), pause(UPDATE_PATIENCE)]),
	isWaiting: () => self.registration.waiting !== null,
	isInstalling: () => self.registration.installing !== null,
	removed: () => void tellPages({ type: 'removed' })
};
const sync = new Sync(store, surroundings, site.recallKey);
const handover = new Handover();
const answers = new Answers(store, sync, new Composer(store));

self.addEventListener('install', (event) =>
	event.waitUntil(
		install(store).then((heldAny) => askForHandover(self.registration.active, !heldAny))
	)
);

self.addEventListener('activate', (event) => event.waitUntil(activate()));

self.addEventListener('fetch', (event) => {
	const answer = answers.answer(event.request);
	if (!answer) return;
	event.respondWith(answer);
	handover.watch(answer);
	// A navigation is the one moment at which nobody is reading: the shell that waits may take over after it.
	if (event.request.mode === 'navigate' && self.registration.waiting)
		event.waitUntil(handover.to(self.registration));
});

self.addEventListener('message', (event) => {
	if (!isCommand(event.data) || !isOurs(event.source)) return;
	event.waitUntil(obey(event.data.type));
});

/**
 * A worker's script that a proxy cut short and called whole stays in the browser's cache, which the host tells to keep it
 * whenever it is asked. Past that cache it comes whole, for the next attempt.
 */
async function forgetScript(error: unknown): Promise<never> {
	await fetch(self.location.href, { cache: 'reload' }).catch(() => undefined);
	throw error;
}

/** Pages inside our scope, and the worker that this one replaces; nobody else gives orders. */
function isOurs(source: ExtendableMessageEvent['source']): boolean {
	if (source instanceof Client) return source.url.startsWith(self.registration.scope);
	return source instanceof ServiceWorker;
}

async function activate(): Promise<void> {
	await self.clients.claim();
	// Until this event is over no page gets an answer, and storage may hang.
	await within(tidy(), TIDYING_PATIENCE).catch(() => undefined);
}

async function tidy(): Promise<void> {
	await sync.collect().catch(() => undefined);
	await sync.report();
}

async function obey(command: Command['type']) {
	switch (command) {
		case 'status':
			return sync.report();
		case 'save':
			await repairShell(store).catch(() => undefined);
			return sync.save();
		case 'check':
			await repairShell(store).catch(() => undefined);
			return sync.check();
		case 'verify':
			await repairShell(store).catch(() => undefined);
			return sync.verify();
		case 'remove':
			return sync.remove();
		case 'hand over':
			return handover.to(self.registration);
		case 'activate':
			return takeOver(self);
	}
}

async function tellPages(news: LibraryStatus | Removed): Promise<void> {
	const pages = await self.clients.matchAll({ includeUncontrolled: true, type: 'window' });
	for (const page of pages) page.postMessage(news);
}
