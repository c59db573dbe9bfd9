import type { Db } from '../db.ts';
import { knownSenders } from '../emails/known-senders.ts';
import { listWorldPackages, packagesStamp, vendorsStamp } from '../packages/world.queries.ts';
import { listWorldPeople } from '../users/world.queries.ts';
import type { WorldPackage, WorldView } from './rules/understanding.ts';

/** A person or vendor changed now is known to the reader after so long; a package at once. */
const KEPT_MS = 2_000;

type Kept = { packagesStamp: string; vendorsStamp: string; until: number; packages: WorldPackage[]; world: WorldView };
const cache = new WeakMap<Db, Promise<Kept>>();

/** Loads what has changed: the list of packages stays the same object while no package and no vendor changed. */
async function load(db: Db, before: Kept | null, stamp: string): Promise<Kept> {
  const [people, senders, vendors] = await Promise.all([listWorldPeople(db), knownSenders(db), vendorsStamp(db)]);
  const unchanged = before?.packagesStamp === stamp && before.vendorsStamp === vendors;
  const packages = unchanged ? before.packages : await listWorldPackages(db);
  const world: WorldView = {
    packages,
    people,
    internalDomains: [...senders.internalDomains],
    trustedReceivers: senders.trustedReceivers,
    openTasks: [],
    timeZone: 'UTC',
  };
  return { packagesStamp: stamp, vendorsStamp: vendors, until: Date.now() + KEPT_MS, packages, world };
}

/**
 * What the reader of mail knows of the business. Its list of packages is the same object as long as nothing changed, so
 * that what is built on it (title weights) is built once.
 */
export async function loadWorld(db: Db): Promise<WorldView> {
  const stamp = await packagesStamp(db);
  const known = cache.get(db);
  const before = known ? await known : null;
  if (before && before.packagesStamp === stamp && before.until > Date.now()) return before.world;
  // Whoever comes while it is loaded waits for the same.
  const current = cache.get(db);
  if (current !== known && current) return (await current).world;
  const loading = load(db, before, stamp);
  cache.set(db, loading);
  loading.catch(() => cache.delete(db));
  return (await loading).world;
}
