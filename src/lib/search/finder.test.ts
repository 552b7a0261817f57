import { describe, expect, it } from 'vitest';
import { Engine, type SearchablePost } from './engine';
import { Finder } from './finder';
import { NO_TAGS, parseQuery } from './query';
import { cutAtMarks } from './results';

function post(
	slug: string,
	title: string,
	text: string,
	some: Partial<SearchablePost> = {}
): SearchablePost {
	const sections = [{ anchor: 'one', heading: 'One', text, code: '' }];
	return { slug, title, description: '', tags: ['go'], sections, ...some };
}

const posts = [
	post('limits', 'Rate Limiting', 'A token bucket for each client. Tokens come back at a rate.'),
	post(
		'pools',
		'Worker Pools',
		'Goroutines take jobs. Never leak a goroutine. The rate has no limit here.',
		{
			tags: ['go', 'concurrency']
		}
	),
	post('memory', 'Memory', 'Reuse buffers.', {
		tags: ['performance'],
		sections: [
			{ anchor: '', heading: '', text: 'Reuse what you can, in sync with the pool.', code: '' },
			{
				anchor: 'pool',
				heading: 'When is sync.Pool worth it?',
				text: 'Rarely.',
				code: 'var p = sync.Pool{}\np->x'
			},
			{
				anchor: 'go-1-24',
				heading: 'What Go 1.24.3 changed',
				text: 'Use --trace and C++ and max_connections.',
				code: ''
			}
		]
	})
];

function finderOf(some: readonly SearchablePost[]): Finder {
	const finder = new Finder();
	for (const each of some) finder.add(each);
	return finder;
}
const finder = finderOf(posts);
const tags = ['go', 'concurrency', 'performance'];
const search = (input: string) => finder.search(parseQuery(input, NO_TAGS, tags), 10);
const slugs = (input: string) => search(input).posts.map(({ slug }) => slug);

describe('search', () => {
	it('wants all words, begun words included', () => {
		expect(slugs('token buck')).toEqual(['limits']);
		expect(search('token buck').match).toBe('all');
	});

	it('puts the post first whose title has the words', () => {
		expect(slugs('rate limit')).toEqual(['limits', 'pools']);
	});

	it('forgives slips, and tells what it looked for instead', () => {
		const results = search('goroutne leek');
		expect(results.match).toBe('similar');
		expect(results.posts.map(({ slug }) => slug)).toEqual(['pools']);
		expect(results.instead).toContain('leak');
		expect(slugs('gorotuine')).toEqual(['pools']);
		expect(slugs('tokenbucket')).toEqual(['limits']);
	});

	it('takes some of the words only when no post has all, and says so', () => {
		const results = search('bucket zebra');
		expect(results.match).toBe('any');
		expect(results.posts.map(({ slug }) => slug)).toEqual(['limits']);
	});

	it('finds other forms of a word', () => {
		expect(slugs('leaking goroutines')).toEqual(['pools']);
	});

	it.each([
		['sync.Pool', 'pool'],
		['sync.Po', 'pool'],
		['pool sync', 'pool'],
		['->', 'pool'],
		['1.24.3', 'go-1-24'],
		['1.24', 'go-1-24'],
		['go1.24', 'go-1-24'],
		['--trace', 'go-1-24'],
		['-trace', 'go-1-24'],
		['C++', 'go-1-24'],
		['max_connections', 'go-1-24'],
		['connections', 'go-1-24'],
		['MaxConnections', 'go-1-24']
	])('finds %s where it stands', (input, anchor) => {
		const [first] = search(input).posts;
		expect([first?.slug, first?.sections[0]?.anchor]).toEqual(['memory', anchor]);
	});

	it('keeps to a quoted phrase', () => {
		expect(slugs('"rate has"')).toEqual(['pools']);
		expect(search('"rate has"').match).toBe('all');
		expect(search('"has rate"').match).toBe('any');
	});

	it('keeps and leaves out tags, and counts them', () => {
		expect(slugs('rate #concurrency')).toEqual(['pools']);
		expect(slugs('rate -#concurrency')).toEqual(['limits']);
		expect(search('rate').tagCounts).toEqual({ go: 2, concurrency: 1 });
		expect(search('#go').match).toBe('tags');
		expect(slugs('#go')).toEqual(['limits', 'pools']);
	});

	it('lists everything, in the order given, when nothing is asked', () => {
		const ordered = finderOf(posts);
		ordered.putInOrder(['memory', 'pools', 'limits']);
		const results = ordered.search(parseQuery('', NO_TAGS, []), 2);
		expect(results.match).toBe('nothing asked');
		expect([results.total, results.posts.map(({ slug }) => slug)]).toEqual([
			3,
			['memory', 'pools']
		]);
	});

	it('marks the words in title, heading and excerpt', () => {
		const [first] = search('sync.Pool').posts;
		const section = first?.sections[0];
		const marked = [first?.title, section?.heading, section?.excerpt].map((text) =>
			cutAtMarks(text ?? { text: '', marks: [] })
				.filter(({ isMarked }) => isMarked)
				.map((piece) => piece.text)
		);
		expect(marked).toEqual([[], ['sync.Pool'], ['sync.Pool']]);
		expect(first?.words).toEqual(['sync.pool']);
	});

	it('finds a title of small words only', () => {
		const small = finderOf([post('what', 'What, when and why', 'x')]);
		expect(small.search(parseQuery('what when', NO_TAGS, []), 5).total).toBe(1);
	});
});

describe('an index', () => {
	it('answers the same after it was written and read', () => {
		const copy = new Finder(new Engine(finder.toJSON()));
		for (const each of posts) copy.add(each, true);
		for (const input of ['rate limit', 'sync.Pool', 'goroutne', '#go', 'bucket zebra'])
			expect(copy.search(parseQuery(input, NO_TAGS, tags), 9)).toEqual(search(input));
	});
});
