import type { Authentication } from './auth-results.policy.ts';
import { domainOf, isWithin, type KnownDomain, lookAlike, organisationOf } from './domain-likeness.policy.ts';

/** Mailbox providers: a colleague who writes from one does not make everybody there a colleague. */
const FREE_MAIL =
  /^(gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|icloud|me|mac|aol|gmx|web|mail|proton|protonmail|qq|163|126|yandex|zoho|freemail)\.[a-z.]+$/;

/** Whether a domain is a mailbox provider's: its people have nothing in common. */
export const isFreeMail = (domain: string): boolean => FREE_MAIL.test(domain.toLowerCase());

/** What PMIS knows about its own people and its vendors. */
export type Known = {
  /** Lower-case domains of ours. */
  internalDomains: readonly string[];
  /** Lower-case addresses of our people. */
  internalAddresses: ReadonlySet<string>;
  /** `nameKey` of our people. */
  internalNames: ReadonlySet<string>;
  domains: readonly KnownDomain[];
};

/** A person's name whatever the order and punctuation: "Marsh, Elena" and "Elena Marsh" are one. */
export function nameKey(name: string): string {
  const words =
    name
      .normalize('NFKD')
      .replace(/\p{Mark}/gu, '')
      .toLowerCase()
      .match(/\p{Letter}+/gu) ?? [];
  return words.sort().join(' ');
}

/** Our domains: those configured and those of our people, mailbox providers left out. */
export function internalDomainsOf(configured: readonly string[], addresses: Iterable<string>): string[] {
  const domains = new Set(configured.map((domain) => domain.toLowerCase()));
  for (const address of addresses) {
    const domain = domainOf(address);
    if (domain && !isFreeMail(domain)) domains.add(domain);
  }
  return [...domains];
}

/** Whether an address is one of ours. */
export function isInternal(address: string | null, known: Known): boolean {
  const domain = domainOf(address);
  if (address === null || domain === null) return false;
  return (
    known.internalAddresses.has(address.toLowerCase()) || known.internalDomains.some((ours) => isWithin(domain, ours))
  );
}

export type Sender = {
  from: { name: string | null; address: string } | null;
  replyTo: readonly { address: string }[];
  multipleFrom: boolean;
  authentication: Authentication;
  /** Sent by a list or a machine: its Reply-To says nothing about its sender. */
  bulk: boolean;
};

/**
 * Why the sender may not be who he says (PRODUCT.md, "Who wrote it"): one sentence each, empty when nothing speaks
 * against him. Any reason is a `sender_mismatch`: a banner, nothing filed by itself, no suggestions.
 */
export function senderMismatch(sender: Sender, known: Known): string[] {
  const reasons: string[] = [];
  const { from } = sender;
  const domain = domainOf(from?.address);
  if (sender.multipleFrom) reasons.push('The message names more than one sender.');
  if (from === null || domain === null) return reasons;
  const internal = isInternal(from.address, known);
  if (sender.authentication === 'fail') reasons.push(`The mail server could not confirm that ${domain} sent it.`);
  const imitated = internal ? null : lookAlike(domain, known.domains);
  if (imitated !== null) reasons.push(`${domain} looks like ${imitated} but is not.`);
  if (!internal && from.name) {
    const key = nameKey(from.name.replace(/\S+@\S+/g, ''));
    if (key.includes(' ') && known.internalNames.has(key))
      reasons.push(`“${from.name}” is one of us, but ${from.address} is not our address.`);
    const shown = /[^\s<>"'(),;]+@[^\s<>"'(),;]+/.exec(from.name)?.[0];
    if (shown && isInternal(shown, known))
      reasons.push(`The name shows our address ${shown}, but ${from.address} sent it.`);
  }
  const knownSender = internal || known.domains.some((one) => isWithin(domain, one.domain));
  if (!sender.bulk || knownSender) {
    const foreign = sender.replyTo.find(({ address }) => {
      const answers = domainOf(address);
      return answers !== null && organisationOf(answers) !== organisationOf(domain) && !isInternal(address, known);
    });
    if (foreign) reasons.push(`Answers would go to ${foreign.address}, not to ${domain}.`);
  }
  return reasons;
}
