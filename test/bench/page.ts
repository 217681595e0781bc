import { type Bytes } from '../../shared/base/bytes';
import { keysFrom } from './keys';
import { type Answer, obey, type Order, Stand } from './stand';

/** A stand in a page of a browser: `bench.start(order)`, then `bench.answer` once it is there. */
class Page {
  answer: Answer | undefined;
  #stand: Stand | undefined;

  async prepare(keys: string): Promise<void> {
    this.#stand = await Stand.create(keysFrom(keys));
  }

  async order(order: Order): Promise<Answer> {
    if (!this.#stand) throw new Error('no keys yet');
    return obey(this.#stand, order, { read: fetchOctets, write: () => undefined });
  }

  start(order: Order): void {
    this.answer = undefined;
    this.order(order).then(
      (answer) => (this.answer = answer),
      (thrown: unknown) => (this.answer = { error: String(thrown), isOffered: true }),
    );
  }
}

/** Into one array of the right length: a second copy would count as ours. */
async function fetchOctets(url: string): Promise<Bytes> {
  const response = await fetch(url);
  const out = new Uint8Array(Number(response.headers.get('content-length')));
  const reader = (response.body as ReadableStream<Bytes>).getReader();
  for (let at = 0; ;) {
    const { value, done } = await reader.read();
    if (done) return out;
    out.set(value, at);
    at += value.length;
  }
}

(globalThis as unknown as { bench: Page }).bench = new Page();
