import { createRandom } from '$figure/clock';

/** One tick is a tenth of a second. */
export const TICKS_A_SECOND = 10;
/** How long the sliding window remembers, in seconds. */
export const WINDOW_SECONDS = 2;

/** Ticks that the trace remembers: six seconds. */
export const TRACE = 61;

/** How requests arrive. */
export type Traffic = 'bursts' | 'steady' | 'random';

/** The two limiters are set to the same long-run rate. */
export interface Limits {
	/** Tokens a second; the window's limit is this times its length. */
	rate: number;
	burst: number;
}

/** What both limiters said to one request. */
export interface Answer {
	/** Tick of the arrival. */
	at: number;
	bucket: boolean;
	window: boolean;
}

/** Both limiters, and what they answered to the same arrivals. */
export interface Model {
	limits: Limits;
	now: number;
	/** In tenths of a token, so that the arithmetic is exact. */
	level: number;
	/** Ticks of the requests the window let through and still remembers. */
	log: number[];
	answers: Answer[];
	/** After each tick: tokens in the bucket, requests in the window. The oldest are forgotten. */
	trace: { tokens: number; used: number }[];
	traffic: Traffic;
	random: () => number;
}

/** A full bucket and an empty window. */
export function createModel(limits: Limits, traffic: Traffic = 'bursts', seed = 6): Model {
	return {
		limits,
		now: 0,
		level: limits.burst * TICKS_A_SECOND,
		log: [],
		answers: [],
		trace: [],
		traffic,
		random: createRandom(seed)
	};
}

/** Sets other limits while it runs; what a smaller bucket cannot hold is spilled. */
export function limit(model: Model, limits: Limits): void {
	model.limits = { ...limits };
	model.level = Math.min(model.level, limits.burst * TICKS_A_SECOND);
}

/** How many requests the window allows. */
export function windowLimit(limits: Limits): number {
	return limits.rate * WINDOW_SECONDS;
}

function arrives({ traffic, now, random }: Model): boolean {
	const luck = random();
	if (traffic === 'steady') return now % 4 === 0;
	if (traffic === 'random') return luck < 0.3;
	// A client that sends eight or so at once every three seconds, and hardly anything between.
	return now % 30 >= 5 && now % 30 < 15 ? luck < 0.85 : luck < 0.04;
}

/** One tick: tokens drip in, old requests leave the window, a request may arrive and asks both. */
export function tick(model: Model): void {
	const { limits } = model;
	model.now++;
	model.level = Math.min(limits.burst * TICKS_A_SECOND, model.level + limits.rate);
	model.log = model.log.filter((at) => at > model.now - WINDOW_SECONDS * TICKS_A_SECOND);
	if (arrives(model)) ask(model);
	model.trace.push({ tokens: model.level / TICKS_A_SECOND, used: model.log.length });
	if (model.trace.length > TRACE) model.trace.shift();
}

function ask(model: Model): void {
	const { limits } = model;
	const bucket = model.level >= TICKS_A_SECOND;
	if (bucket) model.level -= TICKS_A_SECOND;
	const window = model.log.length < windowLimit(limits);
	if (window) model.log.push(model.now);
	model.answers.push({ at: model.now, bucket, window });
}
