import type { Db } from '../db.ts';
import { knownSenders } from '../emails/known-senders.ts';
import { listWorldPackages, packagesStamp } from '../packages/world.queries.ts';
import { listWorldPeople } from '../users/world.queries.ts';
import type { WorldView } from './rules/understanding.ts';

/** A person or vendor changed now is known to the reader after so long; a package at once. */
const KEPT_MS = 2_000;

const cache = new WeakMap<Db, { stamp: string; until: number; world: Promise<WorldView> }>();

async function load(db: Db): Promise<WorldView> {
  const [packages, people, senders] = await Promise.all([listWorldPackages(db), listWorldPeople(db), knownSenders(db)]);
  return {
    packages,
    people,
    internalDomains: [...senders.internalDomains],
    trustedReceivers: senders.trustedReceivers,
    openTasks: [],
    timeZone: 'UTC',
  };
}

/**
 * What the reader of mail knows of the business. The same object as long as nothing changed, so that what is built on
 * it (title weights) is built once.
 */
export async function loadWorld(db: Db): Promise<WorldView> {
  const stamp = await packagesStamp(db);
  const kept = cache.get(db);
  if (kept && kept.stamp === stamp && kept.until > Date.now()) return kept.world;
  const world = load(db);
  cache.set(db, { stamp, until: Date.now() + KEPT_MS, world });
  world.catch(() => cache.delete(db));
  return world;
}
