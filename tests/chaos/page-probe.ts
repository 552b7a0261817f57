import type { Page } from '../rig/browser';
import type { LibraryStatus, PageSeen, StatusHeard, StoreSeen } from './observations';
import { CHANNEL, PAGE_WRAPPER, type StorageFault, type WrappedRealm } from './storage-wrapper';

/** What our script in every page collects from its beginning. */
interface Collected {
	chaos: {
		status: StatusHeard | null;
		violations: string[];
		exported: string;
		takeovers: number;
		controlled: boolean;
		/** What stood at the top of the screen at the last look, and where. */
		top?: { element: Element; y: number };
	};
}

/** For the beginning of every page: listens to the worker and to the policy, and takes hold of exported files. */
export const PAGE_SCRIPT = `${PAGE_WRAPPER}
(() => {
	const chaos = (self.chaos = { status: null, violations: [], exported: '', takeovers: 0, controlled: false });
	let controller = navigator.serviceWorker?.controller;
	chaos.controlled = Boolean(controller);
	navigator.serviceWorker?.addEventListener('controllerchange', () => {
		// The first worker of a page that had none surprises nobody, nor does the end of one.
		if (controller && navigator.serviceWorker.controller) chaos.takeovers++;
		controller = navigator.serviceWorker.controller;
	});
	navigator.serviceWorker?.addEventListener('message', ({ data }) => {
		if (data?.type === 'library') chaos.status = { ...data, at: Date.now() };
	});
	document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) =>
		chaos.violations.push(effectiveDirective + ' ' + blockedURI)
	);
	const create = URL.createObjectURL;
	URL.createObjectURL = (blob) => {
		if (blob.type === 'application/json') blob.text().then((text) => (chaos.exported = text));
		return create(blob);
	};
})();`;

/** The page as it is now. `base` is the site's base path. */
export const seePage = (page: Page, base: string): Promise<PageSeen> =>
	page.eval(async (base) => {
		if (document.readyState === 'loading') {
			await new Promise((ready) => addEventListener('DOMContentLoaded', ready, { once: true }));
		}
		const root = document.documentElement.dataset;
		const [navigation] = performance.getEntriesByType(
			'navigation'
		) as PerformanceNavigationTiming[];
		const pathOf = (url: string) => new URL(url, location.href).pathname.slice(base.length);
		const { chaos } = self as unknown as Partial<Collected>;
		const whereIs = (element: Element) => element.getBoundingClientRect().top;
		const { top } = chaos ?? {};
		const moved = top?.element.isConnected ? Math.round(whereIs(top.element) - top.y) : 0;
		const blocks = [...document.querySelectorAll('header, main p, main h2, main li, main pre')];
		const element = blocks.find((block) => block.getBoundingClientRect().bottom > 0);
		if (chaos) chaos.top = element && { element, y: whereIs(element) };
		const links = [...document.querySelectorAll<HTMLLinkElement>('link[rel=stylesheet]')];
		return {
			url: location.href,
			path: pathOf(location.href),
			timeOrigin: performance.timeOrigin,
			moved,
			kind: root.page ?? '',
			shell: root.shell ?? '',
			body: document.querySelector<HTMLElement>('article[data-slug]')?.dataset.body ?? '',
			title: document.title,
			// WebKit does not say when a worker began, only that there was one.
			fromWorker: (navigation?.workerStart ?? 0) > 0 || Boolean(chaos?.controlled),
			shellFiles: [
				...links.map(({ href }) => pathOf(href)),
				...[...document.scripts].filter(({ src }) => src).map(({ src }) => pathOf(src))
			].filter((path) => path.startsWith('/_app/')),
			brokenImages: [],
			violations: chaos?.violations ?? [],
			takeovers: chaos?.takeovers ?? 0,
			status: chaos?.status ?? null,
			theme: root.theme ?? '',
			size: root.size ?? ''
		};
	}, base);

