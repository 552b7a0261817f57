import { html, raw } from '$lib/pages/html';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () => {
	const { origin, base, site } = (await publication()).context;
	const body = html`${raw('<?xml version="1.0" encoding="utf-8"?>')}
		<OpenSearchDescription xmlns="http://a9.com/-/spec/opensearch/1.1/">
			<ShortName>${site.shortName}</ShortName>
			<Description>${site.description}</Description>
			<Url type="text/html" template="${origin}${base}/search/?q={searchTerms}" />
		</OpenSearchDescription> `;
	return new Response(body.text, {
		headers: { 'content-type': 'application/opensearchdescription+xml' }
	});
};
