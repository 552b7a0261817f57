// What AsyncLocalStorage costs: a chain of awaits, three ways.
import { AsyncLocalStorage } from 'node:async_hooks';

const N = 300_000;
const step = async (n) => n + 1;

async function chain() {
  let n = 0;
  for (let i = 0; i < N; i++) n = await step(n);
  return n;
}

async function measure(fn) {
  let best = Infinity;
  for (let round = 0; round < 5; round++) {
    const start = process.hrtime.bigint();
    await fn();
    best = Math.min(best, Number(process.hrtime.bigint() - start) / N);
  }
  return best.toFixed(0).padStart(5);
}

console.log(`node ${process.version}, ns per await (best of 5)`);
console.log(`  no AsyncLocalStorage ${await measure(chain)}`);
const storage = new AsyncLocalStorage();
const inside = () => storage.run({ id: 1 }, chain);
console.log(`  inside run()         ${await measure(inside)}`);
const deep = () => storage.run({ id: 1 }, async () => {
  let n = 0;
  for (let i = 0; i < N; i++) {
    n = await step(n);
    if (storage.getStore().id !== 1) throw new Error('lost');
  }
});
console.log(`  and getStore() each  ${await measure(deep)}`);
