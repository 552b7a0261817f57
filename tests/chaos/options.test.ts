import { expect, test } from 'vitest';
import { readOptions } from './options';

test('without a word it plays twenty seeds in Chromium', () => {
	expect(readOptions([])).toMatchObject({
		engine: 'chromium',
		seed: undefined,
		from: 1,
		seeds: 20,
		shrinks: true
	});
});

test('numbers come as numbers', () => {
	expect(readOptions(['--seed', '7', '--workers=4', '--no-shrink'])).toMatchObject({
		seed: 7,
		workers: 4,
		shrinks: false
	});
});

test.each([
	[['--sed', '7'], /^Unknown option '--sed'\. There are: --engine, .*--seed/],
	[['7'], /^Unexpected argument '7'/],
	[['--seed'], /^Option '--seed <value>' argument missing/],
	[['--seeds', 'many'], '--seeds is a whole number from 1 on, not "many"'],
	[['--seed', '0'], '--seed is a whole number from 1 on, not "0"'],
	[['--engine', 'gecko'], /^--engine is one of .*firefox.*, not "gecko"/]
])('%j is refused in one line', (args, message) => {
	expect(() => readOptions(args)).toThrow(message);
	try {
		readOptions(args);
	} catch (error) {
		expect((error as Error).message).not.toContain('\n');
	}
});
