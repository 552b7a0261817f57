import { webManifest } from '$lib/server/web-manifest';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () =>
	new Response(JSON.stringify(webManifest((await publication()).context)), {
		headers: { 'content-type': 'application/manifest+json' }
	});
