import fs from 'node:fs';
import path from 'node:path';
import type { Engine, Page } from './browser';
import { until } from './processes';

interface WorkerState {
	controlled: boolean;
	installing: string | null;
	waiting: string | null;
	active: string | null;
	script: string | null;
}

/** The page's registration, as seen from the page. */
export const workerState = (page: Page): Promise<WorkerState> =>
	page.eval(async () => {
		const registration = await navigator.serviceWorker?.getRegistration();
		return {
			controlled: Boolean(navigator.serviceWorker?.controller),
			installing: registration?.installing?.state ?? null,
			waiting: registration?.waiting?.state ?? null,
			active: registration?.active?.state ?? null,
			script: registration?.active?.scriptURL ?? null
		};
	});

/** Waits for a worker that is active and in control of this page. */
export function workerInControl(page: Page, timeout = 20_000): Promise<WorkerState> {
	const ask = async () => {
		const state = await workerState(page);
		return state.controlled && state.active === 'activated' && state;
	};
	return until(ask, { timeout, what: 'a service worker in control' });
}

/** Every entry of Cache Storage: cache → paths. */
export const cacheContents = (page: Page): Promise<Record<string, string[]>> =>
	page.eval(async () => {
		const contents: Record<string, string[]> = {};
		for (const name of await caches.keys()) {
			const requests = await (await caches.open(name)).keys();
			contents[name] = requests.map(({ url }) => new URL(url).pathname);
		}
		return contents;
	});

/** Deletes from within the page, which every engine can. A database that is open elsewhere makes it fail. */
export const evictInPage = (page: Page, what: 'caches' | 'indexeddb' | 'serviceworkers') =>
	page.eval(async (kind) => {
		if (kind === 'caches') for (const name of await caches.keys()) await caches.delete(name);
		if (kind === 'serviceworkers') {
			for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
		}
		if (kind !== 'indexeddb') return;
		for (const { name = '' } of await indexedDB.databases()) {
			await new Promise<void>((resolve, reject) => {
				const request = indexedDB.deleteDatabase(name);
				request.onsuccess = () => resolve();
				request.onerror = () => reject(request.error);
				request.onblocked = () => reject(new Error(`blocked: ${name}`));
			});
		}
	}, what);

/** Where the engines keep what, below the profile. */
const ON_DISK: Record<
	'chromium' | 'webkit',
	Record<'caches' | 'indexeddb' | 'workers', string[]>
> = {
	chromium: {
		caches: ['Default/Service Worker/CacheStorage', 'Default/WebStorage'],
		indexeddb: ['Default/IndexedDB'],
		workers: ['Default/Service Worker']
	},
	webkit: {
		caches: ['cache/CacheStorage'],
		indexeddb: ['data/databases/indexeddb'],
		workers: ['data/serviceworkers']
	}
};

/**
 * Deletes from a profile while no browser uses it. 'origin' takes caches, databases and the registration together, as
 * Chromium and Safari do under storage pressure; Firefox leaves registrations. -> how many things were there.
 */
export function evictOnDisk(
	engine: Engine,
	profile: string,
	what: 'caches' | 'indexeddb' | 'origin'
): number {
	return placesOf(engine, profile, what).filter((place) => {
		const present = fs.existsSync(place);
		fs.rmSync(place, { recursive: true, force: true });
		return present;
	}).length;
}

function placesOf(
	engine: Engine,
	profile: string,
	what: 'caches' | 'indexeddb' | 'origin'
): string[] {
	if (engine === 'firefox') {
		const origins = path.join(profile, 'storage/default');
		const part = { caches: 'cache', indexeddb: 'idb', origin: '' }[what];
		const ours = fs.readdirSync(origins).filter((name) => name.startsWith('http'));
		return ours.map((name) => path.join(origins, name, part));
	}
	const places = ON_DISK[engine];
	const names =
		what === 'origin' ? [...places.caches, ...places.indexeddb, ...places.workers] : places[what];
	return names.map((name) => path.join(profile, name));
}
