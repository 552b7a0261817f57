import { resolveRoute } from '../../src/lib/pages/paths';
import type { PageSeen, StoreSeen, Violation, Visit } from './observations';
import type { Release } from './release';

/** The site's own patience with the network is 3.5 s and with storage less; the rest is for a machine under load. Milliseconds. */
const LONGEST_VISIT = 12_000;

/** All that a visit is judged by. */
export interface Surroundings {
	releases: readonly Release[];
	serverIsUp: boolean;
	/** An "optimizing" proxy stands between: what comes from the network is not what was published. */
	transformed: boolean;
	/** Posts were recalled: pages that would list them differ from what is published. */
	recalled: boolean;
	/** Slugs that must open whatever happens. */
	owed: ReadonlySet<string>;
}

/** I8 and I2: a visit that a worker answers for ends in a page of ours, in time, with the bytes that were published. */
export function checkVisit(visit: Visit, around: Surroundings): Violation[] {
	const { page, failure, asked } = visit;
	if (failure !== undefined) {
		return [{ rule: 'I8', what: `${asked}: no page (${failure})` }];
	}
	// Without a worker the browser shows what the network has, which is not ours to judge.
	if (!page?.fromWorker) return [];
	const violations: Violation[] = [];
	const say = (rule: string, what: string) => violations.push({ rule, what: `${asked}: ${what}` });
	if (page.kind === '') say('I8', `a page that is not ours, “${page.title}”`);
	if (visit.milliseconds > LONGEST_VISIT) say('I8', `took ${visit.milliseconds} ms`);
	const slug = slugOf(page.path);
	if (slug && around.owed.has(slug) && page.kind !== 'post') {
		say('I1', `is saved, and shows “${page.title}”`);
	}
	return [...violations, ...checkBytes(visit, page, around), ...checkPage(page, around.releases)];
}

/** The slug in a path, which is percent-encoded there. */
export function slugOf(path: string): string | undefined {
	const route = resolveRoute(path);
	const resolved = route.kind === 'moved' ? resolveRoute(route.to) : route;
	return resolved.kind === 'post' ? resolved.slug : undefined;
}

function checkBytes(visit: Visit, page: PageSeen, around: Surroundings): Violation[] {
	// Pages that speak of this device, of what it lacks, have no published form.
	if (page.kind === 'unsaved' || page.kind === '') return [];
	if ((around.transformed && around.serverIsUp) || around.recalled) return [];
	if (visit.html === undefined) return [];
	const { html } = visit;
	const published = around.releases.some((release) =>
		page.kind === 'missing' ? release.missing() === html : release.html(page.path) === html
	);
	if (published) return [];
	return [
		{ rule: 'I2', what: `${visit.asked}: these bytes of “${page.title}” were never published` }
	];
}

/** I3 and I10: a page of ours consists of one release, and nothing in it was stopped by the policy. */
export function checkPage(page: PageSeen, releases: readonly Release[]): Violation[] {
	if (page.kind === '' || page.shell === '') return [];
	const violations: Violation[] = [];
	const say = (rule: string, what: string) =>
		violations.push({ rule, what: `${page.path}: ${what}` });
	const ofShell = releases.filter(({ shell }) => shell === page.shell);
	if (ofShell.length === 0) say('I2', `the shell ${page.shell} was never published`);
	for (const file of page.shellFiles) {
		if (!ofShell.some(({ hashes }) => hashes.has(file))) say('I3', `${file} is of another shell`);
	}
	const slug = slugOf(page.path);
	if (page.kind === 'post' && slug) {
		const known = ofShell.some((release) => release.post(slug)?.body.name === page.body);
		if (!known) say('I3', `the text ${page.body} was never published with this shell`);
	}
	return violations;
}

/** I10: nothing in a page of ours was stopped by its policy. */
export function checkPolicy(page: PageSeen): Violation[] {
	if (page.kind === '') return [];
	return page.violations.map((what) => ({
		rule: 'I10',
		what: `${page.path}: the policy stopped ${what}`
	}));
}

/** I5: a page that nobody touched is as it was. */
export function checkUndisturbed(before: PageSeen, after: PageSeen): Violation[] {
	const violations: Violation[] = [];
	const say = (what: string) => violations.push({ rule: 'I5', what: `${before.path}: ${what}` });
	if (before.url !== after.url) say(`went to ${after.url} by itself`);
	else if (before.timeOrigin !== after.timeOrigin) say('was loaded again by itself');
	else if (Math.abs(after.moved) > 2) say(`moved by ${after.moved} pixels by itself`);
	return violations;
}

/** I5: a page keeps the shell it was loaded with, until somebody goes to another page. */
export function checkNoTakeover(before: PageSeen, after: PageSeen): Violation[] {
	if (before.timeOrigin !== after.timeOrigin || before.takeovers === after.takeovers) return [];
	return [
		{ rule: 'I5', what: `${before.path}: another worker took over while nobody went anywhere` }
	];
}

/** Files of a shell's cache that are not of the shell: the device's own notes. */
const NOTES = /^\/(?:catalogue|previous|state|recall)\.json$/;

/**
 * I2: every stored byte was published, under this name. `prefix` is that of our caches, `base` the site's, `spoilt` the
 * files of the library that somebody else has changed.
 */
export function checkStore(
	store: StoreSeen,
	prefix: string,
	base: string,
	releases: readonly Release[],
	spoilt: ReadonlySet<string> = new Set()
): Violation[] {
	const violations: Violation[] = [];
	for (const [cache, entries] of Object.entries(store)) {
		if (!cache.startsWith(prefix)) continue;
		const name = cache.slice(prefix.length);
		const among =
			name === 'library' ? releases : releases.filter(({ shell }) => name === `shell-${shell}`);
		for (const [url, hash] of Object.entries(entries)) {
			const path = url.slice(base.length);
			if (name !== 'library' && NOTES.test(path)) continue;
			if (name === 'library' && spoilt.has(path.slice(path.lastIndexOf('/') + 1))) continue;
			if (among.some(({ hashes }) => hashes.get(path) === hash)) continue;
			violations.push({
				rule: 'I2',
				what: `${name} holds bytes under ${path} that were never published`
			});
		}
	}
	return violations;
}

/** I9: what a device may hold when nothing is going on, in releases. */
const MOST_RELEASES = 2.2;

/** I9: the store does not grow without end. */
export function checkSize(
	store: StoreSeen,
	prefix: string,
	releases: readonly Release[]
): Violation[] {
	const files = Object.entries(store)
		.filter(([cache]) => cache.startsWith(prefix))
		.reduce((sum, [, entries]) => sum + Object.keys(entries).length, 0);
	// Shell, catalogue and bodies; pages are made on the device.
	const ofOne = (release: Release) =>
		[...release.hashes.keys()].filter((path) => /^\/(?:blobs|_app|icons)\//.test(path)).length + 4;
	const most = Math.max(...releases.map(ofOne)) * MOST_RELEASES;
	return files > most
		? [{ rule: 'I9', what: `${files} files are stored, at most ${most} would do` }]
		: [];
}
