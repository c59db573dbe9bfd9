import { Readable } from 'node:stream';
import { readNestedAttachment } from '~server/emails/read-attached-message.ts';
import { api } from '~/http/api.server.ts';
import { contentDisposition } from '~/http/content-disposition.ts';

const IMAGE = /^image\/(png|jpe?g|gif|webp|bmp)$/i;
const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+$/;

/** Browsers show no PDF in a sandbox; a PDF runs nothing of ours. */
const PDF_POLICY = "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; sandbox";

const route = api({
  async GET({ db, actor, params, url }) {
    const { filename, contentType, size, stream } = await readNestedAttachment(db, actor, params['id'], params['n']);
    const pdf = contentType.toLowerCase() === 'application/pdf';
    const inline = url.searchParams.get('inline') === '1' && (pdf || IMAGE.test(contentType));
    return new Response(Readable.toWeb(stream) as ReadableStream, {
      headers: {
        'content-type': MEDIA_TYPE.test(contentType) ? contentType : 'application/octet-stream',
        'content-length': String(size),
        'content-disposition': contentDisposition(inline ? 'inline' : 'attachment', filename),
        'content-security-policy': inline && pdf ? PDF_POLICY : POLICY,
        'x-content-type-options': 'nosniff',
        'cache-control': 'private, no-store',
      },
    });
  },
});

export const loader = route.loader;
export const action = route.action;
