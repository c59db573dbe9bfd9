import { json } from '~/http/answers.server.ts';
import { readOnly } from '~/http/api.server.ts';

/** The process answers; says nothing of what it depends on. */
export function loader(): Response {
  return json({ status: 'ok' });
}

export const action = readOnly;
