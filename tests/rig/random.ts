/** Randomness that comes again: the same seed, the same run. */
export class Random {
	#state: number;

	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** At least 0 and below 1 (mulberry32). */
	next(): number {
		this.#state = (this.#state + 0x6d2b79f5) >>> 0;
		let mixed = this.#state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A whole number, at least 0 and below `limit`. */
	below(limit: number): number {
		return Math.floor(this.next() * limit);
	}

	chance(probability: number): boolean {
		return this.next() < probability;
	}

	pick<Item>(items: readonly Item[]): Item {
		const item = items[this.below(items.length)];
		if (item === undefined) throw new Error('nothing to pick from');
		return item;
	}

	/** One of the items, each as likely as its weight says. */
	weighted<Item>(items: readonly Item[], weightOf: (item: Item) => number): Item {
		let rest = this.next() * items.reduce((sum, item) => sum + weightOf(item), 0);
		return items.find((item) => (rest -= weightOf(item)) < 0) ?? this.pick(items);
	}

	/** A new list with the same items in another order. */
	shuffle<Item>(items: readonly Item[]): Item[] {
		const shuffled = [...items];
		for (let end = shuffled.length - 1; end > 0; end--) {
			const other = this.below(end + 1);
			[shuffled[end], shuffled[other]] = [shuffled[other] as Item, shuffled[end] as Item];
		}
		return shuffled;
	}

	/** A generator of its own, so that what one part draws does not shift what another part gets. */
	fork(): Random {
		return new Random(Math.floor(this.next() * 2 ** 32));
	}
}
