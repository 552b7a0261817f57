import { AsyncResource } from 'node:async_hooks';

// region naive
// Collects keys for one turn of the event loop and loads them in one go.
export class Batcher {
  #load;
  #waiting = [];

  constructor(load) {
    this.#load = load;
  }

  get(key, done) {
    if (this.#waiting.length === 0) setImmediate(() => this.#flush());
    this.#waiting.push({ key, done: this.bind(done) });
  }

  bind(fn) {
    return fn; // the callback runs in the context of the first caller
  }

  async #flush() {
    const batch = this.#waiting;
    this.#waiting = [];
    const values = await this.#load(batch.map((w) => w.key));
    batch.forEach((w, i) => w.done(values[i]));
  }
}
// endregion naive

// region bound
export class BoundBatcher extends Batcher {
  bind(fn) {
    return AsyncResource.bind(fn); // remembers the context of now
  }
}
// endregion bound
