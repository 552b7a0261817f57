import { stage } from '$figure/kit';
import { draw, set, tokens, write, type Token } from '$figure/picture';
import { CRASHES, createSystem, tick, type Crash, type System, type Worker } from './outbox.model';

const DEDUPE = ['by id', 'off'] as const;
const INK = { stroke: 'currentColor', fill: 'none' };
const PITCH = 26;
/** Where rows of events begin, and how many of them are shown. */
const LEFT = 92;
const SHOWN = 9;
/** Middle lines of the rows. */
const ROW = { tables: 24, service: 50, relay: 98, log: 138, consumer: 178, effects: 218 };
const OUTBOX = 300;

/** The last entries of a list that only grows, as tokens that move left when it is longer than the picture. */
function row(name: string, list: readonly number[], y: number, from: Token['from'], shown = SHOWN): Token[] {
	const skipped = Math.max(0, list.length - shown);
	return list.slice(skipped).map((event, i) => {
		const again = list.indexOf(event) < skipped + i;
		const looks = { text: event, kind: again ? 'f-bad' : 'f-accent', from };
		return { id: `${name} ${skipped + i}`, x: LEFT + PITCH * i, y, ...looks };
	});
}

function places(s: System): Token[] {
	const relay = [LEFT, ROW.relay] as const;
	const consumer = [LEFT, ROW.consumer] as const;
	const list = [
		...row('order', s.orders, ROW.tables, [LEFT, ROW.service], 5),
		...row('log', s.log, ROW.log, relay),
		...row('effect', s.effects, ROW.effects, consumer)
	];
	for (const [i, event] of s.outbox.entries())
		list.push({ id: `outbox ${event}`, x: OUTBOX + PITCH * i, y: ROW.tables, text: event });
	const hand = (name: string, { event }: Worker, y: number, from?: Token['from']) => {
		if (event !== undefined) list.push({ id: `${name} ${event}`, x: LEFT, y, text: event, kind: 'f-dim', from });
	};
	hand('service', s.service, ROW.service);
	hand('relay', s.relay, ROW.relay, [OUTBOX, ROW.tables]);
	hand('consumer', s.consumer, ROW.consumer);
	return list;
}

function sentence({ service, relay, consumer }: System): string {
	const all = { service, relay, consumer };
	const busy = Object.entries(all).filter(([, { event, down }]) => event !== undefined || down);
	const said = busy.map(([name, { says }]) => `${name} ${says}`).join('; ');
	return said ? `${said.charAt(0).toUpperCase()}${said.slice(1)}.` : 'Nothing is on its way.';
}

/** An event on its way from a transaction to its effect, past a crash. */
export function mount(figure: HTMLElement): void {
	const { svg, run, choice } = stage(figure);
	let crash: Crash = 'before delete';
	let dedupe = true;
	let s = createSystem(crash, dedupe);
	const restart = () => (s = createSystem(crash, dedupe));

	draw(svg, 'rect', { x: 0.5, y: 4.5, width: 399, height: 62, rx: 3, ...INK, class: 'f-dim' });
	write(svg, [8, ROW.tables + 4.5], 'orders', 'f-dim');
	write(svg, [OUTBOX - 18, ROW.tables + 4.5], 'outbox', 'f-dim', 'end');
	write(svg, [8, ROW.relay + 4.5], 'relay', 'f-dim');
	write(svg, [8, ROW.log + 4.5], 'log', 'f-dim');
	write(svg, [8, ROW.effects + 4.5], 'effects', 'f-dim');
	write(svg, [8, ROW.service + 4.5], 'service', 'f-dim');
	write(svg, [8, ROW.consumer + 4.5], 'consumer', 'f-dim');
	const arrows = [ROW.relay, ROW.log, ROW.consumer].map((y) => `M${LEFT} ${y + 13}v14m-4-5l4 5 4-5`);
	const fetch = `M${OUTBOX} 69V76H${LEFT}V${ROW.relay - 12}m-4-5l4 5 4-5`;
	draw(svg, 'path', { d: fetch + arrows.join(''), ...INK, class: 'f-line' });
	const says = [ROW.service, ROW.relay, ROW.consumer].map((y) => write(svg, [LEFT + 20, y + 4.5], ''));
	const pointer = draw(svg, 'path', { 'stroke-width': 2, ...INK });
	const offset = write(svg, [392, ROW.log + 4.5], '', 'f-dim', 'end');
	const travel = tokens(svg);
	const total = write(svg, [8, 256], '');
	write(svg, [8, 278], 'red: the same event once more', 'f-dim');

	run({
		period: 1000,
		tick: () => tick(s),
		reset: restart,
		draw() {
			for (const [i, worker] of [s.service, s.relay, s.consumer].entries()) {
				const line = says[i];
				if (!line) continue;
				line.textContent = worker.says;
				set(line, { class: worker.down ? 'f-bad' : 'f-dim' });
			}
			const at = s.offset - Math.max(0, s.log.length - SHOWN);
			set(pointer, { d: `M${LEFT - 13 + PITCH * at} ${ROW.log - 12}v24` });
			offset.textContent = `offset ${s.offset}`;
			travel(places(s));
			const twice = s.effects.length - new Set(s.effects).size;
			const end = twice ? `, ${twice} twice` : '';
			total.textContent = `${s.orders.length} orders, ${s.log.length} published, ${s.effects.length} effects${end}`;
			set(total, { class: twice ? 'f-bad' : '' });
		},
		now: () => sentence(s),
		news() {
			const dead = [s.service, s.relay, s.consumer].find(({ says }) => says.startsWith('crashes'));
			return dead ? `A process ${dead.says}.` : '';
		}
	});
	choice('crash', ['before delete', ...CRASHES.filter((one) => one !== 'before delete')], (chosen) => {
		crash = chosen;
		restart();
	});
	choice('dedupe', DEDUPE, (chosen) => {
		dedupe = chosen === 'by id';
		restart();
	});
}
