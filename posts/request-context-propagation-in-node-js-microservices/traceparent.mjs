// The W3C traceparent header: version-traceid-parentid-flags.
import { randomBytes } from 'node:crypto';

// region parse
const FORM =
  /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

// Returns undefined for anything the specification calls invalid; the
// caller then starts a new trace.
export function parse(header) {
  const m = FORM.exec(header ?? '');
  if (!m) return undefined;
  const [, version, traceId, parentId, flags, more] = m;
  if (version === 'ff') return undefined;
  if (version === '00' && more !== undefined) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentId)) return undefined;
  return { traceId, parentId, sampled: (parseInt(flags, 16) & 1) === 1 };
}

export function format({ traceId, spanId, sampled }) {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}
// endregion parse

// region ids
function id(bytes) {
  for (;;) {
    const hex = randomBytes(bytes).toString('hex');
    if (!/^0+$/.test(hex)) return hex;
  }
}

// A child of an incoming context, or the start of a new trace. A new trace
// drops tracestate: it described the other one.
export function child(incoming, tracestate) {
  return {
    traceId: incoming?.traceId ?? id(16),
    parentId: incoming?.parentId,
    spanId: id(8),
    sampled: incoming?.sampled ?? Math.random() < 0.1,
    tracestate: incoming ? tracestate : undefined,
  };
}
// endregion ids
