/* Takes the place of the service worker to end it: deletes its caches, then itself. Pages come from the network from
   then on; nothing reloads, and the reader's own database stays. */
self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
	const base = location.pathname.replace(/\/service-worker\.js$/, '');
	const remove = async () => {
		for (const name of await caches.keys()) {
			if (name.startsWith(`cat-posts:${base}/:`)) await caches.delete(name);
		}
		await self.registration.unregister();
	};
	event.waitUntil(remove());
});
