import { createRandom } from '$figure/clock';

/** Settings of the breaker: time is counted in ticks, and every tick brings one request. */
export const BREAKER = { window: 10, minCalls: 5, ratio: 0.5, cooldown: 8, probes: 2 };
/** Retries that may be saved up. */
export const SAVED = 5;
const ATTEMPTS = 3;

/** How many retries each first attempt pays for. */
export const BUDGETS = { '10%': 0.1, '50%': 0.5, 'no limit': Infinity, none: 0 };
export type Budget = keyof typeof BUDGETS;

export type State = 'closed' | 'open' | 'half-open';
/** What became of one attempt; a refused one never reached the service. */
export type Outcome = 'ok' | 'failed' | 'refused';

/** One request with its attempts, and what was the case when it ended. */
export interface Request {
	attempts: Outcome[];
	state: State;
	trouble: boolean;
}

/** A client with a retry budget and a breaker, and a service that is sometimes in trouble. */
export interface Client {
	budget: Budget;
	/** Without it every attempt reaches the service. */
	guarded: boolean;
	/** Chance of a failure while the service is in trouble. */
	severity: number;
	now: number;
	state: State;
	/** Calls of the rolling window: when, and whether they failed. */
	calls: { at: number; failed: boolean }[];
	reopens: number;
	probed: number;
	/** In hundredths of a retry, so that the arithmetic is exact. */
	tokens: number;
	retries: number;
	requests: Request[];
	random: () => number;
}

/** A closed breaker and a full budget. */
export function createClient(
	budget: Budget = '10%',
	guarded = true,
	severity = 1,
	seed = 5
): Client {
	return {
		...{ budget, guarded, severity, now: 0, state: 'closed', calls: [], reopens: 0, probed: 0 },
		...{ tokens: BUDGETS[budget] ? SAVED * 100 : 0, retries: 0, requests: [] },
		random: createRandom(seed)
	};
}

/** The service is in trouble for 26 ticks out of 70. */
export function inTrouble(now: number): boolean {
	return now % 70 >= 15 && now % 70 < 41;
}

/** One tick: one request, with as many attempts as breaker and budget allow. */
export function tick(client: Client): void {
	client.now++;
	client.calls = client.calls.filter(({ at }) => at > client.now - BREAKER.window);
	if (client.state === 'open' && client.now >= client.reopens) become(client, 'half-open');
	const ratio = BUDGETS[client.budget];
	client.tokens = Math.min(ratio ? SAVED * 100 : 0, client.tokens + Math.round(ratio * 100));
	const attempts = [attempt(client)];
	while (attempts.at(-1) === 'failed' && attempts.length < ATTEMPTS) {
		if (client.tokens < 100) break;
		if (ratio < Infinity) client.tokens -= 100;
		client.retries++;
		attempts.push(attempt(client));
	}
	client.requests.push({ attempts, state: client.state, trouble: inTrouble(client.now) });
}

function attempt(client: Client): Outcome {
	if (client.guarded && client.state === 'open') return 'refused';
	const chance = inTrouble(client.now) ? client.severity : 0.03;
	const failed = client.random() < chance;
	if (client.guarded) report(client, failed);
	return failed ? 'failed' : 'ok';
}

function report(client: Client, failed: boolean): void {
	if (client.state === 'half-open') {
		client.probed++;
		if (failed) become(client, 'open');
		else if (client.probed === BREAKER.probes) become(client, 'closed');
		return;
	}
	client.calls.push({ at: client.now, failed });
	const bad = client.calls.filter((call) => call.failed).length;
	const { minCalls, ratio } = BREAKER;
	if (client.calls.length >= minCalls && bad >= ratio * client.calls.length) become(client, 'open');
}

function become(client: Client, state: State): void {
	client.state = state;
	client.probed = 0;
	client.calls = [];
	client.reopens = client.now + BREAKER.cooldown;
}

/** What the service and the callers saw so far. */
export function totals({ requests }: Client) {
	const all = requests.flatMap(({ attempts }) => attempts);
	const refused = all.filter((outcome) => outcome === 'refused').length;
	const ok = requests.filter(({ attempts }) => attempts.at(-1) === 'ok').length;
	return { requests: requests.length, sent: all.length - refused, refused, ok };
}
