import { renderIndex } from '$lib/pages/index-page';
import { publication } from '$lib/server/publish';
import { documentResponse } from './document';

export const prerender = true;
export const trailingSlash = 'always';

export const GET = async () => documentResponse(renderIndex((await publication()).context));
