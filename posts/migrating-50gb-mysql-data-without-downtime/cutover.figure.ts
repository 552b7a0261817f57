import { stage } from '$figure/kit';
import { draw, move, set, tokens, write } from '$figure/picture';
import {
	createMigration,
	fault,
	PHASES,
	PLANS,
	present,
	route,
	ROWS,
	tick,
	type Migration,
	type Plan
} from './cutover.model';

const VERIFY = ['yes', 'no'] as const;
const INK = { stroke: 'currentColor', fill: 'none' };
/** Which tables the writes and the reads use in each phase: w, r, both or neither. */
const USE = [
	['w r', ''],
	['w r', 'w'],
	['w', 'w r'],
	['', 'w r']
] as const;
const OLD = 184;
const NEW = 238;
const column = (row: number): number => 58 + 29 * row;
const block = (phase: number): number => 8 + 98 * phase;

function doing(one: Migration): string {
	const [phase, work] = present(one);
	const { cursor, hand } = one;
	const chunk = `rows ${cursor + 1} to ${cursor + hand.length}`;
	if (one.over === 'stopped') return 'verify found a difference: reads stay on old';
	if (one.over) return 'the migration is finished';
	if (work === 'copy' && hand.length)
		return one.plan === 'no locks' ? `copy holds ${chunk}, unlocked` : `copy holds and locks ${chunk}`;
	if (work === 'copy') return `the copy is at row ${cursor}`;
	return work === 'verify' ? 'verify compares both tables' : `phase "${PHASES[phase]}"`;
}

function sentence(one: Migration): string {
	const wrong = Array.from({ length: ROWS }, (_, row) => fault(one, row));
	const count = (what: string) => wrong.filter((found) => found === what).length;
	const faults = `${count('stale')} stale, ${count('lost')} lost, ${one.wrongReads} wrong reads`;
	if (one.waiting.length) return `The write to row ${(one.waiting[0] ?? 0) + 1} waits. ${faults}.`;
	const done = doing(one);
	return `${done.charAt(0).toUpperCase()}${done.slice(1)}. ${faults}.`;
}

/** An old and a new table, the application that uses them, and a migration that may go wrong. */
export function mount(figure: HTMLElement): void {
	const { svg, run, choice, button } = stage(figure);
	let plan: Plan = 'safe';
	let verifies = true;
	let seed = 118;
	let one = createMigration(plan, verifies, seed);
	const restart = () => (one = createMigration(plan, verifies, seed));

	const here = draw(svg, 'rect', { class: 'f-soft figure-token', x: -4, y: 2, width: 92, height: 84, rx: 3 });
	const names = PHASES.map((name, i) => {
		for (const [k, table] of ['old', 'new'].entries()) {
			const x = block(i) + 42 * k;
			draw(svg, 'rect', { x: x + 0.5, y: 54.5, width: 38, height: 22, rx: 3, ...INK, class: 'f-dim' });
			write(svg, [x + 19, 70], table, 'f-dim', 'middle');
			write(svg, [x + 19, 48], USE[i]?.[k] ?? '', 'f-accent', 'middle');
		}
		return write(svg, [block(i), 20], name);
	});
	draw(svg, 'path', { d: 'M52 96H342m-5-4l5 4-5 4M52 108H244M57 104l-5 4 5 4', ...INK, class: 'f-dim' });
	write(svg, [392, 124], 'no way back', 'f-dim', 'end');
	write(svg, [8, 124], 'w writes, r reads', 'f-accent');
	write(svg, [8, OLD + 4.5], 'old');
	write(svg, [8, NEW + 4.5], 'new');
	for (let row = 0; row < ROWS; row++) write(svg, [column(row), OLD - 20], `${row + 1}`, 'f-dim', 'middle');
	const lock = draw(svg, 'rect', { y: OLD - 13, height: 26, rx: 4, class: 'f-accent', 'stroke-width': 2, ...INK });
	const cells = tokens(svg, 25, 20);
	const hands = tokens(svg, 25, 20);
	const order = write(svg, [8, 278], '');
	const total = write(svg, [8, 300], '', 'f-dim');

	run({
		period: 900,
		tick: () => tick(one),
		reset: restart,
		draw() {
			const [phase] = present(one);
			move(here, block(phase), 0);
			for (const [i, name] of names.entries()) set(name, { class: i === phase ? 'f-accent' : 'f-dim' });
			const rows = Array.from({ length: ROWS }, (_, row) => row);
			const touched = (row: number) => (one.written.includes(row) ? 'f-accent' : '');
			cells(
				rows.flatMap((row) => {
					const x = column(row);
					const bad = fault(one, row);
					const [was, is] = [one.old[row], one.new[row]];
					const before = { id: `old ${row}`, x, y: OLD, text: was ?? '', kind: touched(row) };
					const after = { id: `new ${row}`, x, y: NEW, text: bad === 'stale' ? `≠${is}` : (is ?? (bad ? '×' : '')), kind: touched(row) };
					if (phase === 3) before.kind = 'f-dim';
					if (was === undefined) before.kind = 'f-line';
					if (one.waiting.includes(row)) before.kind = 'f-bad';
					if (is === undefined) after.kind = 'f-line';
					if (bad) after.kind = 'f-bad';
					return [before, after];
				})
			);
			hands(
				one.hand.map((version, i) => {
					const x = column(one.cursor + i);
					return { id: one.cursor + i, x, y: (OLD + NEW) / 2, text: version ?? '', from: [x, OLD] };
				})
			);
			const locked = one.hand.length && one.plan !== 'no locks' ? one.hand.length : 0;
			set(lock, { x: column(one.cursor) - 14, width: Math.max(0, 29 * locked - 1) });
			order.replaceChildren();
			for (const [i, { name, here }] of route(one).entries()) {
				draw(order, 'tspan', { class: 'f-dim' }, i ? ' › ' : '');
				draw(order, 'tspan', { class: here ? 'f-accent' : 'f-dim', fill: 'currentColor' }, name);
			}
			total.textContent = `≠ stale, × lost; wrong reads: ${one.wrongReads} of ${one.reads}`;
		},
		now: () => sentence(one),
		news: () => (one.over ? sentence(one) : `Phase "${PHASES[present(one)[0]]}".`)
	});
	choice('plan', PLANS, (chosen) => {
		plan = chosen;
		restart();
	});
	choice('verify', VERIFY, (chosen) => {
		verifies = chosen === 'yes';
		restart();
	});
	button('other traffic', () => {
		seed++;
		restart();
	});
}
