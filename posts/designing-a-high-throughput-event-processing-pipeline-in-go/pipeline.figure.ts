import { stage } from '$figure/kit';
import { draw, set, tokens, write, type Token } from '$figure/picture';
import { createPipeline, LANES, QUEUE, stuck, tick, totals, type Event, type Pipeline } from './pipeline.model';

const INK = { stroke: 'currentColor', fill: 'none' };
const PITCH = 27;
const MIDDLE = 104;
/** Right end of the queue, left end of the lanes. */
const HEAD = 184;
const LANE = 214;
const MOST = 6;
const FLOOR = 258;
/** Writes that the strip at the bottom shows. */
const STRIP = 32;

const laneAt = (i: number): number => MIDDLE + 58 * (i - 1);

function places(one: Pipeline): Token[] {
	const text = ({ lane, turn }: Event) => `${LANES[lane]}${turn}`;
	const from = [24, MIDDLE] as const;
	const list: Token[] = one.queue.map((event, i) => {
		const kind = i === 0 && stuck(one) ? 'f-bad' : 'f-accent';
		return { id: event.id, x: HEAD - 14 - PITCH * i, y: MIDDLE, text: text(event), kind, from };
	});
	if (one.held) list.push({ id: one.held.id, x: 24, y: MIDDLE, text: text(one.held), kind: 'f-bad' });
	for (const [i, { batch, writing }] of one.lanes.entries()) {
		for (const [k, event] of [...writing, ...batch].entries()) {
			const kind = writing.length ? 'f-dim' : 'f-accent';
			list.push({ id: event.id, x: LANE + 14 + PITCH * k, y: laneAt(i), text: text(event), kind });
		}
	}
	return list;
}

function sentence(one: Pipeline): string {
	const writing = one.lanes.flatMap(({ writing }, i) => (writing.length ? LANES[i] : []));
	const lanes = writing.length ? `Writing: ${writing.join(', ')}. ` : 'No lane writes. ';
	const queue = `${one.queue.length} of ${QUEUE} queued.`;
	return `${lanes}${queue}${one.held ? ' The source waits.' : stuck(one) ? ' The splitter waits.' : ''}`;
}

/** Events by key through lanes, batches and a sink that may be slow. */
export function mount(figure: HTMLElement): void {
	const { svg, run, range } = stage(figure);
	const settings = { size: 5, linger: 8, cost: 3 };
	let one = createPipeline(settings);

	write(svg, [8, MIDDLE - 26], 'source', 'f-dim');
	draw(svg, 'rect', { x: 8.5, y: MIDDLE - 15.5, width: 32, height: 31, rx: 3, ...INK });
	const mood = write(svg, [8, MIDDLE + 34], '', 'f-bad');
	const tail = HEAD - PITCH * QUEUE;
	write(svg, [HEAD, MIDDLE - 26], 'queue', 'f-dim', 'end');
	const gaps = Array.from({ length: QUEUE - 1 }, (_, i) => `M${tail + PITCH * (i + 1)} ${MIDDLE - 14}v28`);
	draw(svg, 'path', { d: gaps.join(''), class: 'f-line', ...INK });
	draw(svg, 'rect', { x: tail, y: MIDDLE - 14, width: HEAD - tail, height: 28, rx: 3, ...INK });
	const wires = LANES.map((_, i) => `M${HEAD + 3} ${MIDDLE}L${LANE - 5} ${laneAt(i)}`);
	draw(svg, 'path', { d: wires.join(''), class: 'f-line', ...INK });
	write(svg, [LANE, 18], 'lanes', 'f-dim');
	write(svg, [392, 18], 'sink', 'f-dim', 'end');
	draw(svg, 'path', { d: `M391 30V${laneAt(2) + 16}`, 'stroke-width': 2, ...INK });
	const lanes = LANES.map((_, i) => {
		const y = laneAt(i);
		const slots = draw(svg, 'path', { class: 'f-line', ...INK });
		const frame = draw(svg, 'rect', { x: LANE, y: y - 14, height: 28, rx: 3, ...INK });
		const bar = draw(svg, 'path', { 'stroke-width': 3, ...INK });
		return { y, slots, frame, bar };
	});
	const travel = tokens(svg, 25, 18);
	write(svg, [8, FLOOR - 44], 'writes', 'f-dim');
	write(svg, [216, FLOOR - 44], '▮ full', 'f-accent');
	write(svg, [392, FLOOR - 44], '▯ linger over', 'f-dim', 'end');
	draw(svg, 'path', { d: `M8 ${FLOOR}H392`, class: 'f-line', ...INK });
	const full = draw(svg, 'path', { class: 'f-accent', stroke: 'currentColor', fill: 'currentColor' });
	const early = draw(svg, 'path', { class: 'f-dim', ...INK });
	const total = write(svg, [8, FLOOR + 22], '');
	const wait = write(svg, [8, FLOOR + 42], '', 'f-dim');

	run({
		period: 500,
		tick: () => tick(one),
		reset: () => (one = createPipeline(settings)),
		draw() {
			Object.assign(one.settings, settings);
			mood.textContent = one.held ? 'waits' : '';
			for (const [i, { y, slots, frame, bar }] of lanes.entries()) {
				const lane = one.lanes[i];
				if (!lane) continue;
				const size = Math.max(settings.size, lane.batch.length, lane.writing.length);
				const inner = Array.from({ length: size - 1 }, (_, k) => `M${LANE + PITCH * (k + 1)} ${y - 14}v28`);
				set(slots, { d: inner.join('') });
				set(frame, { width: PITCH * size });
				const part = lane.writing.length ? 1 - lane.left / settings.cost : lane.age / settings.linger;
				const reach = lane.writing.length ? 391 - LANE : PITCH * size;
				set(bar, {
					d: `M${LANE} ${y + 19}h${Math.round(Math.max(0, part) * reach)}`,
					class: lane.writing.length ? '' : 'f-accent'
				});
			}
			travel(places(one));
			const shown = one.writes.slice(-STRIP);
			const bars = (cause: 'size' | 'time') =>
				shown.flatMap((write, i) => {
					return write.cause === cause ? `M${8.5 + 12 * i} ${FLOOR}v${-4 * write.events.length}h7V${FLOOR}z` : [];
				});
			set(full, { d: bars('size').join('') });
			set(early, { d: bars('time').join('') });
			const { events, writes, age } = totals(one);
			const each = (events / Math.max(1, writes)).toFixed(1);
			total.textContent = `${events} events in ${writes} writes, ${each} a write`;
			wait.textContent = `mean age ${age.toFixed(1)} ticks, source waited ${one.waited} ticks`;
		},
		now: () => sentence(one),
		news: () => ''
	});
	range('batch', [1, MOST, settings.size], (size) => (settings.size = size));
	range('linger', [1, 12, settings.linger], (linger) => (settings.linger = linger));
	range('sink takes', [1, 12, settings.cost], (cost) => (settings.cost = cost));
}
