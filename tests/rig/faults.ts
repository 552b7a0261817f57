/** What a server, a proxy or a network can do to one answer. */
export type FaultKind =
	/** Reset instead of an answer. */
	| { kind: 'drop' }
	/** Reset of a whole connection when it is made; `match` does not apply. */
	| { kind: 'drop-connection' }
	/** A part of the body, then the end. Engines notice it or not, depending on how the length was announced. */
	| { kind: 'truncate'; framing: 'length' | 'chunked' | 'close'; keep?: number }
	/** A gzip stream that ends early, with a Content-Length that fits what was sent. */
	| { kind: 'gzip-cut'; keep?: number }
	/** A part of the body, then silence. */
	| { kind: 'stall'; keep?: number }
	/** No answer at all, the connection stays. */
	| { kind: 'hang' }
	| { kind: 'slow'; bytesPerSecond: number }
	| { kind: 'delay'; ms: number }
	/** `body: 'real'` sends the right bytes under the wrong status. */
	| { kind: 'status'; status: number; body?: 'real' }
	/** A captive portal: its page for every URL, or a redirect to it. */
	| { kind: 'portal'; how: 'page' | 'redirect' }
	/** What is missing is answered with the index page, 200 and immutable. */
	| { kind: 'spa' }
	/** The host prefers another spelling of a folder's URL and redirects to it. */
	| { kind: 'slash'; to: '/x' | '/x.html' | '/x/index.html' }
	| { kind: 'vary'; value: string }
	| { kind: 'mime'; type: string }
	| { kind: 'cache-control'; value: string }
	/** The Date header, off by so many days. */
	| { kind: 'date'; days: number }
	/** An "optimizing" proxy: a script in every HTML page, style sheets minified once more. */
	| { kind: 'transform' }
	/** 206 and half of the body to a request that asked for the whole. */
	| { kind: 'partial' }
	/** An edge that still has (or already has) another release. */
	| { kind: 'stale'; dir: string };

/** Which answers a fault befalls. All given conditions hold at once. */
export interface FaultSelector {
	/** Source of a regular expression, tried on path and query. */
	match?: string;
	/** Let so many matches pass first. */
	skip?: number;
	/** Of the rest, only each n-th. */
	every?: number;
	/** Fire at most so often. */
	times?: number;
	/** Only the n-th match: short for skip n-1, times 1. */
	nth?: number;
}

export type Fault = FaultKind & FaultSelector;

/** Thing being asked of the picker: one answer, or one new connection. */
type Occasion = { connection: true } | { connection: false; url: string };

/** Decides for each occasion which fault, if any, befalls it: the first that applies. */
export class FaultPicker {
	#rules: Rule[];

	constructor(faults: Fault[]) {
		this.#rules = faults.map((fault) => new Rule(fault));
	}

	forRequest(url: string): Fault | undefined {
		return this.#first({ connection: false, url });
	}

	forConnection(): Fault | undefined {
		return this.#first({ connection: true });
	}

	#first(occasion: Occasion): Fault | undefined {
		return this.#rules.find((rule) => rule.befalls(occasion))?.fault;
	}
}

class Rule {
	#pattern: RegExp | undefined;
	#seen = 0;
	#fired = 0;

	constructor(readonly fault: Fault) {
		this.#pattern = fault.match === undefined ? undefined : new RegExp(fault.match);
	}

	befalls(occasion: Occasion): boolean {
		if (occasion.connection !== (this.fault.kind === 'drop-connection')) return false;
		if (!occasion.connection && this.#pattern && !this.#pattern.test(occasion.url)) return false;
		const { nth } = this.fault;
		const skip = nth === undefined ? (this.fault.skip ?? 0) : nth - 1;
		const times = nth === undefined ? (this.fault.times ?? Infinity) : 1;
		const rank = ++this.#seen - skip;
		if (rank < 1 || rank % (this.fault.every ?? 1) !== 0 || this.#fired >= times) return false;
		this.#fired++;
		return true;
	}
}
