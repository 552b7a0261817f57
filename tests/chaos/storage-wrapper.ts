import { callSource } from '../rig/browser';

/** A failure of the n-th call of a kind, or of all from the n-th on. */
export interface StorageFault {
	/** Cache Storage, IndexedDB, or only what writes to Cache Storage. */
	calls: 'caches' | 'puts' | 'databases';
	nth: number;
	/** Every call from there on, as on a disk that is full. */
	onwards?: boolean;
	how: 'quota' | 'unknown' | 'hang';
}

export const CHANNEL = 'chaos-storage';

/** What the wrapper leaves behind in its realm. */
export interface WrappedRealm {
	armStorage(fault: StorageFault | null): void;
	storageStruck(): number;
}

/**
 * Runs in a page or in a service worker, before anything else there: puts itself around the storage APIs. Stands alone,
 * because it travels as text. Workers are armed by a message on the channel, and answer on it.
 */
function wrapStorage(channelName: string, listens: boolean, initial: StorageFault | null): void {
	let fault = initial;
	let seen = 0;
	let struck = 0;
	const realm = globalThis as typeof globalThis & WrappedRealm;
	realm.armStorage = (next) => {
		fault = next;
		seen = 0;
		struck = 0;
	};
	realm.storageStruck = () => struck;
	if (listens && 'BroadcastChannel' in realm) {
		const channel = new BroadcastChannel(channelName);
		channel.onmessage = ({ data }) => {
			if (!('arm' in data)) return;
			const before = struck;
			realm.armStorage(data.arm);
			channel.postMessage({ armed: data.number, struck: before });
		};
	}

	/** Whether this call is one that fails. */
	const strikes = (kind: 'caches' | 'databases', writes: boolean): boolean => {
		if (!fault) return false;
		if (fault.calls === 'puts' ? kind !== 'caches' || !writes : fault.calls !== kind) return false;
		seen++;
		const hit = fault.onwards ? seen >= fault.nth : seen === fault.nth;
		if (hit) struck++;
		return hit;
	};
	const error = () =>
		fault?.how === 'quota'
			? new DOMException('No space is left (made by a test).', 'QuotaExceededError')
			: new DOMException('Storage failed (made by a test).', 'UnknownError');

	const wrapAsync = (target: object, names: string[]) => {
		for (const name of names) {
			const original: unknown = Reflect.get(target, name);
			if (typeof original !== 'function') continue;
			const wrapped = function (this: unknown, ...args: unknown[]): unknown {
				if (!strikes('caches', name === 'put')) return original.apply(this, args);
				return fault?.how === 'hang' ? new Promise(() => undefined) : Promise.reject(error());
			};
			Reflect.set(target, name, wrapped);
		}
	};
	if ('CacheStorage' in realm) {
		wrapAsync(CacheStorage.prototype, ['open', 'keys', 'match', 'has', 'delete']);
		wrapAsync(Cache.prototype, ['match', 'keys', 'put', 'delete', 'matchAll']);
	}

	if (!('IDBFactory' in realm)) return;
	const wrapRequests = (target: object, name: string) => {
		const original = Reflect.get(target, name) as (...args: unknown[]) => IDBRequest;
		const wrapped = function (this: unknown, ...args: unknown[]): IDBRequest {
			if (!strikes('databases', false)) return original.apply(this, args);
			if (fault?.how !== 'hang') throw error();
			const request = original.apply(this, args);
			for (const type of ['success', 'error', 'upgradeneeded', 'blocked']) {
				request.addEventListener(type, (event) => {
					event.stopImmediatePropagation();
					// Nobody is there to make its stores, nor to close it for a newer version.
					if (type === 'upgradeneeded') request.transaction?.abort();
					else if (type === 'success' && request.result instanceof IDBDatabase)
						request.result.close();
				});
			}
			return request;
		};
		Reflect.set(target, name, wrapped);
	};
	wrapRequests(IDBFactory.prototype, 'open');
	wrapRequests(IDBObjectStore.prototype, 'put');
	wrapRequests(IDBObjectStore.prototype, 'get');
	wrapRequests(IDBObjectStore.prototype, 'getAll');
}

const asText = (listens: boolean, fault: StorageFault | null) =>
	`${callSource(wrapStorage, [CHANNEL, listens, fault && { ...fault }])};\n`;

/** For the beginning of every page. */
export const PAGE_WRAPPER = asText(false, null);

/** For the beginning of service-worker.js, with the fault that is there from the first call on. */
export const workerWrapper = (fault: StorageFault | null = null) => asText(true, fault);
