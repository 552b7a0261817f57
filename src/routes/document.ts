import { dev } from '$app/environment';

/** A page as a response. While developing, Vite's client comes along so that an edit reloads the page. */
export function documentResponse(text: string): Response {
	// Kit tells a document by this very type, without a charset; hosts send headers of their own.
	const headers = { 'content-type': 'text/html' };
	if (!dev) return new Response(text, { headers });
	const client = '<script type="module" src="/@vite/client"></script></body>';
	const relaxed = text.replace(/<meta http-equiv[^>]*>\n/, '').replace('</body>', client);
	return new Response(relaxed, { headers });
}
