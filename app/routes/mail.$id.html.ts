import { readEmailHtml } from '~server/emails/read-emails.ts';
import { DomainError } from '~server/errors.ts';
import { api } from '~/http/api.server.ts';

const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "frame-ancestors 'self'",
  'sandbox allow-popups allow-popups-to-escape-sandbox',
].join('; ');

const STYLE =
  'html{color-scheme:light;background:#fff;color:#1a1d21}body{margin:12px;font:14px/1.5 system-ui,sans-serif;overflow-wrap:anywhere}img{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:8px 0;padding-left:12px;border-left:2px solid #d5d9df}';

/** The original HTML of a message for the sandboxed frame of the mail page; nothing in it runs or loads. */
const route = api({
  async GET({ db, actor, params }) {
    const html = await readEmailHtml(db, actor, params['id']);
    if (html === null) throw new DomainError('not_found', 'The message has no HTML; its text is on the mail page.');
    const page = `<!doctype html><html><head><meta charset="utf-8"><title>Message</title><style>${STYLE}</style></head><body>${html}</body></html>`;
    return new Response(page, {
      headers: {
        'content-type': 'text/html; charset=utf-8',
        'content-security-policy': POLICY,
        'x-frame-options': 'SAMEORIGIN',
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cache-control': 'private, no-store',
      },
    });
  },
});

export const loader = route.loader;
export const action = route.action;
