import { describe, expect, it } from 'vitest';
import { eachTerm, units } from './tokens';

function terms(text: string): string[] {
	const found: string[] = [];
	eachTerm(text, (term) => found.push(term));
	return found.sort();
}

describe('terms', () => {
	it.each([
		['sync.Pool', ['pool', 'sync', 'sync.pool']],
		['context.WithTimeout', ['context', 'context.withtimeout', 'timeout', 'with', 'withtimeout']],
		[
			'http.Server.Shutdown',
			['http', 'http.server', 'http.server.shutdown', 'server', 'server.shutdown', 'shutdown']
		],
		['GOMAXPROCS', ['gomaxprocs']],
		['errgroup', ['errgroup']],
		['HTTPServer', ['http', 'httpserver', 'server']],
		['max_connections', ['connections', 'max', 'max_connections']],
		[
			'golang.org/x/sync',
			['golang', 'golang.org', 'golang.org/x/sync', 'org', 'org/x', 'sync', 'x', 'x/sync']
		],
		['1.24.3', ['1.24', '1.24.3']],
		['go1.24', ['1.24', 'go', 'go1.24']],
		['10,000 rows', ['10000', 'rows']],
		['--cpu-profile', ['--cpu-profile', 'cpu', 'cpuprofile', 'profile']],
		['-race', ['-race', 'race']],
		['trade-offs', ['offs', 'trade', 'tradeoffs']],
		['C++, C# and c', ['and', 'c', 'c#', 'c++']],
		['v := <-ch', [':=', '<-', 'ch', 'v']],
		['p->next', ['->', 'next', 'p']],
		['"%w"', ['%w']],
		['aren’t Go’s', ['arent', 'go']],
		['naïve Ångström', ['angstrom', 'naive']],
		[
			'text/event-stream',
			['event', 'stream', 'text', 'text/event', 'event-stream', 'text/event-stream']
		],
		['N+1 and a + b', ['1', 'a', 'and', 'b', 'n', 'n+1']],
		['std::move', ['move', 'std', 'std::move']],
		['…, — !', []]
	])('of %s', (text, expected) => {
		expect(terms(text)).toEqual([...expected].sort());
	});

	it('stand where they say they stand', () => {
		const text = 'Use sync.Pool in go1.24';
		const at: Record<string, string> = {};
		eachTerm(text, (term, _, start, end) => (at[term] = text.slice(start, end)));
		expect(at).toEqual({
			use: 'Use',
			'sync.pool': 'sync.Pool',
			sync: 'sync',
			pool: 'Pool',
			in: 'in',
			'go1.24': 'go1.24',
			'1.24': 'go1.24',
			go: 'go1.24'
		});
	});

	it('count words, so that the parts of a phrase follow one another', () => {
		const at: [string, number][] = [];
		eachTerm('a sync.Pool of byte buffers', (term, n) => at.push([term, n]));
		expect(at).toContainEqual(['sync', 1]);
		expect(at).toContainEqual(['sync.pool', 1]);
		expect(at).toContainEqual(['pool', 2]);
		expect(at).toContainEqual(['buffers', 5]);
	});
});

describe('units', () => {
	it('keep an identifier together and tell its words', () => {
		const [unit] = units('sync.Pool');
		expect(unit?.whole).toBe('sync.pool');
		expect(unit?.words.map(({ term }) => term)).toEqual(['sync', 'pool']);
	});
});
