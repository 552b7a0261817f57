import { describe, expect, it } from 'vitest';
import type { Post } from '../posts/post';
import { relatedPosts, seriesPosts } from './series';

const post = (slug: string, ...tags: string[]): Post => ({
	slug,
	title: slug,
	description: '',
	date: '2026-01-01',
	tags,
	minutes: 1
});
const slugs = (posts: Post[]) => posts.map(({ slug }) => slug).join(' ');

describe('seriesPosts', () => {
	const series = { id: 's', title: 'S', description: '', posts: ['c', 'draft', 'a'] };

	it('keeps the order of the path and leaves out what is not published', () => {
		expect(slugs(seriesPosts(series, [post('a'), post('b'), post('c')]))).toBe('c a');
		expect(seriesPosts(series, [])).toEqual([]);
	});
});

describe('relatedPosts', () => {
	const posts = [
		post('a', 'go'),
		post('b', 'go'),
		post('c', 'go', 'rare'),
		post('d', 'go', 'rare'),
		post('e', 'other')
	];

	it('puts a rare tag in common before a frequent one, and equals in the order of the list', () => {
		expect(slugs(relatedPosts(posts[3] as Post, posts))).toBe('c a b');
	});

	it('names neither the post itself nor one that has nothing in common', () => {
		expect(slugs(relatedPosts(posts[0] as Post, posts, [], 9))).toBe('b c d');
		expect(relatedPosts(posts[4] as Post, posts)).toEqual([]);
	});

	it('names no more than asked for', () => {
		expect(slugs(relatedPosts(posts[0] as Post, posts, [], 1))).toBe('b');
	});
});
