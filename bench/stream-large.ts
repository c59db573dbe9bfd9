import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import { setTimeout as sleep } from 'node:timers/promises';

type Found = { items: { id: string; subject: string | null }[] };

/** Downloads the 5 MB files at once to readers that take 64 kB every 2 ms; seconds until the last has all of its bytes. */
export async function streamLarge(
  url: string,
  token: string,
  { count, size }: { count: number; size: number },
): Promise<number> {
  const headers = { authorization: `Bearer ${token}` };
  const listed = await fetch(`${url}/api/emails?limit=${count}&sort=-receivedAt`, { headers });
  const { items } = (await listed.json()) as Found;
  const large = items.filter(({ subject }) => subject?.startsWith('Large file'));
  if (large.length !== count) throw new Error(`${large.length} of ${count} large messages are listed.`);
  const started = performance.now();
  await Promise.all(
    large.map(async ({ id }) => {
      const answer = await fetch(`${url}/api/emails/${id}/attachments/1`, { headers });
      let bytes = 0;
      for await (const chunk of Readable.fromWeb(answer.body as ReadableStream)) {
        bytes += (chunk as Uint8Array).byteLength;
        await sleep(2);
      }
      if (bytes !== size) throw new Error(`${bytes} of ${size} bytes came.`);
    }),
  );
  return (performance.now() - started) / 1000;
}
