import { jsonFeed } from '$lib/server/feeds';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () =>
	new Response(jsonFeed(await publication()), {
		headers: { 'content-type': 'application/feed+json; charset=utf-8' }
	});
