import { stage } from '$figure/kit';
import { draw, set, write } from '$figure/picture';
import { createCluster, lost, REPLICAS, setCut, tick, type Cluster, type Join } from './partition.model';

const JOINS: readonly Join[] = ['last wins', 'merge'];
const INK = { stroke: 'currentColor', fill: 'none' };
/** Columns of the table: one write each; how many fit, and where they begin. */
const COLUMNS = 13;
const PITCH = 21;
const LEFT = 130;
const CUT = 128;
const BOTTOM = 206;

/** The middle of a replica's row; the last two are below the cut. */
const rowAt = (replica: number): number => 56 + 24 * replica + (replica > 2 ? 24 : 0);
const CLIENTS = { A: rowAt(1), B: (rowAt(3) + rowAt(4)) / 2 };

function counts(cluster: Cluster): string {
	const { operations } = cluster;
	const refused = operations.filter(({ confirmed }) => !confirmed).length;
	const stale = operations.filter((one) => one.stale).length;
	return `${operations.length} writes: ${refused} refused, ${stale} on old data, ${lost(cluster).size} lost`;
}

function sentence(cluster: Cluster): string {
	const last = cluster.operations.at(-1);
	if (!last) return 'Nobody has asked yet.';
	const { client, confirmed, stale, id } = last;
	const told = confirmed ? `confirmed${stale ? ', on old data' : ''}` : 'refused: too few replicas answer';
	return `Write ${id} by ${client} is ${told}. The network is ${cluster.cut ? 'cut' : 'whole'}.`;
}

/** Five replicas of one cart, two clients and a cut; each column is a write, each row what a replica knows. */
export function mount(figure: HTMLElement): void {
	const { svg, run, range, choice, button } = stage(figure);
	const settings = { w: 3, r: 3, join: 'last wins' as Join };
	let cluster = createCluster(settings);

	write(svg, [392, 18], 'each column is one write', 'f-dim', 'end');
	const shape = { rx: 3, width: 30, height: 26, x: 8.5 };
	for (const client of ['A', 'B'] as const) {
		draw(svg, 'rect', { ...shape, y: CLIENTS[client] - 13, ...INK });
		write(svg, [23.5, CLIENTS[client] + 4.5], client, '', 'middle');
	}
	const reads = draw(svg, 'path', { class: 'f-dim', 'stroke-dasharray': '3 3', ...INK });
	const writes = draw(svg, 'path', { class: 'f-accent', ...INK });
	const replicas = Array.from({ length: REPLICAS }, (_, i) => {
		draw(svg, 'rect', { x: 82, y: rowAt(i) - 10, width: 30, height: 20, rx: 3, class: 'f-soft' });
		return write(svg, [97, rowAt(i) + 4.5], `r${i + 1}`, '', 'middle');
	});
	const wall = draw(svg, 'path', { d: `M8 ${CUT}H392`, 'stroke-dasharray': '6 4', ...INK });
	const wallName = write(svg, [8, CUT - 6], '', 'f-bad');
	const empty = draw(svg, 'path', { class: 'f-line', ...INK });
	const dots = { 'stroke-width': 11, 'stroke-linecap': 'round', ...INK };
	const known = draw(svg, 'path', { class: 'f-accent', ...dots });
	const heads = Array.from({ length: COLUMNS }, (_, i) => write(svg, [LEFT + PITCH * i, 40], '', '', 'middle'));
	const ends = heads.map((_, i) => write(svg, [LEFT + PITCH * i, BOTTOM], '', '', 'middle'));
	write(svg, [8, BOTTOM], 'confirmed', 'f-dim');
	const total = write(svg, [8, 236], '');
	const rule = write(svg, [8, 258], '', 'f-dim');
	write(svg, [8, 280], '✓ stored, × refused, ! confirmed and lost', 'f-dim');

	/** The table: who wrote, which replica has it, and what the client was told. */
	function table(): void {
		const gone = lost(cluster);
		const shown = cluster.operations.slice(-COLUMNS);
		let [full, hollow] = ['', ''];
		for (const [i, head] of heads.entries()) {
			const operation = shown[i];
			const end = ends[i];
			head.textContent = operation?.client ?? '';
			if (!end) continue;
			end.textContent = '';
			if (!operation) continue;
			const missing = gone.has(operation.id);
			end.textContent = !operation.confirmed ? '×' : missing ? '!' : '✓';
			set(end, { class: operation.confirmed && !missing ? 'f-accent' : 'f-bad' });
			if (!operation.confirmed) continue;
			for (const [replica, { items }] of cluster.carts.entries()) {
				const [x, y] = [LEFT + PITCH * i, rowAt(replica)];
				if (items.has(operation.id)) full += `M${x} ${y}h0`;
				else hollow += `M${x - 5} ${y}a5 5 0 1 0 10 0a5 5 0 1 0-10 0`;
			}
		}
		set(known, { d: full });
		set(empty, { d: hollow });
	}

	run({
		period: 900,
		tick: () => tick(cluster),
		reset() {
			cluster = createCluster(settings);
			toggle.textContent = 'cut';
		},
		draw() {
			Object.assign(cluster.settings, settings);
			const { cut } = cluster;
			const last = cluster.operations.at(-1);
			set(wall, { class: cut ? 'f-bad' : 'f-line' });
			wallName.textContent = cut ? 'cut' : '';
			for (const [i, name] of replicas.entries())
				set(name, { class: last?.writes.includes(i) ? 'f-accent' : '' });
			const lines = (list: readonly number[] = [], y = 0) =>
				list.map((i) => `M40 ${CLIENTS[last?.client ?? 'A'] + y}L80 ${rowAt(i) + y}`).join('');
			set(reads, { d: lines(last?.reads, 4) });
			set(writes, { d: lines(last?.writes, -2) });
			table();
			total.textContent = counts(cluster);
			const { w, r } = settings;
			const sum = `W + R = ${w + r}`;
			rule.textContent = w + r > REPLICAS ? `${sum} > 5: a read meets the last write` : `${sum} ≤ 5: a read may miss it`;
		},
		now: () => sentence(cluster),
		news: () => (cluster.cut ? 'The network is cut.' : 'The network is whole.')
	});
	range('W', [1, REPLICAS, settings.w], (w) => (settings.w = w));
	range('R', [1, REPLICAS, settings.r], (r) => (settings.r = r));
	choice('versions', JOINS, (chosen) => (settings.join = chosen));
	const toggle = button('cut', () => {
		setCut(cluster, !cluster.cut);
		toggle.textContent = cluster.cut ? 'heal' : 'cut';
	});
}
