import { stage } from '$figure/kit';
import { draw, set, write } from '$figure/picture';
import {
	BREAKER,
	BUDGETS,
	createClient,
	SAVED,
	tick,
	totals,
	type Budget,
	type Client,
	type Outcome,
	type State
} from './circuit-breaker.model';

const INK = { stroke: 'currentColor', fill: 'none' };
const STATES: readonly State[] = ['closed', 'open', 'half-open'];
const LIMITS = Object.keys(BUDGETS) as Budget[];
const GUARD = ['on', 'off'] as const;
/** The strip of requests: columns, their width, and the line of first attempts. */
const COLUMNS = 48;
const WIDE = 8;
const FIRST = 222;

const box = (i: number): number => 8 + 138 * i;

function details({ state, calls, reopens, now, probed }: Client, of: State): string {
	if (state !== of) return '';
	const failed = calls.filter((call) => call.failed).length;
	if (of === 'closed') return `${failed} of ${calls.length} failed`;
	return of === 'open' ? `${reopens - now} ticks left` : `probe ${probed + 1} of ${BREAKER.probes}`;
}

function sentence(client: Client): string {
	const last = client.requests.at(-1);
	const seen = last ? `Request ${client.now}: ${last.attempts.join(', ')}. ` : '';
	return `${seen}${client.guarded ? `The breaker is ${client.state}.` : 'No breaker.'}`;
}

/** A client with a circuit breaker and a retry budget calls a service that is sometimes in trouble. */
export function mount(figure: HTMLElement): void {
	const { svg, run, range, choice } = stage(figure);
	let budget: Budget = '10%';
	let guarded = true;
	let severity = 1;
	let client = createClient();

	const boxes = STATES.map((name, i) => {
		const looks = { x: box(i) + 0.5, y: 24.5, width: 107, height: 44, rx: 3 };
		const frame = draw(svg, 'rect', { ...looks, stroke: 'currentColor' });
		const title = write(svg, [box(i) + 54, 43], name, '', 'middle');
		const detail = write(svg, [box(i) + 54, 61], '', 'f-dim', 'middle');
		return { name, frame, title, detail };
	});
	const arrows =
		'M118 40h26m-5-4l5 4-5 4M256 40h26m-5-4l5 4-5 4M282 56h-26m5-4l-5 4 5 4M338 70v16H62v-14m-4 5l4-5 4 5';
	draw(svg, 'path', { d: arrows, class: 'f-dim', ...INK });
	for (const [x, text] of [
		[131, 'half fail'],
		[269, 'cooldown']
	] as const)
		write(svg, [x, 16], text, 'f-dim', 'middle');
	write(svg, [200, 104], `${BREAKER.probes} probes succeed; one that fails opens again`, 'f-dim', 'middle');

	write(svg, [8, 140], 'retry budget', 'f-dim');
	const saved = write(svg, [232, 140], '', 'f-dim');
	const coins = Array.from({ length: SAVED }, (_, i) =>
		draw(svg, 'circle', { cx: 124 + 20 * i, cy: 136, fill: 'currentColor', class: 'f-accent' })
	);

	const trouble = draw(svg, 'path', { class: 'f-soft', stroke: 'none' });
	write(svg, [8, 170], 'attempts', 'f-dim');
	write(svg, [160, 170], '● ok', 'f-accent');
	write(svg, [212, 170], '× failed', 'f-bad');
	write(svg, [296, 170], '– not sent', 'f-dim');
	draw(svg, 'path', { d: `M8 ${FIRST + 12}H392`, class: 'f-line', ...INK });
	const round = { 'stroke-width': 6, 'stroke-linecap': 'round', ...INK };
	const marks: Record<Outcome, SVGPathElement> = {
		ok: draw(svg, 'path', { class: 'f-accent', ...round }),
		failed: draw(svg, 'path', { class: 'f-bad', 'stroke-width': 1.5, ...INK }),
		refused: draw(svg, 'path', { class: 'f-dim', ...INK })
	};
	const spell = write(svg, [8, 252], '', 'f-dim');
	const total = write(svg, [8, 274], '');

	function strip(): void {
		const shown = client.requests.slice(-COLUMNS);
		const lines: Record<Outcome, string> = { ok: '', failed: '', refused: '' };
		let ground = '';
		for (const [i, request] of shown.entries()) {
			const x = 12 + WIDE * i;
			if (request.trouble) ground += `M${x - 4} 178h${WIDE}v${FIRST - 166}h-${WIDE}z`;
			for (const [k, outcome] of request.attempts.entries()) {
				const y = FIRST - 15 * k;
				if (outcome === 'ok') lines.ok += `M${x} ${y}h0`;
				if (outcome === 'failed') lines.failed += `M${x - 3} ${y - 3}l6 6m0-6l-6 6`;
				if (outcome === 'refused') lines.refused += `M${x - 2} ${y}h4`;
			}
		}
		set(trouble, { d: ground });
		for (const outcome of ['ok', 'failed', 'refused'] as const) set(marks[outcome], { d: lines[outcome] });
		spell.textContent = shown.some((request) => request.trouble) ? 'shaded: the service is in trouble' : '';
	}

	run({
		period: 500,
		tick: () => tick(client),
		reset: () => (client = createClient(budget, guarded, severity)),
		draw() {
			for (const { name, frame, title, detail } of boxes) {
				const here = client.guarded && client.state === name;
				const color = here ? (name === 'open' ? 'f-bad' : 'f-accent') : 'f-dim';
				set(frame, { class: `f-soft ${color}`, 'stroke-width': here ? 2 : 1 });
				set(title, { class: color });
				detail.textContent = client.guarded ? details(client, name) : '';
			}
			const left = client.tokens / 100;
			const ratio = BUDGETS[client.budget];
			for (const [i, coin] of coins.entries())
				set(coin, { r: ratio ? 7 * Math.max(0, Math.min(1, left - i)) : 0 });
			saved.textContent = ratio === Infinity ? 'never empty' : `${left.toFixed(1)} retries left`;
			strip();
			const { requests, sent, refused, ok } = totals(client);
			total.textContent = `${requests} requests: ${sent} calls sent, ${refused} not sent, ${ok} ok`;
		},
		now: () => sentence(client),
		news: () => (client.guarded ? `The breaker is ${client.state}.` : '')
	});
	range(
		'fails',
		[1, 10, 10],
		(tenths) => (client.severity = severity = tenths / 10),
		(tenths) => `${tenths}0%`
	);
	choice('retry budget', LIMITS, (chosen) => {
		budget = chosen;
		client = createClient(budget, guarded, severity);
	});
	choice('breaker', GUARD, (chosen) => {
		guarded = chosen === 'on';
		client = createClient(budget, guarded, severity);
	});
}
