import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { letter } from '../factories/mail.ts';

/** What a caller saw: the status, or the error's code where there was no answer. */
export type Seen = { at: number; ms: number; status: number | string };

export type Load = {
  /** Message ids answered 202, and task titles answered 201: none of them may be lost. */
  acknowledged: { messages: string[]; tasks: string[] };
  seen: Seen[];
  stop: () => Promise<void>;
};

const PAUSE_MS = 15;
const PATIENCE_MS = 60_000;

export type Call = {
  method: string;
  path: string;
  body?: Buffer | string;
  type?: string;
  headers?: Record<string, string>;
};

/** One request on a connection of its own, as a tool without a pool makes it. */
export function send(
  url: string,
  token: string,
  { method, path, body, type = 'application/json', headers: given = {} }: Call,
): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': type } : {}), ...given };
    const call = request({ hostname, port, method, path, headers, agent: false, timeout: PATIENCE_MS }, (answer) => {
      void text(answer).then((all) => resolve({ status: answer.statusCode!, text: all }), reject);
    });
    call.on('error', reject);
    call.on('timeout', () => call.destroy(new Error('timeout')));
    call.end(body);
  });
}

/** A message by POST; the answer's status. */
export async function postMessage(
  url: string,
  token: string,
  id: string,
  body: Buffer = letter({ id, subject: `Drill ${id}`, text: `Message ${id}` }),
): Promise<number> {
  return (await send(url, token, { method: 'POST', path: '/api/emails', body, type: 'message/rfc822' })).status;
}

let run = 0;

/** People and tools at work until stopped: readers, senders of mail, makers of tasks. What fails is not tried again. */
export function startLoad({ url, token, packageCode }: { url: string; token: string; packageCode: string }): Load {
  run += 1;
  const seen: Seen[] = [];
  const acknowledged: Load['acknowledged'] = { messages: [], tasks: [] };
  let stopped = false;
  let number = 0;
  const loop = async (act: (n: number) => Promise<number>) => {
    while (!stopped) {
      const at = Date.now();
      const status = await act(number++).catch((error: NodeJS.ErrnoException) => error.code ?? error.message);
      seen.push({ at, ms: Date.now() - at, status });
      await sleep(PAUSE_MS);
    }
  };
  const read = async () => (await send(url, token, { method: 'GET', path: '/api/packages?limit=20' })).status;
  const mail = async (n: number) => {
    const id = `<drill-${run}-${n}-${process.pid}@elsewhere.test>`;
    const status = await postMessage(url, token, id);
    if (status === 202) acknowledged.messages.push(id);
    return status;
  };
  const task = async (n: number) => {
    const title = `Drill task ${run}-${n}-${process.pid}`;
    const { status } = await send(url, token, {
      method: 'POST',
      path: '/api/tasks',
      body: JSON.stringify({ package: packageCode, title, dueDate: '2030-01-01' }),
    });
    if (status === 201) acknowledged.tasks.push(title);
    return status;
  };
  const loops = [loop(read), loop(read), loop(mail), loop(mail), loop(task)];
  return {
    acknowledged,
    seen,
    async stop() {
      stopped = true;
      await Promise.all(loops);
    },
  };
}

/** What people saw from an instant on, in words: how many calls failed and how, and the slowest answer. */
export function describeSeen(seen: readonly Seen[], from: number): { failures: number; words: string } {
  const after = seen.filter(({ at, ms }) => at + ms >= from);
  const failed = after.filter(({ status }) => typeof status === 'string' || status >= 400);
  const kinds = new Map<string, number>();
  for (const { status } of failed) kinds.set(String(status), (kinds.get(String(status)) ?? 0) + 1);
  const slowest = Math.max(0, ...after.map(({ ms }) => ms));
  const list = [...kinds].map(([kind, count]) => `${kind} ×${count}`).join(', ');
  const words = `${list || 'nothing failed'} of ${after.length}, slowest ${(slowest / 1000).toFixed(1)} s`;
  return { failures: failed.length, words };
}
