import { stage } from '$figure/kit';
import { draw, set, tokens, write, type Token } from '$figure/picture';
import { createScheduler, SLICE, spawn, tick, type Blocking, type Scheduler } from './scheduler.model';

const BLOCKING: readonly Blocking[] = ['syscall', 'network', 'never'];
const INK = { stroke: 'currentColor', fill: 'none' };
const MOST_PS = 4;
/** Middle lines of the rows: global queue, local queues, running, blocked, idle threads. */
const ROW = { global: 22, local: 78, run: 140, blocked: 204, idle: 244 };
const PITCH = 28;

interface Place {
	x: number;
	y: number;
}

/** Where a P is drawn, and how many of its queue fit in a row. */
function column(s: Scheduler, i: number) {
	const width = 392 / s.ps.length;
	return { x: 8 + width * i, width: width - 8, fits: Math.min(6, Math.floor((width - 12) / PITCH)) };
}

function goroutines(s: Scheduler): Token[] {
	const list: Token[] = [];
	const at = (id: number, { x, y }: Place, kind = 'f-accent') => list.push({ id, x, y, kind, text: `G${id}` });
	for (const [i, { id }] of s.global.slice(0, 10).entries()) at(id, { x: 126 + PITCH * i, y: ROW.global });
	for (const [i, p] of s.ps.entries()) {
		const { x, fits } = column(s, i);
		for (const [k, { id }] of p.queue.entries())
			at(id, { x: x + 18 + PITCH * (k % fits), y: ROW.local + 22 * Math.floor(k / fits) });
		if (p.m?.g && !p.m.inCall) at(p.m.g.id, { x: x + 18, y: ROW.run });
	}
	for (const [i, { id }] of s.network.entries()) at(id, { x: 126 + PITCH * i, y: ROW.blocked }, 'f-dim');
	for (const [i, m] of s.ms.filter((one) => one.inCall).entries())
		if (m.g) at(m.g.id, { x: 126 + 64 * i, y: ROW.blocked }, 'f-bad');
	return list;
}

function threads(s: Scheduler): Token[] {
	const blocked = s.ms.filter((m) => m.inCall);
	const idle = s.ms.filter((m) => !m.inCall && !m.p);
	return s.ms.map((m) => {
		const place: Place = { x: 129 + 36 * idle.indexOf(m), y: ROW.idle };
		const home = m.p && column(s, m.p.id);
		if (home) Object.assign(place, { x: home.x + 47, y: ROW.run });
		if (m.inCall) Object.assign(place, { x: 155 + 64 * blocked.indexOf(m), y: ROW.blocked });
		return { id: m.id, text: `M${m.id}`, kind: m.inCall ? 'f-bad' : home ? '' : 'f-dim', ...place };
	});
}

function sentence({ events }: Scheduler): string {
	const said = events.slice(0, 2).join('; ') || 'All Ps go on with their work';
	return `${said.charAt(0).toUpperCase()}${said.slice(1)}.`;
}

/** Goroutines, threads and processors: queues, stealing, and what a blocking call does. */
export function mount(figure: HTMLElement): void {
	const { svg, run, range, choice, button } = stage(figure);
	let count = 2;
	let blocking: Blocking = 'syscall';
	let s = createScheduler(count, blocking);
	let last = '';
	const restart = (): void => {
		s = createScheduler(count, blocking);
		last = '';
	};

	write(svg, [8, ROW.global + 4.5], 'global queue', 'f-dim');
	const more = write(svg, [392, ROW.global + 4.5], '', 'f-dim', 'end');
	const frames = Array.from({ length: MOST_PS }, (_, i) => {
		const group = draw(svg, 'g');
		const box = draw(group, 'rect', { y: 44.5, height: 118, rx: 3, ...INK });
		const line = draw(group, 'path', { class: 'f-line', ...INK });
		const name = write(group, [0, 61], `P${i}`);
		const bar = draw(group, 'path', { class: 'f-accent', 'stroke-width': 4, ...INK });
		const note = write(group, [0, 144.5], '', 'f-dim', 'end');
		return { group, box, line, name, bar, note };
	});
	const waiting = write(svg, [8, ROW.blocked + 4.5], '', 'f-dim');
	write(svg, [8, ROW.idle + 4.5], 'idle threads', 'f-dim');
	const happened = write(svg, [8, 278], '', 'f-accent');
	const progress = write(svg, [392, 278], '', 'f-dim', 'end');
	const ms = tokens(svg, 26, 18);
	const gs = tokens(svg, 26, 18);

	run({
		period: 900,
		tick: () => tick(s),
		reset: restart,
		draw() {
			for (const [i, { group, box, line, name, bar, note }] of frames.entries()) {
				const p = s.ps[i];
				set(group, { visibility: p ? 'visible' : 'hidden' });
				if (!p) continue;
				const { x, width } = column(s, i);
				set(box, { x: x + 0.5, width: width - 1, class: p.m ? '' : 'f-line' });
				set(line, { d: `M${x + 1} 120h${width - 2}` });
				set(name, { x: x + 8, class: p.m ? '' : 'f-dim' });
				set(note, { x: x + width - 8 });
				note.textContent = p.m?.inCall ? 'in call' : width < 120 ? '' : p.m ? 'runs' : 'idle';
				const g = p.m?.inCall ? undefined : p.m?.g;
				const used = g ? Math.min(g.ran, SLICE) / SLICE : 0;
				set(bar, { d: g ? `M${x + 5} 155h${Math.round((width - 10) * used)}` : '' });
			}
			more.textContent = s.global.length > 10 ? `+${s.global.length - 10}` : '';
			waiting.textContent = s.blocking === 'network' ? 'network' : 'system call';
			progress.textContent = `${s.done} of ${s.made} done`;
			last = s.events[0] ?? last;
			happened.textContent = last;
			set(happened, { class: s.events.length ? 'f-accent' : 'f-dim' });
			ms(threads(s));
			gs(goroutines(s));
		},
		now: () => sentence(s),
		news: () => (s.done === s.made ? 'All goroutines are done.' : '')
	});
	range('GOMAXPROCS', [1, MOST_PS, count], (value) => {
		count = value;
		restart();
	});
	choice('blocking', BLOCKING, (chosen) => {
		blocking = chosen;
		restart();
	});
	button('go × 6', () => spawn(s, 6));
}
