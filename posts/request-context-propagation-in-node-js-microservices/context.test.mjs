import assert from 'node:assert/strict';
import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter, once } from 'node:events';
import http from 'node:http';
import net from 'node:net';
import test from 'node:test';
import { Worker } from 'node:worker_threads';
import { setImmediate as turn, setTimeout as wait } from 'node:timers/promises';
import { Batcher, BoundBatcher } from './batcher.mjs';
import * as context from './context.mjs';
import { child, format, parse } from './traceparent.mjs';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

async function serve(t, handler) {
  const server = http.createServer(handler).listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${server.address().port}`;
}

test('traceparent: valid and invalid headers', () => {
  assert.deepEqual(parse(`00-${TRACE}-${SPAN}-01`),
    { traceId: TRACE, parentId: SPAN, sampled: true });
  assert.equal(parse(`00-${TRACE}-${SPAN}-00`).sampled, false);
  assert.equal(parse(`cc-${TRACE}-${SPAN}-01-new`).traceId, TRACE);
  for (const bad of [
    undefined, '', 'x', `00-${TRACE}-${SPAN}`,
    `00-${TRACE}-${SPAN}-01-more`, `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`, `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
  ]) {
    assert.equal(parse(bad), undefined, bad);
  }
});

test('an invalid traceparent starts a new trace, without tracestate', () => {
  const c = child(parse('garbage'), 'vendor=1');
  assert.match(c.traceId, /^[0-9a-f]{32}$/);
  assert.equal(c.tracestate, undefined);
  assert.equal(c.parentId, undefined);
  const kept = child(parse(`00-${TRACE}-${SPAN}-01`), 'vendor=1');
  assert.equal(kept.tracestate, 'vendor=1');
  assert.notEqual(kept.spanId, SPAN);
  assert.equal(format(kept), `00-${TRACE}-${kept.spanId}-01`);
});

test('a request id from outside is checked', () => {
  for (const [given, kept] of [
    ['abcd-1234', true], ['short', false], ['a\nb-forged-line', false],
    ['x'.repeat(65), false], [undefined, false],
  ]) {
    const { requestId } = context.incoming({ 'x-request-id': given });
    assert.equal(requestId === given, kept, given);
  }
});

// region three
test('three services, fifty requests at once, one trace each', async (t) => {
  const seen = { a: [], b: [], c: [] };
  const note = (name) => seen[name].push(context.current());
  const pause = () => wait(Math.random() * 10);
  const patient = { timeout: 60_000 }; // the machine may be busy

  const c = await serve(t, context.withContext(async (req, res) => {
    await pause();
    note('c');
    res.end();
  }));
  const b = await serve(t, context.withContext(async (req, res) => {
    await pause();
    await (await context.call(c, patient)).text();
    note('b');
    res.end();
  }));
  const a = await serve(t, context.withContext(async (req, res) => {
    await (await context.call(b, patient)).text();
    note('a');
    res.end();
  }));
  await Promise.all(Array.from({ length: 50 }, async () => {
    await (await fetch(a)).text();
  }));

  assert.equal(new Set(seen.a.map((s) => s.traceId)).size, 50);
  for (const one of seen.a) {
    const two = seen.b.find((s) => s.traceId === one.traceId);
    const three = seen.c.find((s) => s.traceId === one.traceId);
    assert.equal(two.parentId, one.spanId);
    assert.equal(three.parentId, two.spanId);
    assert.equal(three.requestId, one.requestId);
    assert.equal(three.sampled, one.sampled);
  }
});
// endregion three

test('node joins a repeated traceparent, which makes it invalid', async (t) => {
  let got;
  const url = new URL(await serve(t, context.withContext((req, res) => {
    got = { header: req.headers.traceparent, ...context.current() };
    res.end();
  })));
  const line = `traceparent: 00-${TRACE}-${SPAN}-01\r\n`;
  const socket = net.connect(url.port, url.hostname);
  socket.end(`GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${line}${line}\r\n`);
  await once(socket.resume(), 'close');
  assert.match(got.header, /, /);
  assert.notEqual(got.traceId, TRACE);
});

test('a call keeps its own headers, in whatever form they come', async (t) => {
  const url = await serve(t, (req, res) => {
    res.end(`${req.headers['x-own']} ${req.headers['x-request-id']}`);
  });
  for (const headers of [{ 'x-own': 'a' }, new Headers({ 'x-own': 'a' })]) {
    const res = await context.run(
      context.incoming({ 'x-request-id': 'abcd-1234' }),
      () => context.call(url, { headers, timeout: 60_000 }));
    assert.equal(await res.text(), 'a abcd-1234');
  }
});

