import { rssFeed } from '$lib/server/feeds';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () =>
	new Response(rssFeed(await publication()), {
		headers: { 'content-type': 'application/rss+xml; charset=utf-8' }
	});
