import { describe, expect, it } from 'vitest';
import type { Clause } from './clauses';
import { NO_TAGS, parseQuery } from './query';
import { stages } from './stages';

const known = ['rate', 'limit', 'goroutine', 'leak', 'sync', 'pool'];
const ask = (input: string) => [
	...stages(parseQuery(input, NO_TAGS, []), (term) => known.includes(term))
];

/** A clause as text: `rate limit*`, `(a | b)`, `leek~1`. */
function show(clause: Clause): string {
	if ('all' in clause) return clause.all.map(show).join(' ');
	if ('any' in clause) return `(${clause.any.map(show).join(' | ')})`;
	const { term, prefix, slips, inTitle } = clause;
	return `${inTitle ? 'title:' : ''}${term}${prefix ? '*' : ''}${slips ? `~${slips}` : ''}`;
}
const first = (input: string) => show(ask(input)[0]?.clause ?? { all: [] });

describe('stages', () => {
	it('begin with all words as typed, the last perhaps begun', () => {
		expect(first('rate limit')).toBe('rate limit*');
		expect(first('rate l')).toBe('rate*');
		expect(first('sync.Pool')).toBe('sync.pool*');
		expect(first('trade-offs')).toBe('(trade offs* | tradeoffs*)');
		expect(first('golang')).toBe('(golang* | go)');
	});

	it('look for one or two letters in titles, and as they are', () => {
		expect(first('go')).toBe('(title:go* | go)');
		expect(ask('g').map(({ clause }) => show(clause))).toEqual(['(title:g* | g)']);
	});

	it('grow more forgiving, and end with some of the words', () => {
		expect(ask('rate leek').map(({ match }) => match)).toEqual([
			'all',
			'all',
			'similar',
			'similar',
			'any'
		]);
		expect(ask('leek').map(({ match }) => match)).toEqual(['all', 'all', 'similar']);
	});

	it('take apart an identifier only after it was looked for as a whole', () => {
		const [whole, parts] = ask('sync.Pool');
		expect([whole?.isWider, show(parts?.clause ?? { all: [] })]).toEqual([undefined, 'sync pool*']);
	});

	it('forgive slips, swapped letters and a forgotten space', () => {
		const slipped = show(ask('goroutineleka')[2]?.clause ?? { all: [] });
		expect(slipped).toContain('goroutineleka~2');
		expect(show(ask('lekas')[2]?.clause ?? { all: [] })).toContain('leaks');
		expect(show(ask('ratelimit')[2]?.clause ?? { all: [] })).toContain('rate limit');
	});

	it('are none when nothing is asked', () => {
		expect(ask('the')).toEqual([]);
		expect(ask('')).toEqual([]);
	});
});
