import { hostHeaders } from '$lib/server/host-headers';
import { publication } from '$lib/server/publish';

export const prerender = true;

/** For hosts that read headers from a file: Netlify, Cloudflare Pages. */
export const GET = async () => new Response(hostHeaders((await publication()).context.base));
