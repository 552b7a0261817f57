{
	/* Takes the place of the service worker to end it: deletes its caches, then itself. Pages come from the network from
	   then on; nothing reloads, and the reader's own database stays. In one block, so that no half of it is a script. */
	let isActive = false;
	self.addEventListener('install', () => void takeOver());

	self.addEventListener('activate', (event) => {
		isActive = true;
		event.waitUntil(remove());
	});

	// A page that is opened while another still has the old worker brings this one back to life, without an installation. It then
	// makes way for the site's own worker if that is published again, and else ends at the first word from a page. While it waits
	// itself, the only word is that of the worker before it, to take over.
	self.addEventListener('message', (event) =>
		event.waitUntil(event.data?.type === 'activate' ? self.skipWaiting() : makeWay())
	);

	// Chromium 156 on a busy device now and then forgets that it was asked, but not twice. Milliseconds.
	const ASK_EVERY = 1_000;

	async function takeOver() {
		while (!isActive) {
			void self.skipWaiting();
			await pause(ASK_EVERY);
		}
	}

	// A browser may put off a look for a newer worker that a worker asks for. Milliseconds.
	const PATIENCE = 3_000;

	async function makeWay() {
		await Promise.race([self.registration.update(), pause(PATIENCE)]).catch(() => undefined);
		const { installing, waiting } = self.registration;
		if (waiting) waiting.postMessage({ type: 'activate' });
		else if (!installing) await remove();
	}

	async function remove() {
		const base = location.pathname.replace(/\/service-worker\.js$/, '');
		for (const name of await caches.keys()) {
			if (name.startsWith(`cat-posts:${base}/:`)) await caches.delete(name);
		}
		await self.registration.unregister();
	}

	function pause(milliseconds) {
		return new Promise((resolve) => setTimeout(resolve, milliseconds));
	}
}
