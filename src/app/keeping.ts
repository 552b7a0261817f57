import type { LibraryStatus } from '../lib/library/messages';
import { counted } from '../lib/posts/counted';
import { registerWorker } from '../lib/pwa/register';
import { ReaderDb } from '../lib/reader/db';
import { markList, unseenPosts } from './listing';
import { base, find } from './page';
import { onLibraryStatus, onRemoved, tell } from './worker-link';

/** A worker that the browser stopped half-way says nothing: after this silence it is asked again. Milliseconds. */
const SILENCE = 5_000;
/** What failed is tried again after this long, then after twice as long, and so on. Milliseconds. */
const FIRST_PAUSE = 5_000;
const LONGEST_PAUSE = 600_000;

let latest: LibraryStatus | undefined;
let silence: ReturnType<typeof setTimeout> | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let pause = FIRST_PAUSE;

/** Keeps the library on this device whole and new, and says in one quiet line how it stands. */
export async function keepLibrary(): Promise<void> {
	const line = find('#status', HTMLElement);
	onLibraryStatus((status) => {
		if (!latest) pause = FIRST_PAUSE;
		latest = status;
		if (line) line.textContent = statusLine(status);
		markList(status);
		guardFirstStart(status);
		continueSaving(status);
	});
	onRemoved(() => {
		latest = undefined;
		clearTimeout(silence);
		clearTimeout(retry);
		if (line) line.textContent = '';
	});
	addEventListener('online', refresh);
	addEventListener('offline', refresh);
	document.addEventListener('visibilitychange', () => {
		if (document.visibilityState === 'visible') refresh();
	});
	if ('serviceWorker' in navigator) await register();
}

/**
 * Where the browser allows no worker, or in private mode, pages come from the network, and the library page says so. One
 * that only did not arrive comes later.
 */
async function register(): Promise<void> {
	// The reader may have removed everything since the last attempt.
	if (!(await mayKeep())) return;
	// Registering waits for the browser's own look for a newer worker; what is here can be told before.
	void tell({ type: 'status' });
	try {
		await registerWorker(base);
	} catch {
		registerLater();
		return;
	}
	await tell({ type: 'status' });
	refresh();
	// A worker that was stopped says nothing, nor does one without a list of posts, which the host may not have given it.
	if (!latest) registerLater();
}

function registerLater(): void {
	clearTimeout(silence);
	silence = setTimeout(() => void register(), pause);
	pause = Math.min(2 * pause, LONGEST_PAUSE);
}

async function mayKeep(): Promise<boolean> {
	const { keep = true } = await new ReaderDb(base).settings().catch(() => ({ keep: true }));
	return keep;
}

function refresh(): void {
	if (latest) {
		const line = find('#status', HTMLElement);
		if (line) line.textContent = statusLine(latest);
	}
	void tell({ type: 'check' });
}

function continueSaving({ saved, total, activity, trouble }: LibraryStatus): void {
	clearTimeout(silence);
	if (saved.length === total) {
		clearTimeout(retry);
		retry = undefined;
		pause = FIRST_PAUSE;
	} else if (activity !== 'idle') {
		silence = setTimeout(save, SILENCE);
	} else if (!trouble) {
		save();
	} else {
		retry ??= setTimeout(() => {
			retry = undefined;
			pause = Math.min(2 * pause, LONGEST_PAUSE);
			save();
		}, pause);
	}
}

function save(): void {
	void tell({ type: 'save' });
	silence = setTimeout(save, SILENCE);
}

/**
 * The app on a home screen starts with a store of its own, and empty: what was saved in the browser does not count. So
 * its first start says how far it is, and when the tunnel may come.
 */
function guardFirstStart({ saved, total }: LibraryStatus): void {
	const gate = find('#gate', HTMLElement);
	if (!gate || !matchMedia('(display-mode: standalone)').matches) return;
	if (saved.length < total) {
		gate.hidden = false;
		gate.textContent = `Saving the posts to this device: ${saved.length}/${total}. Keep this open until it is done.`;
	} else if (!gate.hidden) gate.textContent = `${total}/${total} saved. Safe to go offline.`;
}

/** `saving 12/32`, `32/32 saved`, `offline`, `new: 2 posts`. */
function statusLine(status: LibraryStatus): string {
	const { saved, total, activity, trouble } = status;
	const count = `${saved.length}/${total}`;
	if (saved.length < total && activity === 'saving') return `saving ${count}`;
	if (!navigator.onLine || trouble === 'network') return `offline, ${count} saved`;
	if (trouble === 'quota') return `storage full, ${count}`;
	const fresh = unseenPosts(status);
	if (fresh > 0) return `new: ${counted(fresh, 'post')}`;
	return `${count} saved`;
}
