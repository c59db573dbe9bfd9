import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LARGE = 1024 * 1024;
/** Bytes of large messages between two collections: each stops the thread for some 40 ms. */
const BETWEEN = 4 * 1024 * 1024;
let gc: (() => void) | undefined;
let asked = false;
let lying = 0;

function collect(): void {
  asked = false;
  lying = 0;
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
}

/**
 * Gives back, soon and once for several, what large messages took of this thread's memory; `bytes` of a small one do not
 * count. By itself V8 lets the buffers of many large messages lie before it collects: they are outside of the heap it watches.
 */
export function collectAfter(bytes: number): void {
  if (bytes < LARGE || asked) return;
  lying += bytes;
  if (lying < BETWEEN) return;
  asked = true;
  setImmediate(collect);
}