test('when the client leaves, the call behind it is aborted', async (t) => {
  const arrived = defer();
  const behind = defer();
  const b = await serve(t, (req, res) => {
    arrived.resolve();
    res.once('close', () => behind.resolve(res.writableFinished));
  });
  const failed = defer();
  const a = await serve(t, context.withContext((req, res) => {
    context.call(b, { timeout: 60_000 }).catch((e) => failed.resolve(e));
  }));
  const client = new AbortController();
  const request = fetch(a, { signal: client.signal }).catch(() => {});
  await arrived.promise;
  client.abort();
  await request;
  assert.equal((await failed.promise).message, 'client left');
  assert.equal(await behind.promise, false);
});

function defer() {
  const d = {};
  d.promise = new Promise((resolve) => (d.resolve = resolve));
  return d;
}

const as = (id, fn) => context.run({ requestId: id }, fn);
const who = () => context.current()?.requestId;

test('loss: a batch runs in the context of whoever came first', async () => {
  const load = async (keys) => {
    await turn();
    return keys;
  };
  for (const [Kind, want] of [
    [Batcher, ['ann', 'ann']],
    [BoundBatcher, ['ann', 'bob']],
  ]) {
    const batcher = new Kind(load);
    const got = await Promise.all(['ann', 'bob'].map((name) => as(name,
      () => new Promise((resolve) => {
        batcher.get(name, () => resolve(who()));
      }))));
    assert.deepEqual(got, want, Kind.name);
  }
});

test('a promise brings the awaiting code back to its own context', async () => {
  const shared = as('ann', () => wait(5));
  const got = await as('bob', async () => {
    await shared;
    return who();
  });
  assert.equal(got, 'bob');
});

test('loss: a listener runs in the context of the emit', () => {
  const emitter = new EventEmitter();
  const got = [];
  as('ann', () => {
    emitter.on('x', () => got.push(who()));
    emitter.on('x', AsyncLocalStorage.bind(() => got.push(who())));
  });
  as('bob', () => emitter.emit('x'));
  assert.deepEqual(got, ['bob', 'ann']);
});

test('loss: enterWith stays on for the rest of the turn', () => {
  const storage = new AsyncLocalStorage();
  const emitter = new EventEmitter();
  emitter.on('x', () => storage.enterWith('ann'));
  emitter.emit('x');
  assert.equal(storage.getStore(), 'ann'); // nobody here asked for ann
});

test('loss: a timer started in a request keeps its context', async () => {
  let timer;
  const seen = await as('ann', () => new Promise((resolve) => {
    timer = setInterval(() => resolve(who()), 1);
  }));
  clearInterval(timer);
  assert.equal(seen, 'ann');
});

test('loss: a worker thread has no context', async () => {
  const worker = as('ann', () => new Worker(
    `const { AsyncLocalStorage } = require('node:async_hooks');
     const { parentPort } = require('node:worker_threads');
     parentPort.postMessage(new AsyncLocalStorage().getStore() ?? 'none');`,
    { eval: true }));
  const [got] = await once(worker, 'message');
  assert.equal(got, 'none');
  await worker.terminate();
});

test('a message carries the context through a queue', async () => {
  const queue = [];
  const sent = context.incoming({ traceparent: `00-${TRACE}-${SPAN}-01` });
  context.run(sent, () => queue.push(JSON.stringify(context.pack('job'))));
  await turn();
  context.unpack(JSON.parse(queue[0]), (body) => {
    assert.equal(body, 'job');
    assert.equal(context.current().traceId, TRACE);
    assert.equal(context.current().parentId, sent.spanId);
    assert.equal(context.current().requestId, sent.requestId);
  });
});

test('a log line has the ids, and one outside a request has none', () => {
  const lines = [];
  const write = (s) => lines.push(JSON.parse(s));
  context.run(context.incoming({ traceparent: `00-${TRACE}-${SPAN}-01` }),
    () => context.log('hello', { n: 1 }, write));
  context.log('start', {}, write);
  assert.equal(lines[0].trace_id, TRACE);
  assert.equal(lines[0].n, 1);
  assert.ok(!('trace_id' in lines[1]));
});
