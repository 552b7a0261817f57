import { stage } from '$figure/kit';
import { draw, move, write } from '$figure/picture';
import {
	createModel,
	limit,
	tick,
	windowLimit,
	WINDOW_SECONDS,
	type Answer,
	type Model,
	type Traffic
} from './token-bucket.model';

const TRAFFIC: readonly Traffic[] = ['bursts', 'steady', 'random'];
/** The paper roll at the bottom: one tick is so wide, and now is at its right edge. */
const TICK = 6.4;
const NOW = 392;
const LINES = [186, 256] as const;
/** Height of a full bucket, or a full window, above its line. */
const FULL = 24;
const INK = { stroke: 'currentColor', fill: 'none' };

/** A dot for a request that was let through, a cross for one that was refused. */
function mark(parent: Element, x: number, y: number, admitted: boolean): void {
	const dot = { cx: x, cy: y, r: 3, class: 'f-accent', fill: 'currentColor' };
	const cross = {
		d: `M${x - 3} ${y - 3}l6 6m0-6l-6 6`,
		class: 'f-bad',
		'stroke-width': 1.5,
		...INK
	};
	if (admitted) draw(parent, 'circle', dot);
	else draw(parent, 'path', cross);
}

function sentence({ now, level, log, limits, answers }: Model): string {
	const last = answers.at(-1);
	const asked = last?.at === now ? last : undefined;
	const says = (admits?: boolean) => (admits === undefined ? '' : admits ? ' admits' : ' refuses');
	const left = `${(level / 10).toFixed(1)} left`;
	const used = `${log.length} of ${windowLimit(limits)} used`;
	return `${now / 10} s: bucket${says(asked?.bucket)} (${left}), window${says(asked?.window)} (${used}).`;
}

/** A token bucket and a sliding window, asked about the same requests. */
export function mount(figure: HTMLElement): void {
	const { svg, run, range, choice } = stage(figure);
	const limits = { rate: 2, burst: 5 };
	let traffic: Traffic = 'bursts';
	let model = createModel(limits, traffic);

	write(svg, [8, 18], 'token bucket');
	const drip = write(svg, [60, 42], '', 'f-dim');
	draw(svg, 'path', { d: 'M46 30v12m-4-5l4 5 4-5', ...INK, class: 'f-dim' });
	draw(svg, 'path', { d: 'M20 50V118H72V50', ...INK });
	const coins = draw(svg, 'g');
	const level = write(svg, [84, 88], '', 'f-accent');
	const size = write(svg, [84, 110], '', 'f-dim');

	write(svg, [214, 18], 'sliding window');
	const places = draw(svg, 'g');
	const used = write(svg, [214, 88], '', 'f-accent');
	write(svg, [214, 110], `in the last ${WINDOW_SECONDS} s`, 'f-dim');

	const [upper, lower] = LINES;
	const width = WINDOW_SECONDS * 10 * TICK;
	draw(svg, 'rect', { x: NOW - width, y: lower - 35, width, height: 44, class: 'f-soft' });
	for (const y of LINES) draw(svg, 'path', { d: `M8 ${y}H${NOW}`, class: 'f-line', ...INK });
	const clip = draw(svg, 'clipPath', { id: 'token-bucket-roll' });
	draw(clip, 'rect', { x: 8, y: 136, width: NOW - 8, height: 134 });
	const paper = draw(draw(svg, 'g', { 'clip-path': 'url(#token-bucket-roll)' }), 'g', {
		class: 'figure-token'
	});
	const curves = LINES.map(() => draw(paper, 'path', { class: 'f-dim', ...INK }));
	const totals = LINES.map((y) => write(svg, [8, y - 38], '', 'f-dim'));
	write(svg, [8, 280], '● admitted', 'f-accent');
	write(svg, [96, 280], '× refused', 'f-bad');
	write(svg, [NOW, 280], 'now', 'f-dim', 'end');
	let marked: Answer[] = [];

	run({
		period: 250,
		tick: () => tick(model),
		step() {
			const before = model.answers.length;
			while (model.answers.length === before) tick(model);
		},
		reset() {
			model = createModel(limits, traffic);
			marked = [];
			paper.replaceChildren(...curves);
		},
		draw() {
			limit(model, limits);
			const { answers, now } = model;
			const tokens = model.level / 10;
			const most = windowLimit(limits);
			drip.textContent = `+${limits.rate} a second`;
			level.textContent = `${tokens.toFixed(1)} tokens`;
			size.textContent = `burst of ${limits.burst}`;
			used.textContent = `${model.log.length} of ${most} used`;

			coins.replaceChildren();
			for (let i = 0; i < limits.burst; i++) {
				const r = 6 * Math.max(0, Math.min(1, tokens - i));
				const place = { cx: i % 2 ? 57 : 35, cy: 109 - 15 * (i >> 1) };
				draw(coins, 'circle', { ...place, r, class: 'f-accent', fill: 'currentColor' });
			}
			places.replaceChildren();
			for (let i = 0; i < most; i++) {
				const taken = i < model.log.length;
				draw(places, 'rect', {
					...{ x: 215 + 17 * i, y: 52, width: 13, height: 13, class: taken ? 'f-accent' : 'f-dim' },
					...{ stroke: 'currentColor', fill: taken ? 'currentColor' : 'none' }
				});
			}
			for (const answer of answers.slice(marked.length)) {
				mark(paper, answer.at * TICK, upper, answer.bucket);
				mark(paper, answer.at * TICK, lower, answer.window);
			}
			marked = [...answers];
			move(paper, NOW - 4 - now * TICK, 0);
			const start = now - model.trace.length + 1;
			const line = (y: number, full: (point: Model['trace'][number]) => number) =>
				model.trace
					.map((point, i) => `${i ? 'L' : 'M'}${(start + i) * TICK} ${y - FULL * full(point)}`)
					.join('');
			curves[0]?.setAttribute(
				'd',
				line(upper - 7, ({ tokens }) => tokens / limits.burst)
			);
			curves[1]?.setAttribute(
				'd',
				line(lower - 7, ({ used }) => used / most)
			);
			const admitted = [answers.filter((one) => one.bucket), answers.filter((one) => one.window)];
			const names = ['bucket', 'window'];
			for (const [i, total] of totals.entries())
				total.textContent = `${names[i]} admitted ${admitted[i]?.length} of ${answers.length}`;
		},
		now: () => sentence(model),
		news: () => ''
	});
	range('rate', [1, 5, limits.rate], (rate) => (limits.rate = rate), (rate) => `${rate}/s`);
	range('burst', [1, 8, limits.burst], (burst) => (limits.burst = burst));
	choice('traffic', TRAFFIC, (chosen) => {
		traffic = chosen;
		model.traffic = chosen;
	});
}
