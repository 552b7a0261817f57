import { stage } from '$figure/kit';
import { draw, set, tokens, write, type Token } from '$figure/picture';
import { createPool, tick, type Pool, type WhenFull } from './worker-pool.model';

const WHEN_FULL: readonly WhenFull[] = ['block', 'reject'];
const INK = { stroke: 'currentColor', fill: 'none' };
/** Where the queue's head ends, and the line that everything travels on. */
const HEAD = 268;
const MIDDLE = 100;
const MOST_WORKERS = 5;
/** Ticks that the strip at the bottom shows. */
const STRIP = 64;
const FLOOR = 238;

const slot = (i: number): number => HEAD - 14 - 25 * i;
const row = (i: number, count: number): number => MIDDLE + 30 * (i - (count - 1) / 2);
const PRODUCER = [27, MIDDLE] as const;

/** Everything a reader sees move: at the producer, in the queue, at a worker. */
function places({ blocked, dropped, queue, workers, settings }: Pool): Token[] {
	const from = PRODUCER;
	const count = Math.max(settings.workers, workers.length);
	const list: Token[] = queue.map(({ id }, i) => ({ id, x: slot(i), y: MIDDLE, from }));
	for (const [i, job] of workers.entries())
		if (job) list.push({ id: job.id, x: 306, y: row(i, count), from });
	if (blocked) list.push({ id: blocked.id, x: 27, y: MIDDLE, kind: 'f-bad' });
	if (dropped) list.push({ id: dropped.id, x: 27, y: MIDDLE + 54, kind: 'f-bad', from });
	return list;
}

function sentence(pool: Pool): string {
	const { queue, settings, workers, closed, done, accepted } = pool;
	const running = workers.filter((job) => job).length;
	if (closed && done === accepted) return `Drained: all ${done} accepted jobs are done.`;
	const state = `${running} of ${settings.workers} workers busy, ${queue.length} of ${settings.capacity} queued`;
	if (closed) return `Closed, draining: ${state}.`;
	if (pool.blocked) return `The producer waits: ${state}.`;
	return pool.dropped ? `Job ${pool.dropped.id} is rejected: ${state}.` : `${state}.`;
}

/** A producer, a bounded queue and its workers. */
export function mount(figure: HTMLElement): void {
	const { svg, run, range, choice, button } = stage(figure);
	const settings = { workers: 3, capacity: 5, whenFull: 'block' as WhenFull };
	let pool = createPool(settings);

	write(svg, [8, MIDDLE - 26], 'producer', 'f-dim');
	const queueName = write(svg, [HEAD, MIDDLE - 26], '', 'f-dim', 'end');
	const workersName = write(svg, [292, 0], 'workers', 'f-dim');
	draw(svg, 'rect', { x: 10, y: MIDDLE - 16, width: 34, height: 32, rx: 3, ...INK });
	const mood = write(svg, [8, MIDDLE + 34], '');
	const wire = draw(svg, 'path', { class: 'f-line', ...INK });
	const slots = draw(svg, 'path', { class: 'f-line', ...INK });
	const channel = draw(svg, 'rect', { y: MIDDLE - 14, height: 28, rx: 3, ...INK });
	const frames = Array.from({ length: MOST_WORKERS }, () => {
		const group = draw(svg, 'g');
		const line = draw(group, 'path', { class: 'f-line', ...INK });
		const box = draw(group, 'rect', { x: 292, width: 100, height: 24, rx: 3, ...INK });
		const bar = draw(group, 'path', { class: 'f-accent', 'stroke-width': 4, ...INK });
		return { group, line, box, bar };
	});
	const travel = tokens(svg);
	const totals = write(svg, [8, FLOOR + 26], '');
	write(svg, [8, FLOOR - 46], 'queue depth over time', 'f-dim');
	write(svg, [392, FLOOR - 46], '! pushed back', 'f-bad', 'end');
	draw(svg, 'path', { d: `M8 ${FLOOR}H392`, class: 'f-line', ...INK });
	const depth = draw(svg, 'path', { class: 'f-accent', 'stroke-width': 4, ...INK });
	const pain = draw(svg, 'path', { class: 'f-bad', 'stroke-width': 4, ...INK });

	run({
		period: 600,
		tick: () => tick(pool),
		reset: () => (pool = createPool(settings)),
		draw() {
			Object.assign(pool.settings, settings);
			const { capacity } = settings;
			const tail = HEAD - 25 * Math.max(capacity, 0.2) - 2;
			set(wire, { d: `M46 ${MIDDLE}H${tail - 3}m-5 -4l5 4-5 4` });
			set(channel, { x: tail, width: HEAD - tail });
			const gaps = Array.from(
				{ length: Math.max(0, capacity - 1) },
				(_, i) => HEAD - 26.5 - 25 * i
			);
			set(slots, { d: gaps.map((x) => `M${x} ${MIDDLE - 14}v28`).join('') });
			queueName.textContent = `queue ${pool.queue.length} of ${capacity}`;
			mood.textContent = pool.closed
				? 'closed'
				: pool.blocked
					? 'blocked'
					: pool.dropped
						? 'rejected'
						: '';
			set(mood, { class: pool.closed ? 'f-dim' : 'f-bad' });
			for (const [i, { group, line, box, bar }] of frames.entries()) {
				const count = Math.max(settings.workers, pool.workers.length);
				const job = pool.workers[i];
				const y = row(i, count);
				set(group, {
					visibility: i < count ? 'visible' : 'hidden',
					class: i < settings.workers ? '' : 'f-dim'
				});
				set(line, { d: `M${HEAD + 3} ${MIDDLE}L290 ${y}` });
				set(box, { y: y - 12 });
				set(bar, { d: job ? `M324 ${y}h${(60 * (job.takes - job.left)) / job.takes}` : '' });
			}
			set(workersName, { y: row(0, Math.max(settings.workers, pool.workers.length)) - 18 });
			travel(places(pool));
			const shown = pool.trace.slice(-STRIP);
			const bars = (full: boolean, mark = '') =>
				shown
					.map(
						(one, i) => [one.full, `M${11 + 6 * i} ${FLOOR}v${-1 - 4 * one.depth}${mark}`] as const
					)
					.flatMap(([felt, bar]) => (felt === full ? bar : []))
					.join('');
			set(depth, { d: bars(false) });
			set(pain, { d: bars(true, 'm0-2v-3') });
			const wait = pool.waited / Math.max(1, pool.started.length);
			const cost =
				settings.whenFull === 'block' ? `blocked ${pool.blockedFor}` : `rejected ${pool.rejected}`;
			totals.textContent = `done ${pool.done}, mean wait ${wait.toFixed(1)} ticks, ${cost}`;
		},
		now: () => sentence(pool),
		news: () => (pool.closed ? 'Closed: the workers drain the queue.' : '')
	});
	range('workers', [1, MOST_WORKERS, settings.workers], (count) => (settings.workers = count));
	range('queue', [0, 8, settings.capacity], (size) => (settings.capacity = size));
	choice('when full', WHEN_FULL, (chosen) => (settings.whenFull = chosen));
	button('close', () => (pool.closed = true));
}
