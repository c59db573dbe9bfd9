import { buildInfo } from '~server/build-info.ts';
import { json } from '~/http/answers.server.ts';
import { readOnly } from '~/http/api.server.ts';
import { buildDocument } from '~/http/openapi/build-document.ts';
import { ENDPOINTS } from '~/http/openapi/endpoints.ts';

let document: string | undefined;

/** The API's description, open to everyone; it is the same for every caller. */
export function loader(): Response {
  document ??= JSON.stringify(buildDocument(ENDPOINTS, buildInfo.version));
  return json(document, 200, { 'cache-control': 'public, max-age=300' });
}

export const action = readOnly;
