import { error } from '@sveltejs/kit';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const entries = async () =>
	[...(await publication()).blobs.keys()].map((name) => ({ name }));

export const GET = async ({ params }) => {
	const blob = (await publication()).blobs.get(params.name);
	if (!blob) error(404, `There is no file "${params.name}".`);
	return new Response(new Uint8Array(blob.bytes), { headers: { 'content-type': blob.type } });
};
