import { error } from '@sveltejs/kit';
import { renderPost } from '$lib/pages/post-page';
import { publication } from '$lib/server/publish';
import { documentResponse } from '../../document';

export const prerender = true;
export const trailingSlash = 'always';

export const entries = async () =>
	(await publication()).context.catalogue.posts.map(({ slug }) => ({ slug }));

export const GET = async ({ params }) => {
	const { context, posts } = await publication();
	const at = posts.findIndex(({ post }) => post.slug === params.slug);
	const [entry, rendered] = [context.catalogue.posts[at], posts[at]];
	if (!entry || !rendered) error(404, `There is no post "${params.slug}".`);
	return documentResponse(renderPost(context, entry, rendered.body));
};
