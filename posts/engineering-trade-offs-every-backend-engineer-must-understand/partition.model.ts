import { createRandom } from '$figure/clock';

export const REPLICAS = 5;
/** Ticks until a replica that a write did not wait for has it: usually soon, sometimes late. */
const LAG = { soon: 1, late: 3, often: 0.25 };

/** What is done with two versions of which neither knows the other. */
export type Join = 'last wins' | 'merge';

/** What a reader may turn while it runs. */
export interface Settings {
	/** Replicas that must store a write before it is confirmed. */
	w: number;
	/** Replicas that a read asks. */
	r: number;
	join: Join;
}

/** A cart as one replica has it: the numbers of the writes in it, and the newest of them. */
interface Cart {
	stamp: number;
	items: ReadonlySet<number>;
}

interface Update {
	due: number;
	replica: number;
	cart: Cart;
}

/** One write, with the read before it: who asked whom, and what came of it. */
export interface Operation {
	id: number;
	client: 'A' | 'B';
	/** Replicas that were read and written; none if the client was refused. */
	reads: number[];
	writes: number[];
	confirmed: boolean;
	stale: boolean;
}

/** Five replicas of one cart, two clients, and a network that may be cut three to two. */
export interface Cluster {
	settings: Settings;
	now: number;
	cut: boolean;
	carts: Cart[];
	pending: Update[];
	operations: Operation[];
	/** Decides who asks; apart from `random`, so that settings leave the traffic alone. */
	traffic: () => number;
	random: () => number;
}

/** Empty carts on a network that works. */
export function createCluster(settings: Settings, seed = 44): Cluster {
	return {
		settings: { ...settings },
		...{ now: 0, cut: false, pending: [], operations: [] },
		carts: Array.from({ length: REPLICAS }, () => ({ stamp: 0, items: new Set<number>() })),
		traffic: createRandom(seed),
		random: createRandom(seed + 1000)
	};
}

/** Client A lives with the first three replicas, B with the last two. */
export function sideOf(replica: number): 'A' | 'B' {
	return replica < 3 ? 'A' : 'B';
}

/** Cuts the network, or heals it: then all replicas compare what they have. */
export function setCut(cluster: Cluster, cut: boolean): void {
	cluster.cut = cut;
	if (cut) return;
	for (const { replica, cart } of cluster.pending.splice(0)) store(cluster, replica, cart);
	const all = cluster.carts.reduce((a, b) => join(cluster, a, b));
	cluster.carts = cluster.carts.map(() => all);
}

/** One tick: late updates arrive, then one client reads the cart and adds something to it. */
export function tick(cluster: Cluster): void {
	cluster.now++;
	deliver(cluster);
	const client = cluster.traffic() < 0.5 ? 'A' : 'B';
	const { w, r } = cluster.settings;
	const near = reachable(cluster, client);
	const operation = { id: cluster.now, client, confirmed: false, stale: false } as const;
	if (near.length < Math.max(w, r)) {
		cluster.operations.push({ ...operation, reads: [], writes: [] });
		return;
	}
	const reads = [...near].reverse().slice(0, r);
	const read = reads.map((replica) => cart(cluster, replica)).reduce((a, b) => join(cluster, a, b));
	const last = confirmed(cluster).at(-1);
	const next: Cart = { stamp: cluster.now, items: new Set([...read.items, cluster.now]) };
	for (const [i, replica] of near.entries()) {
		if (i < w) store(cluster, replica, next);
		else cluster.pending.push({ due: cluster.now + lag(cluster), replica, cart: next });
	}
	// The other side hears of it when the cut heals.
	for (let replica = 0; replica < REPLICAS; replica++)
		if (!near.includes(replica)) cluster.pending.push({ due: Infinity, replica, cart: next });
	const stale = last !== undefined && !read.items.has(last.id);
	const writes = near.slice(0, w);
	cluster.operations.push({ ...operation, reads, writes, confirmed: true, stale });
}

function lag({ random }: Cluster): number {
	return random() < LAG.often ? LAG.late : LAG.soon;
}

function cart({ carts }: Cluster, replica: number): Cart {
	return carts[replica] ?? { stamp: 0, items: new Set() };
}

function deliver(cluster: Cluster): void {
	cluster.pending = cluster.pending.filter((update) => {
		if (update.due > cluster.now) return true;
		store(cluster, update.replica, update.cart);
		return false;
	});
}

function store(cluster: Cluster, replica: number, next: Cart): void {
	cluster.carts[replica] = join(cluster, cart(cluster, replica), next);
}

/** The version that knows the other wins; if neither does, it depends. */
function join({ settings }: Cluster, a: Cart, b: Cart): Cart {
	if (contains(b, a)) return b;
	if (contains(a, b)) return a;
	if (settings.join === 'merge')
		return { stamp: Math.max(a.stamp, b.stamp), items: new Set([...a.items, ...b.items]) };
	return a.stamp > b.stamp ? a : b;
}

function contains(big: Cart, small: Cart): boolean {
	return [...small.items].every((item) => big.items.has(item));
}

/** The replicas that a client reaches, in an order of chance. */
function reachable({ cut, random }: Cluster, client: 'A' | 'B'): number[] {
	const luck = Array.from({ length: REPLICAS }, (_, replica) => ({ replica, at: random() }));
	return luck
		.sort((a, b) => a.at - b.at)
		.map(({ replica }) => replica)
		.filter((replica) => !cut || sideOf(replica) === client);
}

function confirmed({ operations }: Cluster): Operation[] {
	return operations.filter((operation) => operation.confirmed);
}

/** Confirmed writes that no replica has and that are not on their way. */
export function lost(cluster: Cluster): Set<number> {
	const carts = [...cluster.carts, ...cluster.pending.map((update) => update.cart)];
	const gone = confirmed(cluster).filter(({ id }) => !carts.some(({ items }) => items.has(id)));
	return new Set(gone.map(({ id }) => id));
}
