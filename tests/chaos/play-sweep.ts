import type { Browser } from '../rig/browser';
import type { Stage } from './play';
import type { Sweep } from './sweeps';
import { tally } from './tally';
import { inTime, openBrowser, World } from './world';

/** A sweep that finds no end asks the same question for ever. */
const MOST_CASES = 400;
/** A case that takes longer hangs. Milliseconds. */
const LONGEST_CASE = 120_000;
const LONGEST_END = 20_000;

export interface SweepOutcome {
	cases: number;
	/** There was no time for the other cases. */
	isCutShort: boolean;
	/** `case 3: I1: …` */
	failures: string[];
	/** The same of cases that went well when they were played again. */
	once: string[];
}

/**
 * Plays the cases of a sweep, or each `stride`-th of them, in one browser. A case that fails is played again. Stops at
 * the third that fails twice, and when there is no time left.
 */
export async function playSweep(
	sweep: Sweep,
	stage: Stage,
	stride = 1,
	timeIsUp = () => false
): Promise<SweepOutcome> {
	const outcome: SweepOutcome = { cases: 0, isCutShort: false, failures: [], once: [] };
	const player = new Player(sweep, stage);
	for (let k = 1; k <= MOST_CASES && outcome.failures.length < 3; k += stride) {
		if (timeIsUp()) {
			outcome.isCutShort = true;
			break;
		}
		const first = await player.play(k);
		if (!first.more) break;
		outcome.cases++;
		if (!first.said) continue;
		const { said } = await player.play(k);
		(said ? outcome.failures : outcome.once).push(`case ${k}: ${said || first.said}`);
		if (!said) tally.count('violations', 'seen once');
	}
	await player.end();
	return outcome;
}

class Player {
	#browser: Browser | undefined;

	constructor(
		private readonly sweep: Sweep,
		private readonly stage: Stage
	) {}

	/** `more`: there was a k-th occasion. `said`: what was violated. */
	async play(k: number): Promise<{ more: boolean; said: string }> {
		const { sweep, stage } = this;
		const releases = sweep.releases?.(stage.releases, k) ?? stage.releases.slice(0, 2);
		this.#browser ??= await openBrowser(stage.engine);
		const world = await World.begin(stage.engine, releases, stage.base, this.#browser);
		let more = true;
		try {
			more = await inTime(sweep.play(world, k), LONGEST_CASE);
		} catch (error) {
			world.violate({ rule: 'run', what: String(error) });
			await this.end();
		}
		const said = world.violations.map(({ rule, what }) => `${rule}: ${what}`).join('; ');
		await inTime(world.end(), LONGEST_END).catch(() => undefined);
		return { more, said: more ? said : '' };
	}

	async end(): Promise<void> {
		await this.#browser?.close().catch(() => undefined);
		this.#browser = undefined;
	}
}
