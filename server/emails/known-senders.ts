import { domainToUnicode } from 'node:url';
import type { Db } from '../db.ts';
import { env } from '../env.ts';
import { listCodePrefixes } from '../packages/filing.queries.ts';
import { trustedReceivers } from '../settings/settings.queries.ts';
import { listOurPeople } from '../users/filing.queries.ts';
import { listVendorDomains } from '../vendors/filing.queries.ts';
import { isWithin, knownDomain } from './domain-likeness.policy.ts';
import { internalDomainsOf, type Known, nameKey } from './sender-check.policy.ts';

/** A person or vendor added now is known to the next message after so long. */
const KEPT_MS = 1_000;

export type KnownSenders = Known & {
  trustedReceivers: string[];
  codePrefixes: ReadonlySet<string>;
  /** The vendors whose mail domain this is, with the domain that said so. */
  vendorsOf: (domain: string) => { domain: string; vendorIds: string[] } | null;
};

async function load(db: Db): Promise<KnownSenders> {
  const [people, vendorDomains, receivers, prefixes] = await Promise.all([
    listOurPeople(db),
    listVendorDomains(db),
    trustedReceivers(db),
    listCodePrefixes(db),
  ]);
  const internalDomains = internalDomainsOf(
    env().MAIL_INTERNAL_DOMAINS,
    people.map(({ email }) => email),
  );
  return {
    internalDomains,
    internalAddresses: new Set(people.map(({ email }) => email.toLowerCase())),
    internalNames: new Set(people.map(({ name }) => nameKey(name))),
    domains: [...internalDomains, ...vendorDomains.map(({ domain }) => domain)].map((domain) =>
      knownDomain(domainToUnicode(domain) || domain),
    ),
    trustedReceivers: receivers,
    codePrefixes: new Set(prefixes),
    vendorsOf(domain) {
      const found = vendorDomains.filter((one) => isWithin(domain, one.domain));
      return found.length > 0 ? { domain: found[0]!.domain, vendorIds: found.map((one) => one.vendorId) } : null;
    },
  };
}

const cache = new WeakMap<Db, { until: number; senders: Promise<KnownSenders> }>();

/** What filing knows of our people, vendors and receivers; read at most once a second. */
export function knownSenders(db: Db): Promise<KnownSenders> {
  const kept = cache.get(db);
  if (kept && kept.until > Date.now()) return kept.senders;
  const senders = load(db);
  cache.set(db, { until: Date.now() + KEPT_MS, senders });
  senders.catch(() => cache.delete(db));
  return senders;
}
