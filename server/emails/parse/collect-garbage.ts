import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const LARGE = 1024 * 1024;
let gc: (() => void) | undefined;
let asked = false;

function collect(): void {
  asked = false;
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as () => void;
  }
  gc();
}

/**
 * Gives back, soon and once for several, what a message of so many bytes took of this thread's memory; nothing for a small
 * one. By itself V8 lets the buffers of many large messages lie before it collects: they are outside of the heap it watches.
 */
export function collectAfter(bytes: number): void {
  if (bytes < LARGE || asked) return;
  asked = true;
  setImmediate(collect);
}
