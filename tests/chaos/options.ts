import { parseArgs } from 'node:util';
import { ENGINES, type Engine } from '../rig/browser';

/** What the machine is asked to do: see run.ts. */
export interface Options {
	engine: Engine;
	base: string;
	/** One seed alone. */
	seed: number | undefined;
	from: number;
	seeds: number;
	steps: number;
	/** Of the sweeps or mutants, those with this in their name. */
	only: string;
	sweeps: boolean;
	/** Of a sweep, each case of so many. */
	stride: number;
	mutants: boolean;
	ci: boolean;
	/** So many at once. */
	workers: number;
	minutes: number;
	shrinks: boolean;
	log: boolean;
}

const text = (value: string) => ({ type: 'string', default: value }) as const;
const isOn = { type: 'boolean', default: false } as const;
const OPTIONS = {
	engine: text('chromium'),
	base: text(''),
	seed: { type: 'string' },
	from: text('1'),
	seeds: text('20'),
	steps: text('40'),
	only: text(''),
	sweeps: isOn,
	stride: text('1'),
	mutants: isOn,
	ci: isOn,
	workers: text('2'),
	minutes: text('600'),
	'no-shrink': isOn,
	log: isOn
} as const;

/** Throws an error whose message says which option is wrong, and what there is. */
export function readOptions(args: readonly string[]): Options {
	const values = parse(args);
	const number = (name: 'from' | 'seeds' | 'steps' | 'stride' | 'workers' | 'minutes') =>
		wholeNumber(name, values[name]);
	return {
		...values,
		engine: engineOf(values.engine),
		seed: values.seed === undefined ? undefined : wholeNumber('seed', values.seed),
		from: number('from'),
		seeds: number('seeds'),
		steps: number('steps'),
		stride: number('stride'),
		workers: number('workers'),
		minutes: number('minutes'),
		shrinks: !values['no-shrink']
	};
}

function parse(args: readonly string[]) {
	try {
		return parseArgs({ args: [...args], options: OPTIONS }).values;
	} catch (error) {
		// "Unknown option '--sed'. To specify …": the rest is for programs.
		const [what] = String((error as Error).message).split('. ');
		const known = Object.keys(OPTIONS).map((name) => `--${name}`);
		throw new Error(`${what}. There are: ${known.join(', ')}`, { cause: error });
	}
}

function wholeNumber(name: string, value: string): number {
	if (/^[1-9]\d*$/.test(value)) return Number(value);
	throw new Error(`--${name} is a whole number from 1 on, not "${value}"`);
}

function engineOf(name: string): Engine {
	const engine = ENGINES.find((known) => known === name);
	if (!engine) throw new Error(`--engine is one of ${ENGINES.join(', ')}, not "${name}"`);
	return engine;
}
