import type { PageContext } from '../pages/context';
import { paths } from '../pages/paths';

/** The web app manifest (https://www.w3.org/TR/appmanifest/), which makes the site installable. */
export function webManifest({ base, site }: PageContext): object {
	const icon = (file: string, sizes: string, purpose?: string) => ({
		src: `${base}/icons/${file}`,
		sizes,
		type: file.endsWith('.svg') ? 'image/svg+xml' : 'image/png',
		...(purpose && { purpose })
	});
	const screenshot = (file: string, sizes: string, form_factor: string, label: string) => ({
		...icon(`../screenshots/${file}`, sizes),
		src: `${base}/screenshots/${file}`,
		form_factor,
		label
	});
	return {
		id: `${base}/`,
		name: site.title,
		short_name: site.shortName,
		description: site.description,
		lang: site.language,
		start_url: `${base}/`,
		scope: `${base}/`,
		display: 'standalone',
		display_override: ['standalone', 'minimal-ui', 'browser'],
		launch_handler: { client_mode: ['navigate-existing', 'auto'] },
		theme_color: site.themeColor.dark,
		background_color: site.themeColor.dark,
		categories: ['education'],
		icons: [
			icon('icon-192.png', '192x192'),
			icon('icon-512.png', '512x512'),
			icon('icon.svg', 'any'),
			icon('maskable-512.png', '512x512', 'maskable'),
			icon('monochrome-512.png', '512x512', 'monochrome')
		],
		screenshots: [
			screenshot('narrow-index.png', '780x1688', 'narrow', 'Every post, on a phone'),
			screenshot('narrow-post.png', '780x1688', 'narrow', 'A post, on a phone'),
			screenshot('wide-index.png', '1440x900', 'wide', 'Every post'),
			screenshot('wide-post.png', '1440x900', 'wide', 'A post with its contents')
		],
		shortcuts: [
			{ name: 'Search', url: `${base}${paths.search}`, icons: [icon('icon-192.png', '192x192')] },
			{ name: 'Library', url: `${base}${paths.library}`, icons: [icon('icon-192.png', '192x192')] }
		]
	};
}
