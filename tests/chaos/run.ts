/**
 * npm run chaos                      20 seeds in Chromium, after what has failed before
 * npm run chaos -- --seeds 300 --from 1000 --engine firefox
 * npm run chaos -- --seed 7 --log    one seed, with every step and where the time went
 * npm run chaos -- --workers 4       so many seeds at once; 2 without this
 * npm run chaos -- --sweeps [--stride 3] [--only "upload"]
 * npm run chaos -- --mutants [--only "quota"]
 * npm run chaos -- --ci              what must pass before anything lands
 * npm run chaos -- --minutes 25      begins nothing after that, and says what was not played
 *
 * What ends badly is played again, alone. What then goes well is told, and fails nothing: on a busy machine a browser
 * misses its time now and then, and what cannot be played again cannot be looked into.
 */
import fs from 'node:fs';
import type { Engine } from '../rig/browser';
import { available } from '../rig/browsers';
import { mutants, type Mutant } from './mutants';
import { readOptions } from './options';
import { play, type Outcome, type Stage } from './play';
import { playSweep } from './play-sweep';
import { publications } from './publications';
import { describeStep, plan, type Step } from './script';
import { shrink } from './shrink';
import { sweeps, type Sweep } from './sweeps';
import { tally } from './tally';

const options = chosen(() => readOptions(process.argv.slice(2)));

const begunAt = Date.now();
const timeIsUp = () => Date.now() - begunAt > options.minutes * 60_000;

let passed = 0;
let failed = 0;

function tell(good: boolean, what: string, begun: number): void {
	if (good) passed++;
	else failed++;
	console.log(`${good ? 'ok  ' : 'FAIL'} ${what}, ${Math.round((Date.now() - begun) / 1000)} s`);
}

/** What was asked for; a mistake of who asks ends it in one line. */
function chosen<Choice>(choose: () => Choice): Choice {
	try {
		return choose();
	} catch (error) {
		console.error((error as Error).message);
		process.exit(1);
	}
}

/** Those with the name asked for. */
function named<Each extends { name: string }>(all: readonly Each[]): Each[] {
	const found = all.filter(({ name }) => name.includes(options.only));
	if (found.length > 0) return found;
	throw new Error(`"${options.only}" is in none of: ${all.map(({ name }) => name).join('; ')}`);
}

/** Says why, if it is not there. */
function isThere(engine: Engine): boolean {
	const missing = available(engine);
	if (missing) console.log(`skipped: ${missing}`);
	return !missing;
}

/** What is still to be played. */
type Job = () => Promise<void>;

/** Scripts that ended badly. They are played again when nothing else keeps the machine busy. */
const again: Job[] = [];

async function playScript(what: string, steps: Step[], stage: Stage): Promise<void> {
	const begun = Date.now();
	const outcome = await play(steps, stage);
	if (outcome.violations.length === 0) return tellOf(what, outcome, stage, begun);
	console.log(`     ${stage.engine} ${what} ended badly, and will be played again:`);
	for (const { rule, what } of outcome.violations) console.log(`     ${rule}: ${what}`);
	console.log(`     at ${outcome.played.slice(-1).map(describeStep).join()}`);
	again.push(() => playAgain(what, steps, stage));
}

async function playAgain(what: string, steps: Step[], stage: Stage): Promise<void> {
	const begun = Date.now();
	const outcome = await play(steps, stage);
	const good = outcome.violations.length === 0;
	if (good) tally.count('violations', 'seen once');
	tellOf(what, outcome, stage, begun);
	if (!good && options.shrinks) await showShortest(outcome, stage);
}

function tellOf(what: string, { violations, log }: Outcome, stage: Stage, begun: number): void {
	const good = violations.length === 0;
	tell(good, `${stage.engine} ${what}`, begun);
	if (options.log || !good) for (const line of log) console.log(`       ${line}`);
	for (const { rule, what } of violations) console.log(`     ${rule}: ${what}`);
}

async function showShortest(outcome: Outcome, stage: Stage): Promise<void> {
	const rule = outcome.violations[0]?.rule;
	const short = await shrink(outcome.played, async (steps) => {
		const { violations } = await play(steps, stage);
		return violations.some((violation) => violation.rule === rule);
	});
	console.log('     the shortest script that fails, for regressions.json:');
	for (const step of short) console.log(`       ${describeStep(step)}`);
	console.log(`     ${JSON.stringify(short)}`);
}

