import { renderMissing } from '$lib/pages/tool-pages';
import { publication } from '$lib/server/publish';
import { documentResponse } from '../document';

export const prerender = true;
export const trailingSlash = 'never';

export const GET = async () => documentResponse(renderMissing((await publication()).context));
