import { renderTag } from '$lib/pages/tag-page';
import { countTags } from '$lib/pages/parts';
import { publication } from '$lib/server/publish';
import { documentResponse } from '../../document';

export const prerender = true;
export const trailingSlash = 'always';

export const entries = async () =>
	[...countTags((await publication()).context.catalogue.posts).keys()].map((tag) => ({ tag }));

export const GET = async ({ params }) =>
	documentResponse(renderTag((await publication()).context, params.tag));
