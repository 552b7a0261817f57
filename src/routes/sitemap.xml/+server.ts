import { sitemap } from '$lib/server/feeds';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () =>
	new Response(sitemap(await publication()), { headers: { 'content-type': 'application/xml' } });
