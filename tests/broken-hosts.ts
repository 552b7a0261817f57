import type { Fault } from './rig/faults';
import { catalogue } from './site';

const fourth = catalogue.posts[3];
if (!fourth) throw new Error('the site has too few posts to test with');

/** The post that the host does something to, its address, and its files. */
export const post = fourth;
export const page = `/posts/${encodeURIComponent(post.slug)}/`;
export const pageFile = `/posts/${post.slug}/index.html`;
export const blob = `/blobs/${post.body.name}`;
export const asset = catalogue.posts.flatMap(({ assets }) => assets).at(0);

/** One rule broken: what the host does, where the finding is, what it says, what it advises. */
export const brokenHosts: [
	what: string,
	fault: Fault,
	path: string,
	problem: RegExp,
	fix: RegExp
][] = [
	[
		'a page that is sent as text',
		{ kind: 'mime', type: 'text/plain', match: `^${page}` },
		page,
		/content type is text\/plain/,
		/text\/html/
	],
	[
		'a catalogue that is sent as anything',
		{ kind: 'mime', type: 'application/octet-stream', match: 'catalogue' },
		'/catalogue.json',
		/octet-stream/,
		/application\/json/
	],
	[
		'a worker that is sent as text',
		{ kind: 'mime', type: 'text/plain', match: 'service-worker' },
		'/service-worker.js',
		/text\/plain/,
		/text\/javascript/
	],
	[
		'a worker that is cached',
		{ kind: 'cache-control', value: 'public, max-age=86400', match: 'service-worker' },
		'/service-worker.js',
		/cached .*86400/,
		/no-cache/
	],
	[
		'a page that is cached for long',
		{ kind: 'cache-control', value: 'max-age=31536000, immutable', match: `^${page}` },
		page,
		/cached .*31536000/,
		/no-cache/
	],
	[
		'a page with a script of a proxy',
		{ kind: 'transform', match: `^${page}` },
		page,
		/script/,
		/./
	],
	[
		'a page at another spelling',
		{ kind: 'slash', to: '/x', match: `^${page}` },
		page,
		/redirects to .*[^/]\.$/,
		/200/
	],
	[
		'a missing blob',
		{ kind: 'status', status: 404, match: post.body.name },
		blob,
		/404 instead of 200/,
		/whole build/
	],
	[
		'a host in trouble',
		{ kind: 'status', status: 503, match: 'catalogue' },
		'/catalogue.json',
		/503/,
		/./
	],
	['half a blob', { kind: 'partial', match: post.body.name }, blob, /206/, /./],
	[
		'a blob whose compressed form is cut',
		{ kind: 'gzip-cut', match: post.body.name, nth: 2 },
		blob,
		/No answer/,
		/./
	],
	[
		'a missing page that is cached',
		{ kind: 'cache-control', value: 'max-age=600', match: 'no-such-page' },
		'/no-such-page/',
		/missing file may be cached/,
		/no-store/
	],
	[
		'a reset connection',
		{ kind: 'drop', match: '^/search/' },
		'/search/',
		/No answer/,
		/host is up/
	]
];
