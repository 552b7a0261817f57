/** What a run consisted of, and where its time went. One for the whole process, because everything adds to it. */
class Tally {
	readonly #counts = new Map<string, Map<string, number>>();
	readonly #times = new Map<string, { times: number; ms: number }>();

	/** One more of a kind, such as `operations` and `visit`. */
	count(kind: string, name: string): void {
		const counts = this.#counts.get(kind) ?? new Map<string, number>();
		this.#counts.set(kind, counts.set(name, (counts.get(name) ?? 0) + 1));
	}

	/** Does the work, and remembers how long it took. */
	async time<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
		const begun = Date.now();
		try {
			return await work();
		} finally {
			const entry = this.#times.get(what) ?? { times: 0, ms: 0 };
			this.#times.set(what, { times: entry.times + 1, ms: entry.ms + Date.now() - begun });
		}
	}

	/** A line for each kind: how many in all, then each by its name, the most frequent first. */
	totals(): string[] {
		return [...this.#counts].map(([kind, counts]) => {
			const sorted = [...counts].sort(([, a], [, b]) => b - a);
			const all = sorted.reduce((sum, [, number]) => sum + number, 0);
			return `${all} ${kind}: ${sorted.map(([name, number]) => `${name} ${number}`).join(', ')}`;
		});
	}

	/** What took longest, with its parts among the others. */
	times(): string[] {
		const sorted = [...this.#times].sort(([, a], [, b]) => b.ms - a.ms);
		return sorted.map(([what, { times, ms }]) => {
			const each = Math.round(ms / times);
			return `${(ms / 1000).toFixed(1).padStart(8)} s  ${what} (${times} × ${each} ms)`;
		});
	}
}

export const tally = new Tally();
