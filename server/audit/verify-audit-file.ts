import { AUDIT_FILE_FORMAT, eventHash, headLine, linesHash } from './audit-file.ts';
import type { AuditProblem, AuditReport } from './verify-audit.ts';

type Line = Record<string, unknown>;
type Head = { seq: number; hash: string };

type State = {
  events: number;
  checkpoints: number;
  withheld: number;
  lastId: number;
  heads: Map<string, Head>;
  /** Where chains stood before the file begins: the events before are in archived months. */
  before: Map<string, Head>;
  month: string | null;
  trailHash: string;
  /** What checkpoints saw and the events must still have: `type id seq hash`, with the checkpoint's day. */
  seen: Map<string, string>;
  trail: ReturnType<typeof linesHash>;
  checkpoint: { day: string; hash: string; heads: number; left: number; lines: ReturnType<typeof linesHash> } | null;
  lastCheckpointHash: string;
  ended: boolean;
};

export type FileReport = AuditReport & {
  withheld: number;
  line: number | null;
  /** Entities whose chain began in archived months. */
  archivedBefore: number;
  /** First day of the month that the file archives; null: an export of everything. */
  month: string | null;
  trailHash: string;
};

/** Thrown at the first thing that is wrong; becomes the report's `first`. */
class Broken extends Error {
  readonly problem: AuditProblem;

  constructor(what: string, about: Partial<AuditProblem> = {}) {
    super(what);
    this.problem = { eventId: null, eventType: null, entityType: null, entityId: null, code: null, ...about, what };
  }
}

const str = (value: unknown) => (typeof value === 'string' ? value : '');
const int = (value: unknown) => (typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN);

function parseObject(text: string, what: string): Line {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Line;
  } catch {
    // refused below like any other thing that is not an object
  }
  throw new Broken(`${what} is not a JSON object`);
}

/** What an event line says of itself: from its hashed text, or from the line where the text is withheld. */
function readEvent(line: Line): {
  id: number;
  eventType: string;
  entityType: string;
  entityId: string;
  code: string;
  seq: number;
} {
  const body = line.type === 'withheld' ? line : parseObject(str(line.body), 'an event’s text');
  const after = (typeof body.after === 'object' && body.after !== null ? body.after : {}) as Line;
  return {
    id: int(body.id),
    eventType: str(body.eventType),
    entityType: str(body.entityType),
    entityId: str(body.entityId),
    code: str(after.code),
    seq: int(body.seq),
  };
}

function checkEvent(state: State, line: Line): void {
  closeCheckpoint(state);
  const event = readEvent(line);
  const { eventType, entityType, entityId } = event;
  const about = { eventId: event.id, eventType, entityType, entityId, code: event.code || null };
  const [prevHash, hash] = [str(line.prevHash), str(line.hash)];
  if (line.type === 'withheld') state.withheld += 1;
  else if (eventHash(prevHash, str(line.body)) !== hash)
    throw new Broken('its text does not have its hash: one of them was changed', about);
  if (!(event.id > state.lastId)) throw new Broken('it stands twice or out of its order', about);
  const key = `${entityType} ${entityId}`;
  const head = state.heads.get(key) ?? { seq: 0, hash: '' };
  if (event.seq !== head.seq + 1)
    throw new Broken(
      `it is number ${event.seq} of its entity and follows number ${head.seq}: events were removed or inserted`,
      about,
    );
  if (prevHash !== head.hash) throw new Broken('it does not follow the event before it: that one was replaced', about);
  state.heads.set(key, { seq: event.seq, hash });
  state.seen.delete(headLine({ entityType, entityId, seq: event.seq, hash }));
  state.trail.add(hash);
  state.events += 1;
  state.lastId = event.id;
}

function readBefore(state: State, line: Line): void {
  if (state.events > 0 || state.checkpoints > 0)
    throw new Broken('a line about archived months stands after what it must precede');
  const [key, seq, hash] = [`${str(line.entityType)} ${str(line.entityId)}`, int(line.seq), str(line.hash)];
  if (!(seq > 0) || state.before.has(key)) throw new Broken(`the line about the archived events of ${key} is wrong`);
  state.before.set(key, { seq, hash });
  state.heads.set(key, { seq, hash });
}

function openCheckpoint(state: State, line: Line): void {
  closeCheckpoint(state);
  const [day, hash, heads] = [str(line.day), str(line.hash), int(line.heads)];
  if (str(line.prevHash) !== state.lastCheckpointHash)
    throw new Broken(`the checkpoint of ${day} does not follow the one before it`);
  state.checkpoint = { day, hash, heads, left: heads, lines: linesHash(`${state.lastCheckpointHash}\n${day}\n`) };
  state.lastCheckpointHash = hash;
  state.checkpoints += 1;
}

