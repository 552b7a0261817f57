import { site } from '../../site';

/** Where this build is published: SITE_URL of the build, else what site.ts says. No slash at the end. */
export const publishedOrigin = (SITE_URL || site.url).replace(/\/+$/, '');
