import { describe, expect, it } from 'vitest';
import { resolveRoute } from './paths';

describe('resolveRoute', () => {
	it.each([
		['/', { kind: 'index' }],
		['/search/', { kind: 'search' }],
		['/posts/x/', { kind: 'post', slug: 'x' }],
		['/tags/go/', { kind: 'tag', tag: 'go' }],
		['/posts/caf%C3%A9/', { kind: 'post', slug: 'café' }],
		['/posts/caf%c3%a9/', { kind: 'post', slug: 'café' }],
		['/posts/%E6%97%A5%E6%9C%AC/', { kind: 'post', slug: '日本' }]
	])('knows %s', (path, route) => expect(resolveRoute(path)).toEqual(route));

	it.each([
		['/index.html', '/'],
		['/posts/x', '/posts/x/'],
		['/posts/x/index.html', '/posts/x/'],
		['/search', '/search/'],
		['/posts/cafe%CC%81/', '/posts/caf%C3%A9/'],
		['/posts/cafe%cc%81/index.html', '/posts/caf%C3%A9/'],
		['/posts/caf%c3%a9', '/posts/caf%C3%A9/']
	])('sends %s to its canonical path', (path, to) =>
		expect(resolveRoute(path)).toEqual({ kind: 'moved', to })
	);

	it.each(['/posts/', '/posts/a/b/', '/nothing', '/%', '/x.html', '//evil.example/', '/posts/..', '/tags/./', '/posts/a%2Fb/', '/posts/\ud800/'])(
		'does not know %s',
		(path) => expect(resolveRoute(path)).toEqual({ kind: 'unknown' })
	);
});
