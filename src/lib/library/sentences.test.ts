import { describe, expect, it } from 'vitest';
import type { LibraryStatus } from './messages';
import {
	byteSize,
	OBSTACLES,
	savedSentence,
	timeAgo,
	TROUBLES,
	verificationSentence
} from './sentences';

const status = (saved: number, activity: LibraryStatus['activity'] = 'idle'): LibraryStatus => ({
	type: 'library',
	release: 'r',
	shell: 's',
	seq: 1,
	total: 3,
	saved: ['a', 'b', 'c'].slice(0, saved),
	outdated: [],
	bytes: {},
	activity,
	checkedAt: 0,
	news: { added: [], changed: [] },
	waiting: false
});

describe('what a reader is told', () => {
	it('promises to be safe offline only when every post is here', () => {
		expect(savedSentence(status(3))).toBe('3 of 3 posts are on this device. Safe to go offline.');
		for (const activity of ['idle', 'saving', 'checking', 'verifying'] as const) {
			expect(savedSentence(status(2, activity))).not.toMatch(/safe/i);
		}
		expect(savedSentence(status(2, 'saving'))).toContain('keep this open');
	});

	it('says of a verification what was wrong, and names the posts that still are', () => {
		const found = { checked: 2, repaired: 0, broken: [] };
		expect(verificationSentence(found)).toBe('2 files read and hashed: all as published.');
		expect(verificationSentence({ ...found, checked: 1, repaired: 1 })).toBe(
			'1 file read and hashed: 1 post was not whole and fetched again.'
		);
		expect(verificationSentence({ ...found, repaired: 2 })).toContain('2 posts were not whole');
		const broken = verificationSentence({ ...found, repaired: 2, broken: ['a', 'b'] });
		expect(broken).toContain('could not be fetched again: a, b.');
		expect(verificationSentence({ ...found, broken: ['a'] })).toContain('1 post is not whole');
	});

	it('has a whole sentence for each obstacle and each trouble', () => {
		for (const sentence of [...Object.values(OBSTACLES), ...Object.values(TROUBLES)]) {
			expect(sentence).toMatch(/^[A-Z].*\.$/);
		}
	});
});

describe('timeAgo', () => {
	const now = Date.UTC(2026, 0, 31);
	it.each([
		[0, 'this minute'],
		[29_000, 'this minute'],
		[180_000, '3 minutes ago'],
		[59 * 60_000, '59 minutes ago'],
		[60 * 60_000, '1 hour ago'],
		[23 * 3_600_000, '23 hours ago'],
		[24 * 3_600_000, 'yesterday'],
		[72 * 3_600_000, '3 days ago'],
		[-3_600_000, 'this minute']
	])('%i milliseconds are %s', (ago, words) => expect(timeAgo(now - ago, now, 'en')).toBe(words));

	it('knows never', () => expect(timeAgo(0, now, 'en')).toBe('never'));
});

describe('byteSize', () => {
	it.each([
		[0, '0 B'],
		[999, '999 B'],
		[1_000, '1 kB'],
		[999_499, '999 kB'],
		[999_500, '1.0 MB'],
		[1_250_000, '1.3 MB']
	])('%i is %s', (bytes, words) => expect(byteSize(bytes)).toBe(words));
});
