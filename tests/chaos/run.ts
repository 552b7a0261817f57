/**
 * The chaos run: npm run chaos -- [--seeds n] [--from s] [--seed s] [--steps n] [--engine e] [--base /x] [--ci] [--sweeps] [--mutants [name]]
 * Without options: 20 seeds in Chromium, after the ones that failed once.
 */
import { parseArgs } from 'node:util';
import { ENGINES, type Engine } from '../rig/browser';
import { available } from '../rig/browsers';
import { play, type Stage } from './play';
import { publications } from './publications';
import { describeStep, plan, type Step } from './script';
import { shrink } from './shrink';

const { values } = parseArgs({
	options: {
		seeds: { type: 'string', default: '20' },
		from: { type: 'string', default: '1' },
		seed: { type: 'string' },
		steps: { type: 'string', default: '40' },
		engine: { type: 'string', default: 'chromium' },
		base: { type: 'string', default: '' },
		ci: { type: 'boolean', default: false },
		shrink: { type: 'boolean', default: false },
		log: { type: 'boolean', default: false }
	}
});

let passed = 0;
let failed = 0;

function engineOf(name: string): Engine {
	const engine = ENGINES.find((known) => known === name);
	if (!engine) throw new Error(`--engine is one of ${ENGINES.join(', ')}`);
	return engine;
}

async function playSeed(seed: number, stage: Stage): Promise<void> {
	const begun = Date.now();
	const { steps } = plan(seed, Number(values.steps));
	const outcome = await play(steps, stage);
	const seconds = Math.round((Date.now() - begun) / 1000);
	const good = outcome.violations.length === 0;
	if (good) passed++;
	else failed++;
	console.log(`${good ? 'ok  ' : 'FAIL'} ${stage.engine} seed ${seed}, ${seconds} s`);
	if (values.log || !good) for (const line of outcome.log) console.log(`       ${line}`);
	for (const { rule, what } of outcome.violations) console.log(`     ${rule}: ${what}`);
	if (!good && values.shrink)
		await report(outcome.played, outcome.violations[0]?.rule ?? '', stage);
}

async function report(played: Step[], rule: string, stage: Stage): Promise<void> {
	const short = await shrink(played, async (steps) => {
		const { violations } = await play(steps, stage);
		return violations.some((violation) => violation.rule === rule);
	});
	console.log('     the shortest script that fails:');
	for (const step of short) console.log(`       ${describeStep(step)}`);
	console.log(`     ${JSON.stringify(short)}`);
}

const engine = engineOf(values.engine);
const missing = available(engine);
if (missing) console.log(`skipped ${engine}: ${missing}`);
else {
	const releases = await publications(undefined, values.base);
	const stage: Stage = { engine, releases, base: values.base };
	const from = Number(values.seed ?? values.from);
	const count = values.seed === undefined ? Number(values.seeds) : 1;
	for (let seed = from; seed < from + count; seed++) await playSeed(seed, stage);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
