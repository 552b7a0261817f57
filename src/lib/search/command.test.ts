import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { command } from './command';
import { NO_TAGS } from './query';

describe('command', () => {
	it.each([
		['', [], [], 'ls posts/*'],
		['rate limit', [], [], 'grep -ril "rate limit" posts/*'],
		['rate  limit ', ['go'], [], 'grep -ril "rate limit" posts/* | xargs grep -l "#go"'],
		[
			'a',
			['go'],
			['mysql'],
			'grep -ril "a" posts/* | xargs grep -l "#go" | xargs grep -L "#mysql"'
		],
		['', ['go'], [], 'grep -l "#go" posts/*'],
		['', [], ['go', 'mysql'], 'grep -L "#go" posts/* | xargs grep -L "#mysql"'],
		['--race', [], [], 'grep -ril -e "--race" posts/*'],
		['"sync.Pool"', [], [], 'grep -ril "\\"sync.Pool\\"" posts/*'],
		['$HOME `id` \\n', [], [], 'grep -ril "\\$HOME \\`id\\` \\\\n" posts/*']
	])('of %j with %j without %j', (text, include, exclude, expected) => {
		expect(command(text, { include, exclude })).toBe(expected);
	});

	it('quotes whatever is typed so that a shell reads it as typed', () => {
		const printable = fc.string({ unit: 'grapheme-ascii', minLength: 1 });
		fc.assert(
			fc.property(printable, (text) => {
				const words = text.replace(/\s+/g, ' ').trim();
				fc.pre(words !== '' && !words.startsWith('-'));
				const quoted = command(text, NO_TAGS).slice('grep -ril '.length, -' posts/*'.length);
				expect(execFileSync('sh', ['-c', `printf %s ${quoted}`], { encoding: 'utf8' })).toBe(words);
			}),
			{ numRuns: 30 }
		);
	});
});
