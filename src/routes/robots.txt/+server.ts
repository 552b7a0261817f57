import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () => {
	const { origin, base } = (await publication()).context;
	return new Response(`User-agent: *\nAllow: /\nSitemap: ${origin}${base}/sitemap.xml\n`);
};
