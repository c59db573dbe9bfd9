import { organisationOf } from './domain-likeness.policy.ts';

export type Authentication = 'pass' | 'fail' | 'unknown';

type Result = { method: string; result: string; properties: Map<string, string> };

/** RFC 8601: `authserv-id; method=result property=value …; …`, comments left out. */
function readResults(header: string): { receiver: string; results: Result[] } {
  let text = header.replace(/\s+/g, ' ');
  for (let before = ''; before !== text;) {
    before = text;
    text = text.replace(/\([^()]*\)/g, ' ');
  }
  const [first = '', ...rest] = text.split(';');
  const results = rest.flatMap((part) => {
    const pairs = [...part.matchAll(/([\w.-]+)\s*=\s*("[^"]*"|[^\s;]+)/g)].map((match) => [
      match[1]!.toLowerCase(),
      match[2]!.replace(/^"|"$/g, '').toLowerCase(),
    ]);
    const [method, ...properties] = pairs as [string, string][];
    return method ? [{ method: method[0], result: method[1], properties: new Map(properties) }] : [];
  });
  return { receiver: first.trim().split(' ')[0]!.toLowerCase(), results };
}

/**
 * What the receivers we trust found out about the sender. Only the topmost header of a trusted receiver counts:
 * receivers write theirs above what came in, and what stands below may be forged. DMARC decides; without it an
 * aligned DKIM or SPF pass is a pass, and SPF `fail` with no such pass is a fail.
 */
export function authenticationOf(
  headers: readonly string[],
  trusted: readonly string[],
  fromDomain: string | null,
): Authentication {
  if (fromDomain === null) return 'unknown';
  const receivers = trusted.map((name) => name.toLowerCase());
  const found = headers.map(readResults).find(({ receiver }) => receivers.includes(receiver));
  if (!found) return 'unknown';
  const ours = organisationOf(fromDomain);
  const aligned = (value: string | undefined) =>
    value !== undefined && organisationOf(value.slice(value.lastIndexOf('@') + 1)) === ours;
  const of = (method: string) => found.results.filter((result) => result.method === method);
  const dmarc = of('dmarc').find(
    ({ properties }) => !properties.has('header.from') || aligned(properties.get('header.from')),
  );
  if (dmarc?.result === 'pass') return 'pass';
  if (dmarc?.result === 'fail' || dmarc?.result === 'permerror') return 'fail';
  const dkim = of('dkim').some(
    ({ result, properties }) => result === 'pass' && aligned(properties.get('header.d') ?? properties.get('header.i')),
  );
  const spf = of('spf').some(
    ({ result, properties }) =>
      result === 'pass' && aligned(properties.get('smtp.mailfrom') ?? properties.get('smtp.helo')),
  );
  if (dkim || spf) return 'pass';
  return of('spf').some(({ result }) => result === 'fail') ? 'fail' : 'unknown';
}
