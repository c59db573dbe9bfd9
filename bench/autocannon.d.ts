// The part of autocannon that the bench uses; the package ships no types.
declare module 'autocannon' {
  import type { Shot } from './load.ts';

  export type Result = { '2xx': number; non2xx: number; errors: number };
  type Options = {
    url: string;
    headers?: Record<string, string>;
    requests?: Shot[];
    connections: number;
    duration: number;
    timeout: number;
  };
  type Running = Promise<Result> & {
    on(event: 'response', heard: (client: unknown, status: number, bytes: number, milliseconds: number) => void): void;
  };
  export default function autocannon(options: Options): Running;
}
