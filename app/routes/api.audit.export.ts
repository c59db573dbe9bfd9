import { exportAudit } from '~server/audit/export-audit.ts';
import { requireCan } from '~server/users/require-can.ts';
import { api } from '~/http/api.server.ts';

/** A body that asks for the next chunk only when the reader takes it, and ends the snapshot when the reader leaves. */
function streamOf(chunks: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await chunks.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

const route = api({
  async GET({ db, actor, request }) {
    requireCan(actor, 'audit.export');
    const headers = {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="pmis-audit-${new Date().toISOString().slice(0, 10)}.jsonl"`,
      'cache-control': 'no-store',
    };
    return new Response(request.method === 'HEAD' ? null : streamOf(exportAudit(db, actor)), { headers });
  },
});

export const loader = route.loader;
export const action = route.action;
