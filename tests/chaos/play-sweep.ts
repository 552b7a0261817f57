import type { Browser } from '../rig/browser';
import type { Stage } from './play';
import type { Sweep } from './sweeps';
import { inTime, openBrowser, World } from './world';

/** A sweep that finds no end asks the same question for ever. */
const MOST_CASES = 150;
/** A case that takes longer hangs. Milliseconds. */
const LONGEST_CASE = 120_000;
const LONGEST_END = 20_000;

export interface SweepOutcome {
	cases: number;
	/** `case 3: I1: …` */
	failures: string[];
}

/** Plays the cases of a sweep, or each `stride`-th of them, in one browser. Stops at the third that fails. */
export async function playSweep(sweep: Sweep, stage: Stage, stride = 1): Promise<SweepOutcome> {
	const outcome: SweepOutcome = { cases: 0, failures: [] };
	let browser: Browser = await openBrowser(stage.engine);
	for (let k = 1; k <= MOST_CASES && outcome.failures.length < 3; k += stride) {
		const releases = sweep.releases?.(stage.releases, k) ?? stage.releases.slice(0, 2);
		const world = await World.begin(stage.engine, releases, stage.base, browser);
		let more = true;
		try {
			more = await inTime(sweep.play(world, k), LONGEST_CASE);
		} catch (error) {
			world.violate({ rule: 'run', what: String(error) });
			await browser.close().catch(() => undefined);
			browser = await openBrowser(stage.engine);
		}
		if (more) outcome.cases++;
		const said = world.violations.map(({ rule, what }) => `${rule}: ${what}`);
		if (more && said.length > 0) outcome.failures.push(`case ${k}: ${said.join('; ')}`);
		await inTime(world.end(), LONGEST_END).catch(() => undefined);
		if (!more) break;
	}
	await browser.close().catch(() => undefined);
	return outcome;
}
