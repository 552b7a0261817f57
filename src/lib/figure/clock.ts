/** Repeats a tick while it plays and somebody can see it. */
export interface Clock {
	readonly playing: boolean;
	play(): void;
	pause(): void;
	/** Off-screen or in a hidden tab the clock keeps its state and holds no timer. */
	show(visible: boolean): void;
}

/** A stopped clock; `period` is asked before every tick, so that it may change. */
export function createClock(period: () => number, tick: () => void): Clock {
	let playing = false;
	let visible = true;
	let timer: ReturnType<typeof setTimeout> | undefined;

	function arm(): void {
		clearTimeout(timer);
		if (!playing || !visible) return;
		timer = setTimeout(() => {
			tick();
			arm();
		}, period());
	}
	return {
		get playing() {
			return playing;
		},
		play() {
			playing = true;
			arm();
		},
		pause() {
			playing = false;
			arm();
		},
		show(now) {
			visible = now;
			arm();
		}
	};
}

/** Numbers in [0, 1) that are the same for the same seed (mulberry32). */
export function createRandom(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
}
