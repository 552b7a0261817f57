import { blobsOf } from '../../src/lib/library/catalogue';
import type { LibraryStatus, Violation } from './observations';
import type { Release } from './release';

/** Files that were hashed count as whole for this long without being read again. Milliseconds. */
const TRUSTED_FOR = 12_000;

/**
 * Remembers what the app has told the reader, and says when it breaks its word. What the browser took away, the reader
 * removed or the author withdrew is no longer owed; the app must then stop claiming it.
 */
export class Oracle {
	#claimed = new Set<string>();
	#seq = 0;
	#release = '';
	/** Files that were damaged behind the app's back, and when. */
	readonly #damagedAt = new Map<string, number>();
	readonly #recalled = new Set<string>();
	/** Settings and marks: what was seen to be kept, and what was asked for since. */
	readonly #kept = new Map<string, string>();
	readonly #asked = new Map<string, Set<string>>();

	constructor(
		readonly releases: readonly Release[],
		private readonly now: () => number = Date.now
	) {}

	get claimed(): ReadonlySet<string> {
		return this.#claimed;
	}

	/**
	 * What must open, of what was last heard: a device may have moved on since to any release up to `newest`, and what the
	 * author deleted there is gone.
	 */
	owed(newest: number): ReadonlySet<string> {
		const heard = this.releases.findIndex(({ id }) => id === this.#release);
		const since = this.releases.slice(heard + 1, newest + 1);
		return new Set([...this.#claimed].filter((slug) => since.every((one) => one.post(slug))));
	}

	/** Files that were damaged so lately that the app need not have noticed, by their names. */
	get spoilt(): ReadonlySet<string> {
		const lately = [...this.#damagedAt].filter(([, at]) => this.now() - at < TRUSTED_FOR);
		return new Set(lately.map(([name]) => name));
	}

	/** Whether the app may say of a post that it is saved though one of its files was just damaged. */
	isSpoilt(slug: string): boolean {
		const { spoilt } = this;
		const entries = this.releases.map((release) => release.post(slug));
		return entries.some((entry) => entry && blobsOf(entry).some(({ name }) => spoilt.has(name)));
	}

	releaseOf(status: Pick<LibraryStatus, 'release'>): Release | undefined {
		return this.releases.find(({ id }) => id === status.release);
	}

	/** The app has said how it stands: it may not take back what it said before. */
	heard(status: LibraryStatus): Violation[] {
		const violations: Violation[] = [];
		const say = (rule: string, what: string) => violations.push({ rule, what });
		const release = this.releaseOf(status);
		if (!release) {
			say('I2', `the release ${status.release} was never published`);
			return violations;
		}
		if (status.shell !== release.shell) {
			say('I3', `shell ${status.shell} with a catalogue of ${release.shell}`);
		}
		if (status.seq < this.#seq && !this.#recalled.has(this.#release))
			say('I4', `went back from release ${this.#seq} to ${status.seq}`);
		const saved = new Set(status.saved);
		for (const slug of saved) {
			if (!release.post(slug)) say('I1', `claims ${slug}, which its release does not have`);
		}
		const owed = (slug: string) => {
			const body = release.post(slug)?.body.name;
			return body !== undefined && !this.#recalled.has(body);
		};
		const lost = [...this.#claimed].filter((slug) => owed(slug) && !saved.has(slug));
		if (lost.length > 0) {
			const how = `${release.name}, ${status.trouble ?? status.activity}`;
			say('I1', `was saved and is not any more (${how}): ${lost.join(', ')}`);
		}
		this.#seq = status.seq;
		this.#release = status.release;
		this.#claimed = this.#sound(saved);
		return violations;
	}

	/** All storage of the origin, or all caches, are gone. */
	wiped(): void {
		this.#claimed.clear();
		this.#seq = 0;
	}

	/** The databases are gone too. */
	forgotten(): void {
		this.#kept.clear();
		this.#asked.clear();
	}

	/** The author takes back releases, by their ids, or bodies, by their names. */
	recalls(...names: string[]): void {
		for (const name of names) this.#recalled.add(name);
	}

	get hasRecalls(): boolean {
		return this.#recalled.size > 0;
	}

	/** A file of the store was deleted or overwritten: no post that it belongs to is owed. */
	damaged(name: string): void {
		this.#damagedAt.set(name, this.now());
		this.#claimed = this.#sound(this.#claimed);
	}

	#sound(slugs: Iterable<string>): Set<string> {
		return new Set([...slugs].filter((slug) => !this.isSpoilt(slug)));
	}

	/** The reader chose a value; whether it was kept is not known yet. */
	asks(key: string, value: string): void {
		const asked = this.#asked.get(key) ?? new Set();
		this.#asked.set(key, asked.add(value));
	}

	/** Values that a page loaded now may show. Undefined: any, because nothing was seen to be kept. */
	allowed(key: string): ReadonlySet<string> | undefined {
		const kept = this.#kept.get(key);
		if (kept === undefined) return undefined;
		return new Set([kept, ...(this.#asked.get(key) ?? [])]);
	}

	/** A page that was loaded afresh shows a value: from now on it is kept, or something has been lost. */
	shows(key: string, value: string): Violation[] {
		const allowed = this.allowed(key);
		if (allowed && !allowed.has(value)) {
			return [{ rule: 'I6', what: `${key} was ${[...allowed].join(' or ')} and is ${value}` }];
		}
		const asked = this.#asked.get(key);
		// Before anything was chosen, what is shown is only a default.
		if (allowed || asked?.has(value)) this.#kept.set(key, value);
		// What was asked for later may still be on its way.
		const order = [...(asked ?? [])];
		for (const earlier of order.slice(0, order.indexOf(value) + 1)) asked?.delete(earlier);
		return [];
	}
}
