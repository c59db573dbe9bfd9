import { once } from 'node:events';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import { type Check, fail, off, ok, type Patient, plainError, warn } from './verdict.ts';

const GROUP = 'Network';
const DAY_MS = 86_400_000;
const LIMIT_MS = 3_000;

const isLoopback = (host: string) => /^(localhost|127\.|\[?::1)/.test(host);

function lookAtAddress({ env }: Patient) {
  const url = env.PUBLIC_URL;
  if (!url)
    return warn(
      'PUBLIC_URL is not set: links in mails have no address, and cookies are Secure only behind a trusted https proxy.',
      'Set PUBLIC_URL to the address that people use.',
    );
  if (!url.startsWith('https:') && !isLoopback(new URL(url).hostname))
    return (env.PMIS_ENV === 'production' ? fail : warn)(
      'PUBLIC_URL is http: passwords and sessions cross the network in the clear.',
      'Put a TLS proxy in front and set PUBLIC_URL to https.',
    );
  return ok(`People use ${url}.`);
}

/** Days that the certificate of an https address is still valid. */
async function certificateDays(url: URL): Promise<number> {
  const socket = connect({
    host: url.hostname,
    port: Number(url.port) || 443,
    servername: isIP(url.hostname) ? undefined : url.hostname,
    timeout: LIMIT_MS,
  });
  const timer = setTimeout(() => socket.destroy(new Error(`no answer within ${LIMIT_MS / 1000} s`)), LIMIT_MS);
  try {
    await once(socket, 'secureConnect');
    return (Date.parse(socket.getPeerCertificate().valid_to) - Date.now()) / DAY_MS;
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

async function lookAtCertificate({ env }: Patient) {
  if (!env.PUBLIC_URL?.startsWith('https:')) return off('PUBLIC_URL is not https.');
  let days;
  try {
    days = await certificateDays(new URL(env.PUBLIC_URL));
  } catch (error) {
    return warn(
      `No good TLS from here to ${env.PUBLIC_URL}: ${plainError(error)}`,
      'See the certificate of the proxy. Where this machine cannot reach its own public address, look from outside.',
    );
  }
  if (days < 3)
    return fail(`The certificate ends in ${days.toFixed(1)} days.`, 'Renew it, and see why it did not renew itself.');
  if (days < 14) return warn(`The certificate ends in ${Math.floor(days)} days.`, 'See that it renews itself.');
  return ok(`The certificate is good for ${Math.floor(days)} days.`);
}

function lookAtProxy({ env }: Patient) {
  if (env.PUBLIC_URL?.startsWith('https:') && env.TRUST_PROXY === 0)
    return warn(
      'PUBLIC_URL is https and no proxy is trusted (TRUST_PROXY=0): every client seems to have the proxy’s address, so that all share its sign-in limit.',
      'Set TRUST_PROXY to the number of proxies in front.',
    );
  if (env.TRUST_PROXY > 3)
    return warn(
      `TRUST_PROXY is ${env.TRUST_PROXY}: a client may then say of itself where it comes from.`,
      'Set it to the exact number of proxies in front.',
    );
  return ok(
    env.TRUST_PROXY === 0
      ? 'No proxy is trusted.'
      : `${env.TRUST_PROXY} ${env.TRUST_PROXY === 1 ? 'proxy is' : 'proxies are'} trusted.`,
  );
}

function lookAtCors({ env }: Patient) {
  const origins = env.CORS_ORIGINS;
  if (origins.length === 0) return ok('No other site’s pages may call the API.');
  const wrong = origins.filter((origin) => !URL.canParse(origin) || new URL(origin).origin !== origin);
  if (wrong.length > 0)
    return fail(
      `Not origins, so they allow nobody: ${wrong.join(', ')}.`,
      'Write CORS_ORIGINS as scheme://host[:port], without a path; `*` is not supported.',
    );
  const open = origins.filter((origin) => origin.startsWith('http:') && !isLoopback(new URL(origin).hostname));
  if (open.length > 0) return warn(`Allowed without TLS: ${open.join(', ')}.`, 'Use https origins in CORS_ORIGINS.');
  return ok(`Pages of ${origins.join(', ')} may call the API with a token.`);
}

/** Public address, certificate, proxy headers, other sites. */
export const networkChecks: Check[] = [
  { id: 'public_url', group: GROUP, title: 'Public address', look: lookAtAddress },
  { id: 'tls', group: GROUP, title: 'Certificate', look: lookAtCertificate },
  { id: 'proxy', group: GROUP, title: 'Proxy headers', look: lookAtProxy },
  { id: 'cors', group: GROUP, title: 'Other sites', look: lookAtCors },
];
