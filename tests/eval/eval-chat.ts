/**
 * npm run eval:chat [-- --verbose]
 * Asks the assistant the queries of the developer set (EVAL_DIR, else /work/shared/ai/devset) and our own on a database
 * with its world, as the people named, without a key, and prints the set's own scorer's table.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { UserActor } from '../../server/actor.ts';
import { askAssistant } from '../../server/chat/ask-assistant.ts';
import type { ChatAnswer } from '../../server/chat/chat.schema.ts';
import { setEnv } from '../../server/env.ts';
import { DomainError } from '../../server/errors.ts';
import { seedWorld } from '../../server/seed/seed-world.ts';
import { getUser } from '../../server/users/user.queries.ts';
import { createTestDatabase } from '../setup/database.ts';
import { startTestServices } from '../setup/services.ts';
import { batchEightQueries } from './batch-eight-queries.ts';
import { batchSevenQueries } from './batch-seven-queries.ts';
import { moreQueries } from './more-queries.ts';
import { folderOfSet, STRANGERS_SETS } from './mails/strangers-sets.ts';
import { ownQueries } from './own-queries.ts';

const dir = process.env['EVAL_DIR'] ?? '/work/shared/ai/devset';
if (!existsSync(join(dir, 'score.mjs'))) {
  console.log(
    `SKIPPED: there is no ${join(dir, 'score.mjs')}; set EVAL_DIR to a folder with it, world.json and queries.json.`,
  );
  process.exit(0);
}
const people = z.object({ users: z.array(z.object({ id: z.string(), email: z.string() })) });
const asked = z.object({
  queries: z.array(
    z.object({ id: z.string(), user: z.string(), text: z.string(), history: z.array(z.unknown()).default([]) }),
  ),
});
const json = (name: string): unknown => JSON.parse(readFileSync(join(dir, name), 'utf8'));
const world = json('world.json');
const emailOf = new Map(people.parse(world).users.map(({ id, email }) => [id, email]));

/** What an earlier turn said: a text, or a message with a text or content. */
function saidBefore(turn: unknown): string | null {
  if (typeof turn === 'string') return turn;
  const { role, text, content } = Object(turn) as { role?: unknown; text?: unknown; content?: unknown };
  const words = typeof text === 'string' ? text : content;
  return role === 'assistant' || typeof words !== 'string' ? null : words;
}

const stop = await startTestServices();
const database = await createTestDatabase();
const temporary = mkdtempSync(join(tmpdir(), 'pmis-eval-chat-'));
let failed = 0;
try {
  setEnv({ ...process.env, DATABASE_URL: database.url, PMIS_NOW: '2026-03-05T09:00:00Z' });
  await seedWorld(database.db, world, { shiftToToday: false, demoPeople: false });
  const actorOf = async (id: string): Promise<UserActor> => {
    const user = (await getUser(database.db, emailOf.get(id)!))!;
    const { email, name, role } = user;
    return {
      kind: 'user',
      userId: user.id,
      email,
      name,
      role,
      scopes: null,
      tokenId: null,
      via: 'api',
      ai: false,
      timeZone: 'Europe/London',
    };
  };
  const times: number[] = [];
  /** One person may ask 120 questions a minute: more wait. */
  const askSlowly = async (actor: UserActor, body: unknown): Promise<ChatAnswer> => {
    for (;;)
      try {
        const from = performance.now();
        const answer = await askAssistant(database.db, actor, body);
        times.push(performance.now() - from);
        return answer;
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'rate_limited') throw error;
        await sleep(600);
      }
  };
  const ask = async (id: string, text: string, conversationId?: string): Promise<ChatAnswer> => {
    return askSlowly(await actorOf(id), { query: text, ...(conversationId ? { conversationId } : {}) });
  };
  const verbose = process.argv.includes('--verbose');
  const scoreSet = async (name: string, set: unknown): Promise<void> => {
    console.log(`\n${name}`);
    const predictions: Record<string, unknown> = {};
    for (const { id, user, text, history } of asked.parse(set).queries) {
      let conversation: string | undefined;
      for (const before of history.map(saidBefore))
        if (before) conversation = (await ask(user, before, conversation)).conversationId;
      const { action_type, tool, args, evidence, response } = await ask(user, text, conversation);
      const rows = [...new Set(evidence.flatMap(({ code }) => (code === null ? [] : [code])))];
      predictions[id] = { action: action_type, tool, args, rows, text: response };
      if (verbose) console.log(`${id} ${text}\n   [${action_type}] ${response.replaceAll('\n', '\n   ')}`);
    }
    for (const [file, content] of Object.entries({ queries: set, world, predictions: { queries: predictions } }))
      writeFileSync(join(temporary, `${file}.json`), JSON.stringify(content));
    const command = [join(dir, 'score.mjs'), '--pred', join(temporary, 'predictions.json'), '--dir', temporary];
    const { status, stdout } = spawnSync('node', [...command, ...(verbose ? ['--verbose'] : [])], { encoding: 'utf8' });
    console.log(stdout);
    failed += status === 0 ? 0 : 1;
  };
  await scoreSet('DEVELOPER SET', json('queries.json'));
  for (const set of STRANGERS_SETS)
    await scoreSet(
      `STRANGERS' SET ${set}`,
      JSON.parse(readFileSync(new URL('queries.json', folderOfSet(set)), 'utf8')),
    );
  let right = 0;
  for (const [want, user, text] of ownQueries) {
    const { action_type, response } = await ask(user, text);
    if (action_type === want) right += 1;
    else console.log(`own: want ${want} got ${action_type}: ${text}\n   ${response.slice(0, 300)}`);
  }
  console.log(`own queries: action right ${right} of ${ownQueries.length}`);
  for (const [name, labelled] of Object.entries({
    'more queries': moreQueries,
    'batch seven': batchSevenQueries,
    'batch eight': batchEightQueries,
  })) {
    const score = { action: 0, call: 0, calls: 0 };
    for (const { want, user, text, before = [], tool, args } of labelled) {
      let conversation: string | undefined;
      for (const earlier of before) conversation = (await ask(user, earlier, conversation)).conversationId;
      const got = await ask(user, text, conversation);
      const acted = got.action_type === want;
      const called =
        tool === undefined ||
        (got.tool === tool &&
          Object.entries(args ?? {}).every(([key, value]) => JSON.stringify(got.args[key]) === JSON.stringify(value)));
      score.action += acted ? 1 : 0;
      if (tool !== undefined) {
        score.calls += 1;
        score.call += called ? 1 : 0;
      }
      if (!acted || !called)
        console.log(
          `${name}: want ${want} ${tool ?? ''} ${JSON.stringify(args ?? {})}: ${text}\n   got ${got.action_type} ${got.tool ?? ''} ${JSON.stringify(got.args)}: ${got.response.slice(0, 160)}`,
        );
    }
    console.log(
      `${name}: action right ${score.action} of ${labelled.length}, call right ${score.call} of ${score.calls}`,
    );
  }
  times.sort((a, b) => a - b);
  console.log(
    `p50 ${times[Math.floor(times.length / 2)]!.toFixed(1)} ms, p95 ${times[Math.floor(times.length * 0.95)]!.toFixed(1)} ms a question`,
  );
} finally {
  await database.drop();
  await stop();
  rmSync(temporary, { recursive: true, force: true });
}
process.exitCode = failed;
