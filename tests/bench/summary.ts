/** Milliseconds as the figures that matter. */
export function summary(times: readonly number[]): Record<string, number> {
	const sorted = times.toSorted((a, b) => a - b);
	const at = (share: number) => Math.round(sorted[Math.floor((sorted.length - 1) * share)] ?? NaN);
	return { median: at(0.5), p95: at(0.95), most: at(1), samples: sorted.length };
}
