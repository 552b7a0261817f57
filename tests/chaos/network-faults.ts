import type { Fault, FaultKind } from '../rig/faults';
import { drawn, type FaultName } from './script';

/** The parts of a site that a fault may be about. */
const TARGETS = [
	'.',
	'.',
	'/blobs/',
	'/blobs/',
	'catalogue\\.json',
	'service-worker\\.js',
	'/_app/',
	'/posts/'
];

/** Folders of other releases, for edges that are behind or ahead. */
export interface Edges {
	older: string;
	newer: string;
}

const STATUSES = [403, 404, 429, 500, 503];

/** The rules for the host that a fault means, or undefined for one that is not about the network. */
export function networkFault(
	name: FaultName,
	[, variant, at]: readonly [number, number, number],
	edges: Edges
): Fault[] | undefined {
	const match = drawn(TARGETS, variant) ?? '.';
	const keep = 0.1 + 0.8 * at;
	// One answer, or every answer from some point on.
	const when = at < 0.5 ? { nth: 1 + Math.floor(at * 24) } : { skip: Math.floor((at - 0.5) * 12) };
	const some = (kind: FaultKind): Fault[] => [{ ...kind, match, ...when }];
	const all = (kind: FaultKind): Fault[] => [{ ...kind, match }];
	switch (name) {
		case 'drop':
			return some({ kind: 'drop' });
		case 'drop-connection':
			return [{ kind: 'drop-connection', every: 2 + Math.floor(at * 3) }];
		case 'cut-length':
			return some({ kind: 'truncate', framing: 'length', keep });
		case 'cut-chunked':
			return some({ kind: 'truncate', framing: 'chunked', keep });
		case 'cut-close':
			return some({ kind: 'truncate', framing: 'close', keep });
		case 'cut-gzip':
			return some({ kind: 'gzip-cut', keep });
		case 'stall':
			return some({ kind: 'stall', keep });
		case 'hang':
			return some({ kind: 'hang' });
		case 'slow':
			return all({ kind: 'slow', bytesPerSecond: 2_000 + 40_000 * at });
		case 'delay':
			return all({ kind: 'delay', ms: 50 + 400 * at });
		case 'status':
			return some({ kind: 'status', status: drawn(STATUSES, at) ?? 503 });
		case 'right-bytes-wrong-status':
			return some({ kind: 'status', status: 500, body: 'real' });
		case 'portal-page':
			return [{ kind: 'portal', how: 'page', skip: Math.floor(at * 8) }];
		case 'portal-redirect':
			return [{ kind: 'portal', how: 'redirect', skip: Math.floor(at * 8) }];
		case 'spa':
			return [{ kind: 'spa' }];
		case 'slash-none':
			return [{ kind: 'slash', to: '/x' }];
		case 'slash-html':
			return [{ kind: 'slash', to: '/x.html' }];
		case 'slash-index':
			return [{ kind: 'slash', to: '/x/index.html' }];
		case 'vary':
			return all({ kind: 'vary', value: at < 0.5 ? '*' : 'x-custom, user-agent' });
		case 'mime':
			return some({ kind: 'mime', type: 'text/html' });
		case 'immutable':
			return all({ kind: 'cache-control', value: 'public, max-age=31536000, immutable' });
		case 'date':
			return all({ kind: 'date', days: at < 0.5 ? -3650 : 3650 });
		case 'transform':
			return [{ kind: 'transform' }];
		case 'partial':
			return some({ kind: 'partial' });
		case 'stale-edge':
			return all({ kind: 'stale', dir: edges.older });
		case 'fresh-edge':
			return all({ kind: 'stale', dir: edges.newer });
		case 'flipping-edge':
			return [{ kind: 'stale', dir: edges.older, match, every: 2 }];
		case 'sw-missing':
			return [{ kind: 'status', status: 404, match: 'service-worker\\.js' }];
		case 'sw-is-html':
			return [{ kind: 'portal', how: 'page', match: 'service-worker\\.js' }];
		default:
			return undefined;
	}
}
