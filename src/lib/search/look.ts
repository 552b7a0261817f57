import { TEXT_LENGTH, bestWindow, type Spot } from './excerpt';
import { DESCRIPTION, eachRun, lengthen, textsOf, type Reading, type Run } from './reading';
import type { Sought } from './sought';

const NOTHING: readonly Spot[] = [];

/** What of the words that are sought stands where in a post: read once for each question, for ranking and for excerpts. */
export class Look {
	readonly reading: Reading;
	readonly sought: Sought;
	/** The longest run of the words. */
	readonly run: Run = { length: 0, times: 0 };
	#spots: (Spot[] | undefined)[] = [];
	/** By text: the words of the longest run in it. */
	#runs: number[];
	/** By text: how many of the words that count stand in it. */
	#held: number[];

	constructor(reading: Reading, sought: Sought) {
		this.reading = reading;
		this.sought = sought;
		const { heading: texts } = textsOf(reading.sections.length);
		this.#runs = new Array<number>(texts).fill(0);
		this.#held = new Array<number>(texts).fill(0);
		this.#findRuns(new Array<number>(texts).fill(-1));
		this.#findMarks();
	}

	#findRuns(lastHeld: number[]): void {
		const { spots, textOf } = this.reading;
		const { words, counts } = this.sought;
		const [runs, held] = [this.#runs, this.#held];
		eachRun(spots, words, counts, (at, length, word) => {
			const text = textOf[at] as number;
			lengthen(this.run, length);
			if (length > (runs[text] as number)) runs[text] = length;
			if (!counts[word] || lastHeld[text] === word) return;
			lastHeld[text] = word;
			(held[text] as number)++;
		});
	}

	#findMarks(): void {
		const { spots, textOf } = this.reading;
		for (const [term, { word, worth }] of this.sought.marks) {
			const places = spots.get(term) ?? [];
			for (let i = 0; i + 2 < places.length; i += 3) {
				const text = textOf[places[i] as number] as number;
				const spot = { start: places[i + 1] as number, end: places[i + 2] as number, word, worth };
				const others = this.#spots[text];
				if (others) others.push(spot);
				else this.#spots[text] = [spot];
			}
		}
	}

	/** What is to be marked in a text, in order. */
	spotsIn(text: number): readonly Spot[] {
		return this.#spots[text]?.sort((a, b) => a.start - b.start || b.end - a.end) ?? NOTHING;
	}

	/** How many words the longest run under a heading has. */
	runIn(section: number): number {
		const { heading, text, code } = textsOf(section);
		return Math.max(...[heading, text, code].map((text) => this.#runs[text] as number));
	}

	/** Whether a heading, or the description, has all of the words that count. */
	isSubject(): boolean {
		const all = this.sought.counts.filter(Boolean).length;
		const hasAll = (text: number) => (this.#held[text] as number) === all;
		return hasAll(DESCRIPTION) || this.reading.sections.some((_, i) => hasAll(textsOf(i).heading));
	}

	/** How many of the words stand together in what fits into one excerpt. */
	nearness(): number {
		let most = 0;
		this.reading.sections.forEach((_, i) => {
			const { text, code } = textsOf(i);
			for (const each of [text, code])
				most = Math.max(most, bestWindow(this.spotsIn(each), TEXT_LENGTH).worth);
		});
		return most;
	}
}
