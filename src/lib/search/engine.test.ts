import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Engine, INDEX_FORMAT, type SearchablePost } from './engine';
import { sections } from './sections';

const post = (slug: string, text: string): SearchablePost => ({
	slug,
	title: 'Title',
	description: '',
	tags: [],
	sections: [{ anchor: '', heading: '', text, code: '' }]
});
const everywhere = () => true;

describe('the engine', () => {
	it('replaces and removes posts', () => {
		const engine = new Engine();
		engine.add(post('a', 'apple'));
		engine.add(post('a', 'pear'));
		expect([engine.isKnown('apple'), engine.isKnown('pear'), engine.has('a')]).toEqual([
			false,
			true,
			true
		]);
		engine.remove('a');
		engine.remove('never there');
		expect([engine.isKnown('pear'), engine.has('a')]).toEqual([false, false]);
	});

	it('looks up all, any, beginnings and slips, where it is allowed to', () => {
		const engine = new Engine();
		engine.add(post('a', 'apple pear'));
		engine.add(post('b', 'apple plum'));
		const slugs = (...[clause, isAllowed]: Parameters<Engine['lookUp']>) =>
			engine
				.lookUp(clause, isAllowed)
				.map(({ slug }) => slug)
				.sort();
		expect(slugs({ all: [{ term: 'apple' }, { term: 'pear' }] }, everywhere)).toEqual(['a']);
		expect(slugs({ any: [{ term: 'plum' }, { term: 'pear' }] }, everywhere)).toEqual(['a', 'b']);
		expect(slugs({ term: 'ap', prefix: true }, (slug) => slug === 'b')).toEqual(['b']);
		expect(slugs({ term: 'peer', slips: 1 }, everywhere)).toEqual(['a']);
		expect(slugs({ term: 'bear', slips: 1 }, everywhere)).toEqual([]);
		expect(slugs({ term: 'title', inTitle: true }, everywhere)).toEqual(['a', 'b']);
		expect(slugs({ term: 'apple', inTitle: true }, everywhere)).toEqual([]);
		expect(slugs({ all: [] }, everywhere)).toEqual([]);
	});

	it('refuses an index that is damaged', () => {
		expect(() => new Engine('{')).toThrow();
		expect(() => new Engine('{}')).toThrow();
	});
});

/**
 * Devices keep indexes. When this fails, what an index holds has changed: give INDEX_FORMAT its next number, so that
 * they are made anew, and write down the new hash.
 */
it('has a format number for what it holds', () => {
	const engine = new Engine();
	const body =
		'<p>Use sync.Pool, C++ and go1.24.3 --flag in camelCase, trade-offs aren’t 10,000 N+1.</p>' +
		'<h2 id="a">Heading</h2><pre data-lang="go" data-file="a.go">v := 1</pre>' +
		'<table><tr><td>a</td><td>b</td></tr></table>';
	engine.add({ ...post('a', ''), sections: sections(body) });
	const hash = createHash('sha256').update(engine.toJSON()).digest('hex').slice(0, 12);
	expect([INDEX_FORMAT, hash]).toEqual([2, 'd1ffd5ff11f9']);
});