/** Images of the page that cannot be had. They may be lazy, so each is asked for. */
export const brokenImages = (page: Page): Promise<string[]> =>
	page.eval(async () => {
		const sources = [...document.images].map(({ src }) => src);
		const asked = sources.map((src) =>
			fetch(src).then(
				({ ok }) => ok,
				() => false
			)
		);
		const fine = await Promise.all(asked);
		return sources.filter((_, at) => !fine[at]);
	});

/** Which of these files of the library the worker does not answer with their own bytes. */
export const spoiltFiles = (page: Page, base: string, names: string[]): Promise<string[]> =>
	page.eval(
		async (base, names) => {
			const isWhole = async (name: string) => {
				const response = await fetch(`${base}/blobs/${name}`);
				const digest = await crypto.subtle.digest('SHA-256', await response.arrayBuffer());
				const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
				return (
					hash.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') ===
					name.replace(/\.[^.]*$/, '')
				);
			};
			const whole = await Promise.all(names.map((name) => isWhole(name).catch(() => false)));
			return names.filter((_, at) => !whole[at]);
		},
		base,
		names
	);

/** Asks the worker how the library stands. Null when there is no worker, or it says nothing in time. */
export const askStatus = (page: Page, patience = 8_000): Promise<LibraryStatus | null> =>
	page.eval(async (patience) => {
		const registration = await navigator.serviceWorker?.getRegistration();
		const worker = registration?.active;
		if (!worker) return null;
		return new Promise<LibraryStatus | null>((resolve) => {
			const late = setTimeout(() => resolve(null), patience);
			navigator.serviceWorker.addEventListener('message', ({ data }) => {
				if (data?.type !== 'library') return;
				clearTimeout(late);
				resolve(data);
			});
			worker.postMessage({ type: 'status' });
		});
	}, patience);

/** Gives the worker an order, as the page's own scripts do. */
export const order = (page: Page, type: 'save' | 'check' | 'verify'): Promise<void> =>
	page.eval(async (type) => {
		const registration = await navigator.serviceWorker?.getRegistration();
		registration?.active?.postMessage({ type });
	}, type);

/** Every entry of every cache of the origin, hashed. */
export const walkStore = (page: Page): Promise<StoreSeen> =>
	page.eval(async () => {
		const seen: StoreSeen = {};
		for (const name of await caches.keys()) {
			const cache = await caches.open(name);
			const entries: Record<string, string> = (seen[name] = {});
			for (const request of await cache.keys()) {
				const bytes = await (await cache.match(request))?.arrayBuffer();
				const digest = await crypto.subtle.digest('SHA-256', bytes ?? new ArrayBuffer(0));
				const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
				const path = new URL(request.url).pathname;
				entries[path] = hash.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
			}
		}
		return seen;
	});

/** Lets calls of the page's storage fail; null lets them be. */
export const armPage = (page: Page, fault: StorageFault | null): Promise<void> =>
	page.eval((fault) => (self as unknown as WrappedRealm).armStorage(fault), fault && { ...fault });

/** The same for the worker, which must run to hear it. -> how often the fault before struck, or null: nobody answered. */
export const armWorker = (page: Page, fault: StorageFault | null): Promise<number | null> =>
	page.eval(
		async (channelName, fault) => {
			const registration = await navigator.serviceWorker?.getRegistration();
			registration?.active?.postMessage({ type: 'status' });
			const channel = new BroadcastChannel(channelName);
			const number = Math.random();
			const answer = await new Promise<number | null>((resolve) => {
				const post = () => channel.postMessage({ arm: fault, number });
				const ask = setInterval(post, 30);
				post();
				const stop = (struck: number | null) => {
					clearInterval(ask);
					resolve(struck);
				};
				setTimeout(stop, 2_000, null);
				channel.onmessage = ({ data }) => data.armed === number && stop(data.struck);
			});
			channel.close();
			return answer;
		},
		CHANNEL,
		fault && { ...fault }
	);
