import { authenticationOf } from '../../emails/auth-results.policy.ts';
import { domainOf, type KnownDomain, knownDomain } from '../../emails/domain-likeness.policy.ts';
import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import { type Known, nameKey, senderMismatch } from '../../emails/sender-check.policy.ts';
import type { WorldView } from './understanding.ts';

const known = new WeakMap<WorldView, Known>();

function knownOf(world: WorldView): Known {
  const kept = known.get(world);
  if (kept) return kept;
  const domains = new Set([...world.internalDomains, ...world.packages.flatMap(({ vendorDomains }) => vendorDomains)]);
  const made: Known = {
    internalDomains: world.internalDomains.map((domain) => domain.toLowerCase()),
    internalAddresses: new Set(world.people.map(({ email }) => email.toLowerCase())),
    internalNames: new Set(world.people.map(({ name }) => nameKey(name))),
    domains: [...domains].map((domain): KnownDomain => knownDomain(domain)),
  };
  known.set(world, made);
  return made;
}

/** Whether a message may not be from whom it says: the sender checks of filing, on the world's people and domains. */
export function isSenderMismatch(message: ReadableMessage, world: WorldView): boolean {
  const authentication = authenticationOf(
    message.authenticationResults,
    world.trustedReceivers,
    domainOf(message.from?.address),
  );
  const bulk = message.kind !== 'normal' || message.headers.some(({ name }) => /^list-(id|unsubscribe)$/i.test(name));
  const { from, replyTo, multipleFrom } = message;
  return senderMismatch({ from, replyTo, multipleFrom, authentication, bulk }, knownOf(world)).length > 0;
}
