import { describe, expect, test } from 'vitest';
import { createCluster, lost, setCut, tick, type Join, type Settings } from './partition.model';

/** Thirty ticks, of which the middle third is cut, then a heal. */
function run(settings: Settings, seed = 2, cuts = true) {
	const cluster = createCluster(settings, seed);
	for (let i = 0; i < 30; i++) {
		if (i === 10 && cuts) setCut(cluster, true);
		if (i === 20) setCut(cluster, false);
		tick(cluster);
	}
	setCut(cluster, false);
	const { operations } = cluster;
	const during = operations.slice(10, 20);
	return {
		cluster,
		refused: operations.filter(({ confirmed }) => !confirmed).length,
		refusedB: during.filter(({ confirmed, client }) => !confirmed && client === 'B').length,
		askedB: during.filter(({ client }) => client === 'B').length,
		stale: operations.filter(({ stale }) => stale).length,
		lost: lost(cluster).size
	};
}

const settings = (w: number, r: number, join: Join = 'last wins'): Settings => ({ w, r, join });
const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);

test('majorities never lose a confirmed write and never read an old cart, cut or not', () => {
	for (const seed of SEEDS)
		expect(run(settings(3, 3), seed)).toMatchObject({ stale: 0, lost: 0 });
});

test('with majorities, exactly the smaller side is refused during a cut', () => {
	for (const seed of SEEDS) {
		const { refused, refusedB, askedB } = run(settings(3, 3), seed);
		expect(refused).toBe(askedB);
		expect(refusedB).toBe(askedB);
	}
});

test('whenever R + W > 5, nothing is stale or lost', () => {
	for (const [w, r] of [[5, 1], [4, 2], [3, 3], [4, 4]] as const)
		for (const seed of SEEDS) expect(run(settings(w, r), seed).stale).toBe(0);
});

test('W=5 refuses everybody during a cut', () => {
	expect(run(settings(5, 1)).refused).toBe(10);
});

describe('W=1, R=1', () => {
	test('never refuses, and loses writes when the last one wins', () => {
		const { refused, stale, lost: gone } = run(settings(1, 1));
		expect(refused).toBe(0);
		expect(stale).toBeGreaterThan(0);
		expect(gone).toBeGreaterThan(0);
	});

	test('loses none when versions merge', () => {
		for (const seed of SEEDS) expect(run(settings(1, 1, 'merge'), seed)).toMatchObject({ refused: 0, lost: 0 });
	});

	test('reads old carts even without a cut', () => {
		expect(run(settings(1, 1), 2, false).stale).toBeGreaterThan(0);
	});
});

test('after a heal all replicas are equal', () => {
	const { cluster } = run(settings(1, 1));
	expect(new Set(cluster.carts.map(({ items }) => [...items].sort().join())).size).toBe(1);
});
