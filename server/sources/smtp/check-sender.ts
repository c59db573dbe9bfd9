import { Resolver } from 'node:dns/promises';
import { logger } from '../../logger.ts';

/** Every question about one message together. */
const CHECK_LIMIT_MS = 8_000;

export type Lookup = (name: string, type: string) => Promise<string[] | string[][]>;

/** Looks names up with a time limit of its own for each question. */
function dnsLookup(): Lookup {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  return async (name, type) => (await resolver.resolve(name, type)) as string[] | string[][];
}

export type Envelope = { clientAddress: string; helo: string; mailFrom: string };

/** What stands in a header value without changing its meaning. */
const safe = (value: string | undefined) => (value ?? '').replace(/[^\w.@+=/-]/g, '').slice(0, 255);

/**
 * The results of SPF (RFC 7208), DKIM (RFC 6376) and DMARC (RFC 7489) as the value of an Authentication-Results header
 * (RFC 8601) of ours. What cannot be found out in time says `none`: unknown, never pass.
 */
export async function checkSender(
  raw: Buffer,
  envelope: Envelope,
  authservId: string,
  lookup: Lookup = dnsLookup(),
): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('The sender’s DNS did not answer in time.')), CHECK_LIMIT_MS);
  });
  try {
    // The library is loaded at the first message.
    const { authenticate } = await import('mailauth');
    const checked = await Promise.race([
      authenticate(raw, {
        ip: envelope.clientAddress.replace(/^::ffff:(?=\d+\.)/i, ''),
        helo: envelope.helo,
        sender: envelope.mailFrom,
        mta: authservId,
        resolver: lookup,
        disableArc: true,
        disableBimi: true,
      }),
      late,
    ]);
    const spf = checked.spf
      ? [`spf=${safe(checked.spf.status.result)} smtp.mailfrom=${safe(envelope.mailFrom) || safe(envelope.helo)}`]
      : [];
    const dkim = checked.dkim.results
      .slice(0, 10)
      .filter(({ signingDomain }) => signingDomain)
      .map(({ status, signingDomain }) => `dkim=${safe(status.result)} header.d=${safe(signingDomain)}`);
    const dmarc = checked.dmarc
      ? [`dmarc=${safe(checked.dmarc.status.result)} header.from=${safe(checked.dmarc.domain)}`]
      : [];
    const results = [...spf, ...dkim, ...dmarc];
    return `${authservId}; ${results.length > 0 ? results.join(';\r\n\t') : 'none'}`;
  } catch (error) {
    logger.warn({ err: error }, 'a sender could not be checked; the result is unknown');
    return `${authservId}; none`;
  } finally {
    clearTimeout(timer);
  }
}
