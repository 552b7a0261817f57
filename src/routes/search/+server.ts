import { renderSearch } from '$lib/pages/tool-pages';
import { publication } from '$lib/server/publish';
import { documentResponse } from '../document';

export const prerender = true;
export const trailingSlash = 'always';

export const GET = async () => documentResponse(renderSearch((await publication()).context));
