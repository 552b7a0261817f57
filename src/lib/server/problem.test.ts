import { expect, test } from 'vitest';
import { ContentError, formatProblems, nearest, type Problem } from './problem';

const problem = (file: string, line: number, field?: string): Problem => ({
	file,
	line,
	...(field ? { field } : {}),
	message: 'It is wrong.',
	fix: 'Write it right.'
});

test('one report lists all problems by file and line', () => {
	const problems = [problem('b.md', 1), problem('a.md', 20), problem('a.md', 3, 'tags')];
	expect(formatProblems(problems)).toBe(
		[
			'3 problems in 2 files:',
			'',
			'a.md:3 (tags)',
			'  It is wrong.',
			'  → Write it right.',
			'',
			'a.md:20',
			'  It is wrong.',
			'  → Write it right.',
			'',
			'b.md:1',
			'  It is wrong.',
			'  → Write it right.'
		].join('\n')
	);
	expect(formatProblems([])).toBe('No problems.');
});

test('what stops no build is called a warning', () => {
	expect(formatProblems([problem('a.md', 1)], 'warning')).toMatch(/^1 warning in 1 file:\n/);
});

test('an error shows the report and no stack', () => {
	const error = new ContentError([problem('a.md', 1)]);
	expect(error.message).toContain('a.md:1');
	expect(error.stack).toBe(error.message);
	expect(Object.keys(error)).toEqual(['name']);
});

test.each([
	['titel', 'title'],
	['desc', undefined],
	['Tags', 'tags'],
	['updatd', 'updated'],
	['zzzzzz', undefined]
])('“%s” was meant to be %s', (word, meant) => {
	expect(nearest(word, ['title', 'tags', 'updated', 'draft'])).toBe(meant);
});
