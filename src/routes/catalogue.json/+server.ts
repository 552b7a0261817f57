import { json } from '@sveltejs/kit';
import { publication } from '$lib/server/publish';

export const prerender = true;

export const GET = async () => json((await publication()).context.catalogue);
