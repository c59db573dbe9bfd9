import { readRaw } from '~server/emails/read-emails.ts';
import { api } from '~/http/api.server.ts';
import { contentDisposition } from '~/http/content-disposition.ts';

const route = api({
  async GET({ db, actor, params }) {
    const raw = await readRaw(db, actor, params['id']);
    return new Response(new Uint8Array(raw), {
      headers: {
        'content-type': 'message/rfc822',
        'content-length': String(raw.byteLength),
        'content-disposition': contentDisposition('attachment', `${params['id']}.eml`),
        'content-security-policy': "default-src 'none'; sandbox",
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  },
});

export const loader = route.loader;
export const action = route.action;
