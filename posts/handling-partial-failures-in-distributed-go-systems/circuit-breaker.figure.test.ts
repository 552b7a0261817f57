import { describe, expect, test } from 'vitest';
import {
	BREAKER,
	BUDGETS,
	createClient,
	inTrouble,
	SAVED,
	tick,
	totals,
	type Budget,
	type Client
} from './circuit-breaker.model';

function run(client: Client, ticks: number, each: (client: Client) => void = () => undefined) {
	for (let i = 0; i < ticks; i++) {
		tick(client);
		each(client);
	}
	return client;
}

describe('the retry budget', () => {
	test.each(['10%', '50%'] as const)('of %s bounds retries by saved + ratio × requests', (budget) => {
		run(createClient(budget, false), 500, ({ retries, requests }) => {
			expect(retries).toBeLessThanOrEqual(SAVED + BUDGETS[budget] * requests.length);
		});
	});

	test('of none never retries, and without a limit every failure is tried three times', () => {
		expect(run(createClient('none', false), 200).retries).toBe(0);
		const { requests } = run(createClient('no limit', false), 41);
		const failed = requests.filter(({ attempts }) => attempts.at(-1) === 'failed');
		expect(failed.length).toBeGreaterThan(10);
		expect(failed.every(({ attempts }) => attempts.length === 3)).toBe(true);
	});

	test('saves a lonely failure', () => {
		const { requests } = run(createClient('10%'), 14);
		expect(requests.every(({ attempts }) => attempts.at(-1) === 'ok')).toBe(true);
	});
});

describe('the breaker', () => {
	test('opens in an outage, refuses without calling, and closes again after it', () => {
		const states = new Set<string>();
		const client = run(createClient(), 70, ({ state, requests }) => {
			states.add(state);
			const last = requests.at(-1);
			const refused = last?.attempts.includes('refused');
			if (refused) expect(last?.attempts.length === 1 || last?.attempts[0] === 'failed').toBe(true);
		});
		expect(states).toEqual(new Set(['closed', 'open', 'half-open']));
		expect(client.state).toBe('closed');
	});

	test('tries again after every cooldown', () => {
		let refused = 0;
		run(createClient(), 300, ({ requests }) => {
			refused = requests.at(-1)?.attempts[0] === 'refused' ? refused + 1 : 0;
			expect(refused).toBeLessThan(BREAKER.cooldown);
		});
	});

	test('lets at most a probe per cooldown through while everything fails', () => {
		const client = createClient('none');
		run(client, 14);
		const before = totals(client).sent;
		run(client, 26);
		const most = BREAKER.window + Math.ceil(26 / BREAKER.cooldown);
		expect(totals(client).sent - before).toBeLessThanOrEqual(most);
	});

	test('ignores single failures: fewer calls than its minimum never open it', () => {
		const client = createClient('none', true, 1);
		run(client, 14);
		expect(client.requests.every(({ state }) => state === 'closed')).toBe(true);
	});

	test('closes only after all its probes succeeded', () => {
		let before = createClient().state;
		run(createClient(), 300, ({ state, requests }) => {
			if (before === 'half-open' && state === 'closed')
				expect(requests.at(-1)?.attempts).toContain('ok');
			before = state;
		});
	});
});

test('during trouble both together send far less than retries without a limit', () => {
	const sent = (budget: Budget, guarded: boolean) => totals(run(createClient(budget, guarded), 41)).sent;
	expect(sent('no limit', false)).toBeGreaterThan(80);
	expect(sent('10%', true)).toBeLessThan(41);
});

test('trouble comes back with every round', () => {
	expect([14, 15, 40, 41, 85].map(inTrouble)).toEqual([false, true, true, false, true]);
});