function checkHead(state: State, line: Line): void {
  if (!state.checkpoint) throw new Broken('a checkpoint’s head stands outside a checkpoint');
  const text = headLine({
    entityType: str(line.entityType),
    entityId: str(line.entityId),
    seq: int(line.seq),
    hash: str(line.hash),
  });
  state.checkpoint.lines.add(text);
  state.checkpoint.left -= 1;
  const before = state.before.get(`${str(line.entityType)} ${str(line.entityId)}`);
  if (before && (before.seq > int(line.seq) || (before.seq === int(line.seq) && before.hash === str(line.hash))))
    return;
  state.seen.set(text, state.checkpoint.day);
}

function closeCheckpoint(state: State): void {
  const { checkpoint } = state;
  if (!checkpoint) return;
  state.checkpoint = null;
  if (checkpoint.left !== 0 || checkpoint.lines.digest() !== checkpoint.hash)
    throw new Broken(`the checkpoint of ${checkpoint.day} does not have the hash of its heads: it was changed`);
}

function checkEnd(state: State, line: Line): void {
  closeCheckpoint(state);
  state.ended = true;
  state.trailHash = str(line.trailHash);
  if (int(line.events) !== state.events)
    throw new Broken(
      `the file has ${state.events} events and its end line counts ${int(line.events)}: some were removed`,
    );
  if (str(line.trailHash) !== state.trail.digest())
    throw new Broken('the events are not those that the end line was written for');
  for (const [head, day] of state.seen) {
    const [entityType = null, entityId = null, seq] = head.split(' ');
    throw new Broken(`the checkpoint of ${day} saw its event number ${seq}, which is not in the file`, {
      entityType,
      entityId,
    });
  }
  const heads = linesHash();
  for (const key of [...state.heads.keys()].sort()) {
    const [entityType = '', entityId = ''] = key.split(' ');
    heads.add(headLine({ entityType, entityId, ...state.heads.get(key)! }));
  }
  if (int(line.entities) !== state.heads.size || str(line.headsHash) !== heads.digest())
    throw new Broken(
      'the last events are not the heads that the rows of the database had: the latest events of something were removed',
    );
}

function checkLine(state: State, text: string, number: number): void {
  const line = parseObject(text, 'the line');
  if (state.ended) throw new Broken('something follows the end line');
  if (number === 1) {
    if (line.type !== 'header' || line.format !== AUDIT_FILE_FORMAT)
      throw new Broken(`the file does not begin as an export of PMIS (${AUDIT_FILE_FORMAT})`);
    state.month = str(line.month) || null;
  } else if (line.type === 'event' || line.type === 'withheld') checkEvent(state, line);
  else if (line.type === 'before') readBefore(state, line);
  else if (line.type === 'checkpoint') openCheckpoint(state, line);
  else if (line.type === 'head') checkHead(state, line);
  else if (line.type === 'end') checkEnd(state, line);
  else throw new Broken('the line is none of header, before, checkpoint, head, event, withheld and end');
}

/**
 * Verifies an export line by line without a database: every hash, every chain, the checkpoints, and by the end line
 * that nothing is missing. Stops at the first thing that is wrong and names it with its line. Memory grows with the
 * number of entities, not of events.
 */
export async function verifyAuditFile(lines: AsyncIterable<string>): Promise<FileReport> {
  const started = performance.now();
  const state: State = {
    events: 0,
    checkpoints: 0,
    withheld: 0,
    lastId: 0,
    heads: new Map(),
    before: new Map(),
    month: null,
    trailHash: '',
    seen: new Map(),
    trail: linesHash(),
    checkpoint: null,
    lastCheckpointHash: '',
    ended: false,
  };
  let number = 0;
  let first: AuditProblem | null = null;
  try {
    for await (const text of lines) {
      number += 1;
      checkLine(state, text, number);
    }
    if (!state.ended)
      throw new Broken(number === 0 ? 'the file is empty' : 'the file ends before its end line: it was cut off');
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    first = error.problem;
  }
  return {
    ok: first === null,
    events: state.events,
    entities: state.heads.size,
    checkpoints: state.checkpoints,
    withheld: state.withheld,
    archivedBefore: state.before.size,
    month: state.month,
    trailHash: state.trailHash,
    problems: first ? 1 : 0,
    first,
    line: first ? number : null,
    milliseconds: Math.round(performance.now() - started),
  };
}
