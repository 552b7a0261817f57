import { describe, expect, it } from 'vitest';
import { aliases, slips, swaps, variants } from './variants';

describe('variants', () => {
	it.each([
		['leak', 'leaks'],
		['leaks', 'leak'],
		['retry', 'retries'],
		['retries', 'retrying'],
		['limit', 'limiting'],
		['limiting', 'limit'],
		['limiter', 'limits'],
		['cache', 'caching'],
		['caching', 'cached'],
		['planning', 'plan'],
		['batches', 'batch'],
		['scheduler', 'scheduling'],
		['migration', 'migrating'],
		['optimize', 'optimization'],
		['1.24.3', '1.24']
	])('of %s hold %s', (word, form) => {
		expect(variants(word)).toContain(form);
	});

	it('never hold the word itself, and leave identifiers and short words alone', () => {
		expect(variants('leaks')).not.toContain('leaks');
		expect(variants('p99')).toEqual([]);
		expect(variants('go')).toEqual([]);
		expect(variants('->')).toEqual([]);
	});
});

describe('slips', () => {
	it('are forgiven in long words only, and never in versions', () => {
		expect(['log', 'lock', 'context', 'goroutine', 'http2'].map(slips)).toEqual([0, 1, 1, 2, 0]);
	});

	it('of two swapped letters are all tried', () => {
		expect(swaps('abc')).toEqual(['bac', 'acb']);
	});
});

describe('aliases', () => {
	it('know what engineers type for short, and nothing of the prototype', () => {
		expect(aliases('k8s')).toEqual(['kubernetes']);
		expect(aliases('constructor')).toEqual([]);
	});
});
