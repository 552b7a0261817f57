import { describe, expect, it } from 'vitest';
import {
	checkPage,
	checkSize,
	checkStore,
	checkNoTakeover,
	checkUndisturbed,
	checkVisit,
	slugOf,
	type Surroundings
} from './invariants';
import type { PageSeen, Violation, Visit } from './observations';
import type { Release } from './release';

function release(shell: string, text: string): Release {
	const hashes = new Map([
		[`/_app/${shell}.css`, `css-${shell}`],
		[`/blobs/${text}.txt`, text]
	]);
	const pages: Record<string, string> = { '/': `home ${text}`, '/posts/a/': `a ${text}` };
	const part: Partial<Release> = {
		shell,
		hashes,
		html: (path) => pages[path],
		missing: () => `404 ${shell}`,
		post: (slug) =>
			slug === 'a'
				? ({ slug, body: { name: `${text}.txt`, bytes: 1 } } as ReturnType<Release['post']>)
				: undefined
	};
	return part as Release;
}

const releases = [release('s1', 't1'), release('s1', 't2'), release('s2', 't3')];
const around: Surroundings = {
	releases,
	serverIsUp: false,
	transformed: false,
	recalled: false,
	owed: new Set(['a'])
};
const page: PageSeen = {
	url: 'http://x/posts/a/',
	path: '/posts/a/',
	timeOrigin: 1,
	moved: 0,
	kind: 'post',
	shell: 's1',
	body: 't2.txt',
	title: 'A',
	fromWorker: true,
	shellFiles: ['/_app/s1.css'],
	brokenImages: [],
	violations: [],
	takeovers: 0,
	status: null,
	theme: 'auto',
	size: '0'
};
const visit: Visit = { asked: '/posts/a/', milliseconds: 100, html: 'a t2', page };
const rules = (violations: Violation[]) => violations.map(({ rule }) => rule);

describe('a visit', () => {
	it('may end in any page that was published', () => {
		expect(checkVisit(visit, around)).toEqual([]);
		const home = {
			...visit,
			html: 'home t1',
			page: { ...page, kind: 'index', path: '/', body: '' }
		};
		expect(checkVisit(home, around)).toEqual([]);
	});
	it('may not end in the error page of the browser', () => {
		expect(rules(checkVisit({ ...visit, failure: 'net::ERR_FAILED' }, around))).toEqual(['I8']);
	});
	it('may not end in a login page, if a worker answered', () => {
		const portal = { ...page, kind: '', shell: '', title: 'Wi-Fi login' };
		expect(rules(checkVisit({ ...visit, page: portal }, { ...around, owed: new Set() }))).toEqual([
			'I8'
		]);
		expect(checkVisit({ ...visit, page: { ...portal, fromWorker: false } }, around)).toEqual([]);
	});
	it('may not take for ever', () => {
		expect(rules(checkVisit({ ...visit, milliseconds: 20_000 }, around))).toEqual(['I8']);
	});
	it('may not say that a saved post is not there', () => {
		const unsaved = { ...visit, page: { ...page, kind: 'unsaved' } };
		expect(rules(checkVisit(unsaved, around))).toEqual(['I1']);
	});
	it('may not show bytes that nobody published', () => {
		expect(rules(checkVisit({ ...visit, html: 'a t2 with more' }, around))).toEqual(['I2']);
		const proxied = { ...around, serverIsUp: true, transformed: true };
		expect(checkVisit({ ...visit, html: 'a t2 with more' }, proxied)).toEqual([]);
	});
});

describe('a page', () => {
	it('is of one release', () => {
		expect(checkPage(page, releases)).toEqual([]);
		expect(rules(checkPage({ ...page, shellFiles: ['/_app/s2.css'] }, releases))).toEqual(['I3']);
		expect(rules(checkPage({ ...page, body: 't3.txt' }, releases))).toEqual(['I3']);
		expect(rules(checkPage({ ...page, shell: 'none', shellFiles: [] }, releases))).toEqual([
			'I2',
			'I3'
		]);
	});
	it('stays as it is while nobody touches it', () => {
		expect(checkUndisturbed(page, { ...page })).toEqual([]);
		for (const change of [{ url: 'http://x/' }, { timeOrigin: 2 }, { moved: 400 }]) {
			expect(rules(checkUndisturbed(page, { ...page, ...change }))).toEqual(['I5']);
		}
	});
	it('keeps its worker, unless it is another page by now', () => {
		const after = { ...page, takeovers: 1 };
		expect(rules(checkNoTakeover(page, after))).toEqual(['I5']);
		expect(checkNoTakeover(page, { ...after, timeOrigin: 9 })).toEqual([]);
	});
	it('tells which post it is', () => {
		const paths = ['/posts/a/', '/posts/a', '/posts/caf%C3%A9/', '/tags/a/'];
		expect(paths.map(slugOf)).toEqual(['a', 'a', 'café', undefined]);
	});
});

describe('the store', () => {
	const store = {
		'p:library': { '/b/blobs/t1.txt': 't1' },
		'p:shell-s1': { '/b/_app/s1.css': 'css-s1', '/b/catalogue.json': 'any' },
		'other-app': { '/x': 'any' }
	};
	it('may hold what was published, and notes of its own', () => {
		expect(checkStore(store, 'p:', '/b', releases)).toEqual([]);
	});
	it('may not hold anything else', () => {
		const cut = { ...store, 'p:library': { '/b/blobs/t1.txt': 'half' } };
		expect(rules(checkStore(cut, 'p:', '/b', releases))).toEqual(['I2']);
		expect(checkStore(cut, 'p:', '/b', releases, new Set(['t1.txt']))).toEqual([]);
		const mixed = { ...store, 'p:shell-s2': { '/b/_app/s1.css': 'css-s1' } };
		expect(rules(checkStore(mixed, 'p:', '/b', releases))).toEqual(['I2']);
	});
	it('may not grow without end', () => {
		expect(checkSize(store, 'p:', releases)).toEqual([]);
		const many = Object.fromEntries(Array.from({ length: 40 }, (_, at) => [`/b/blobs/${at}`, 'x']));
		expect(rules(checkSize({ 'p:library': many }, 'p:', releases))).toEqual(['I9']);
	});
});