const seedJobs = (from: number, count: number, stage: Stage): Job[] =>
	seedsFrom(from, count).map(
		(seed) => () => playScript(`seed ${seed}`, plan(seed, options.steps).steps, stage)
	);

const seedsFrom = (from: number, count: number) =>
	Array.from({ length: count }, (_, index) => from + index);

/** Does a few at a time: each has a browser and a host of its own. */
async function atOnce(jobs: readonly Job[]): Promise<void> {
	const queue = [...jobs];
	const lane = async () => {
		while (queue.length > 0 && !timeIsUp()) await queue.shift()?.();
	};
	await Promise.all(Array.from({ length: options.workers }, lane));
	for (const job of again.splice(0)) await job();
	if (queue.length > 0) console.log(`not played, for lack of time: the last ${queue.length}`);
}

interface Regression {
	/** What went wrong, once. */
	why: string;
	steps: Step[];
}

async function playRegressions(stage: Stage): Promise<void> {
	const file = new URL('regressions.json', import.meta.url);
	for (const { why, steps } of JSON.parse(fs.readFileSync(file, 'utf8')) as Regression[]) {
		await playScript(why, steps, stage);
	}
}

const sweepJobs = (stage: Stage, strideOf: (sweep: Sweep) => number): Job[] =>
	chosen(() => named(sweeps)).map((sweep) => async () => {
		const begun = Date.now();
		const outcome = await playSweep(sweep, stage, strideOf(sweep), timeIsUp);
		const { cases, failures, once, isCutShort } = outcome;
		const told = `${cases} cases${isCutShort ? ', no time for more' : ''}`;
		tell(failures.length === 0, `${stage.engine} ${sweep.name}: ${told}`, begun);
		for (const failure of failures) console.log(`     ${failure}`);
		for (const seen of once) console.log(`     seen once, and not again: ${seen}`);
	});

/** At most so many seeds may pass before a mutant is found. */
const SEEDS_FOR_A_MUTANT = 50;

async function huntMutant(mutant: Mutant, engine: Engine): Promise<void> {
	const begun = Date.now();
	const releases = await publications(5, options.base, mutant.patches);
	const stage: Stage = { engine, releases, base: options.base };
	let how: string | undefined;
	const look = async (seed: number) => {
		if (how) return;
		const { violations } = await play(plan(seed, options.steps).steps, stage);
		// A run that broke down by itself has noticed nothing.
		const first = violations.find(({ rule }) => rule !== 'run');
		if (first) how ??= `seed ${seed}: ${first.rule}: ${first.what}`;
	};
	await atOnce(seedsFrom(1, SEEDS_FOR_A_MUTANT).map((seed) => () => look(seed)));
	tell(how !== undefined, `mutant “${mutant.name}”: ${how ?? 'nobody noticed'}`, begun);
}

async function main(): Promise<void> {
	const { engine, base } = options;
	if (!isThere(engine)) return;
	if (options.mutants) {
		for (const mutant of chosen(() => named(mutants))) await huntMutant(mutant, engine);
		return;
	}
	const releases = await publications(undefined, base);
	const stage: Stage = { engine, releases, base };
	if (options.seed !== undefined) return atOnce(seedJobs(options.seed, 1, stage));
	if (options.sweeps) return atOnce(sweepJobs(stage, () => options.stride));
	await playRegressions(stage);
	if (!options.ci) return atOnce(seedJobs(options.from, options.seeds, stage));
	const others = (['firefox', 'webkit'] as const).filter(isThere);
	const seeds = [
		...seedJobs(1, CI_SEEDS.chromium, stage),
		...others.flatMap((other) => seedJobs(1, CI_SEEDS[other], { ...stage, engine: other }))
	];
	const sweeping = sweepJobs(stage, ({ hurriedStride = 1 }) => hurriedStride);
	// One lane begins with what waits most; and on a machine that is slow the last sweeps are missed, not the seeds.
	await atOnce([...sweeping.slice(0, 1), ...seeds, ...sweeping.slice(1)]);
}

/** What is played before anything lands, beside the sweeps. */
const CI_SEEDS = { chromium: 40, firefox: 10, webkit: 10 };

await main();
for (const line of tally.totals()) console.log(line);
if (options.log) for (const line of tally.times()) console.log(line);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
