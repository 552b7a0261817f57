/** SITE_URL of the build, or an empty string: `site.url` then. */
declare const SITE_URL: string;

declare module '*?worker&url' {
	const url: string;
	export default url;
}
