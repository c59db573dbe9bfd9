import { type Person, productUrl, sessionOf } from './people.ts';

type Body = Record<string, unknown> | Buffer;

/** One call of the API as a demo person; returns the status and the JSON. */
export async function callApi<T>(
  person: Person,
  method: 'GET' | 'POST' | 'PATCH',
  path: string,
  body?: Body,
): Promise<{ status: number; json: T }> {
  const raw = Buffer.isBuffer(body);
  const response = await fetch(productUrl() + path, {
    method,
    headers: {
      cookie: `pmis_session=${await sessionOf(person)}`,
      origin: productUrl(),
      'content-type': raw ? 'message/rfc822' : 'application/json',
    },
    ...(body === undefined ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  return { status: response.status, json: (await response.json()) as T };
}

/** The same; throws unless the answer is 2xx. */
export async function must<T>(...call: Parameters<typeof callApi<T>>): Promise<T> {
  const { status, json } = await callApi<T>(...call);
  if (status >= 300) throw new Error(`${call[1]} ${call[2]} answered ${status}: ${JSON.stringify(json)}`);
  return json;
}
