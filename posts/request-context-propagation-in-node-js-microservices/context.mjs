import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { child, format, parse } from './traceparent.mjs';

// region storage
const storage = new AsyncLocalStorage();

// The context of the request that the running code belongs to, or undefined.
export const current = () => storage.getStore();

// Everything fn starts, however asynchronously, sees this context.
export const run = (context, fn) => storage.run(Object.freeze(context), fn);
// endregion storage

// region incoming
const ID = /^[A-Za-z0-9_-]{8,64}$/;

// What a request brought along, as this service's own context.
export function incoming(headers, signal) {
  const span = child(parse(headers.traceparent), headers.tracestate);
  const id = headers['x-request-id'];
  return { ...span, requestId: ID.test(id ?? '') ? id : randomUUID(), signal };
}

// Wraps a node:http handler.
export function withContext(handler) {
  return (req, res) => {
    const gone = new AbortController();
    res.once('close', () => {
      if (!res.writableFinished) gone.abort(new Error('client left'));
    });
    const context = incoming(req.headers, gone.signal);
    res.setHeader('x-request-id', context.requestId);
    return run(context, () => handler(req, res));
  };
}
// endregion incoming

// region outgoing
// The headers for a call to another service of ours.
export function outgoing(context = current()) {
  if (!context) return {};
  const headers = {
    traceparent: format(context),
    'x-request-id': context.requestId,
  };
  if (context.tracestate) headers.tracestate = context.tracestate;
  return headers;
}

// fetch with the context's headers, a timeout, and the client's patience.
export function call(url, { timeout = 1000, headers, ...init } = {}) {
  const signals = [AbortSignal.timeout(timeout)];
  if (current()?.signal) signals.push(current().signal);
  if (init.signal) signals.push(init.signal);
  const all = new Headers(headers);
  for (const [name, value] of Object.entries(outgoing())) all.set(name, value);
  return fetch(url, {
    ...init,
    headers: all,
    signal: AbortSignal.any(signals),
  });
}
// endregion outgoing

// region log
export function log(message, fields = {}, write = console.log) {
  const c = current();
  write(JSON.stringify({
    time: new Date().toISOString(),
    message,
    request_id: c?.requestId,
    trace_id: c?.traceId,
    span_id: c?.spanId,
    ...fields,
  }));
}
// endregion log

// region message
// For queues: the context has to be in the message, as data.
export const pack = (body) => ({ headers: outgoing(), body });

export function unpack(message, handler) {
  return run(incoming(message.headers), () => handler(message.body));
}
// endregion message
