import { getDb } from '~server/db.ts';
import { checkHealth } from '~server/health/check-health.ts';
import { json } from '~/http/answers.server.ts';
import { readOnly } from '~/http/api.server.ts';

/** Open to everyone: load balancers and probes carry no token. */
export async function loader(): Promise<Response> {
  const health = await checkHealth(getDb());
  return json(health, health.status === 'down' ? 503 : 200);
}

export const action = readOnly;
