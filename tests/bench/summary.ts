/** Milliseconds, sorted, as the figures that matter. */
export function summary(times: number[]): Record<string, number> {
	const sorted = times.sort((a, b) => a - b);
	const at = (share: number) =>
		Number((sorted[Math.floor((sorted.length - 1) * share)] ?? NaN).toPrecision(3));
	return { median: at(0.5), p95: at(0.95), most: at(1), samples: sorted.length };
}
