import type { Step } from './script';

/** Whether a shorter script still fails in the same way. */
export type StillFails = (steps: readonly Step[]) => Promise<boolean>;

/**
 * A short script that still fails: first without ever smaller groups of steps (delta debugging), then without the faults
 * that are left. At most `attempts` runs, because each is a browser.
 */
export async function shrink(
	steps: readonly Step[],
	stillFails: StillFails,
	attempts = 60
): Promise<Step[]> {
	let left = attempts;
	const ask = (candidate: readonly Step[]) => left-- > 0 && stillFails(candidate);
	let shortest = await withoutSteps([...steps], ask);
	for (let at = 0; at < shortest.length; at++) {
		const step = shortest[at];
		if (!step?.fault) continue;
		const candidate = shortest.with(at, { do: step.do, draws: step.draws });
		if (await ask(candidate)) shortest = candidate;
	}
	return shortest;
}

async function withoutSteps(
	steps: Step[],
	ask: (candidate: readonly Step[]) => false | Promise<boolean>
): Promise<Step[]> {
	let group = Math.ceil(steps.length / 2);
	while (steps.length > 1) {
		let removed = false;
		for (let at = 0; at < steps.length;) {
			const candidate = [...steps.slice(0, at), ...steps.slice(at + group)];
			if (candidate.length > 0 && (await ask(candidate))) {
				steps = candidate;
				removed = true;
			} else at += group;
		}
		if (group === 1 && !removed) break;
		group = Math.max(1, Math.floor(group / 2));
	}
	return steps;
}
