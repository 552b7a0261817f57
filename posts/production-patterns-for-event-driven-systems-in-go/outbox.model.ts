/** Where a process dies; it does so at every second event, once. */
export const CRASHES = ['never', 'before commit', 'before publish', 'before delete', 'before offset'] as const;
export type Crash = (typeof CRASHES)[number];

const ORDER_EVERY = 6;
const RESTART = 2;

/** A process that does one thing per tick, or is dead for as many ticks as `down` says. */
export interface Worker {
	/** The event it works on. */
	event?: number;
	step: number;
	down: number;
	/** What it did in this tick. */
	says: string;
}

/** A service with its database, a relay, a broker's log and a consumer with its own database. */
export interface System {
	crash: Crash;
	/** Whether the consumer stores the ids it has seen, in the transaction of the effect. */
	dedupe: boolean;
	now: number;
	/** Orders that the service tried; a number is the order's and its event's id. */
	tried: number;
	/** Committed rows. */
	orders: number[];
	outbox: number[];
	service: Worker;
	relay: Worker;
	log: number[];
	consumer: Worker;
	/** How many entries of the log the consumer has confirmed. */
	offset: number;
	seen: Set<number>;
	effects: number[];
	/** Events whose crash has already happened. */
	crashed: Set<number>;
}

/** Empty tables, an empty log, everybody alive. */
export function createSystem(crash: Crash = 'before delete', dedupe = true): System {
	const worker = (): Worker => ({ step: 0, down: 0, says: '' });
	return {
		...{ crash, dedupe, now: 0, tried: 0, orders: [], outbox: [], log: [], offset: 0 },
		...{ service: worker(), relay: worker(), consumer: worker() },
		...{ seen: new Set(), effects: [], crashed: new Set() }
	};
}

/** One tick: each process that is alive does one thing. */
export function tick(s: System): void {
	s.now++;
	act(s.consumer, () => consume(s));
	act(s.relay, () => relay(s));
	act(s.service, () => serve(s));
}

function act(worker: Worker, work: () => void): void {
	if (worker.down > 0) {
		worker.says = --worker.down ? 'down' : 'starts again';
		return;
	}
	work();
}

/** Memory is lost with the process; tables, log and offset are not. */
function dies(s: System, worker: Worker, at: Crash): boolean {
	const { event } = worker;
	if (s.crash !== at || event === undefined || event % 2 || s.crashed.has(event)) return false;
	s.crashed.add(event);
	Object.assign(worker, { event: undefined, step: 0, down: RESTART, says: `crashes ${at}` });
	return true;
}

function serve(s: System): void {
	const { service } = s;
	if (service.step === 0) {
		service.says = 'waits for an order';
		if (s.now % ORDER_EVERY !== 1) return;
		service.event = ++s.tried;
		service.step = 1;
		service.says = `inserts order and event ${service.event}`;
		return;
	}
	if (dies(s, service, 'before commit') || service.event === undefined) return;
	s.orders.push(service.event);
	s.outbox.push(service.event);
	service.says = `commits order and event ${service.event}`;
	service.step = 0;
	service.event = undefined;
}

function relay(s: System): void {
	const { relay } = s;
	const [oldest] = s.outbox;
	if (relay.step === 0) {
		relay.event = oldest;
		relay.says = oldest === undefined ? 'finds an empty outbox' : `reads event ${oldest}`;
		relay.step = oldest === undefined ? 0 : 1;
		return;
	}
	if (relay.event === undefined) return;
	if (relay.step === 1) {
		if (dies(s, relay, 'before publish')) return;
		s.log.push(relay.event);
		relay.says = `publishes event ${relay.event}`;
		relay.step = 2;
		return;
	}
	if (dies(s, relay, 'before delete')) return;
	s.outbox = s.outbox.filter((event) => event !== relay.event);
	relay.says = `deletes row ${relay.event}`;
	relay.step = 0;
	relay.event = undefined;
}

function consume(s: System): void {
	const { consumer } = s;
	if (consumer.step === 0) {
		consumer.event = s.log[s.offset];
		consumer.says = consumer.event === undefined ? 'waits' : `gets event ${consumer.event}`;
		consumer.step = consumer.event === undefined ? 0 : 1;
		return;
	}
	const { event } = consumer;
	if (event === undefined) return;
	if (consumer.step === 1) {
		const known = s.dedupe && s.seen.has(event);
		if (!known) s.effects.push(event);
		s.seen.add(event);
		consumer.says = known ? `knows event ${event}, skips it` : `applies event ${event}`;
		consumer.step = 2;
		return;
	}
	if (dies(s, consumer, 'before offset')) return;
	s.offset++;
	consumer.says = `confirms offset ${s.offset}`;
	consumer.step = 0;
	consumer.event = undefined;
}
