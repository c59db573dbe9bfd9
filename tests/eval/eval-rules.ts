/**
 * npm run eval:rules [-- --verbose] [-- --newest]
 * Reads the labelled mails of the developer set (EVAL_DIR, else /work/shared/ai/devset) and our own with the rules
 * reader, and the sets of strangers, and prints the set's own scorer's table for each. Without the set nothing is scored, and it says so.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readByRules } from '../../server/ai/rules/read-by-rules.ts';
import type { Understanding, WorldView } from '../../server/ai/rules/understanding.ts';
import { parseMessage } from '../../server/emails/parse/parse-message.ts';
import { devWorld } from './dev-world.ts';
import { northgateWorld, ownMailSets } from './mails/own-sets.ts';
import { folderOfSet, mailsOfSet, STRANGERS_SETS } from './mails/strangers-sets.ts';
import { ownMailLabel, ownMailSource } from './own-mail-files.ts';

const dir = process.env['EVAL_DIR'] ?? '/work/shared/ai/devset';
const scorer = join(dir, 'score.mjs');
if (!existsSync(scorer)) {
  console.log(
    `SKIPPED: there is no ${scorer}; set EVAL_DIR to a folder with score.mjs, world.json, labels.json, emails/.`,
  );
  process.exit(0);
}

type Mail = { id: string; raw: Uint8Array };
const temporary = mkdtempSync(join(tmpdir(), 'pmis-eval-'));
const verbose = process.argv.includes('--verbose') ? ['--verbose'] : [];

async function readAll(mails: Mail[], world: WorldView) {
  const [first] = mails;
  if (first) readByRules({ message: await parseMessage(first.raw), world });
  const emails: Record<string, Understanding> = {};
  const texts: Record<string, { subject: string; text: string }> = {};
  const times: number[] = [];
  for (const { id, raw } of mails) {
    const message = await parseMessage(raw);
    const begin = performance.now();
    emails[id] = readByRules({ message, world });
    times.push(performance.now() - begin);
    texts[id] = { subject: message.subject ?? '', text: message.text };
  }
  const sorted = times.toSorted((a, b) => a - b);
  const ms = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1);
  console.log(`  read in ms: median ${ms(0.5)}, p95 ${ms(0.95)}, most ${ms(1)}`);
  return { emails, texts };
}

function score(predictions: string, folder: string): void {
  const args = [scorer, '--pred', predictions, '--dir', folder, '--split', 'all', ...verbose];
  spawnSync(process.execPath, args, { stdio: 'inherit' });
}

try {
  console.log(`\nDEVELOPER SET ${dir}`);
  const labels = JSON.parse(readFileSync(join(dir, 'labels.json'), 'utf8')).labels as { id: string; file: string }[];
  const devMails = labels.map(({ id, file }) => ({ id, raw: readFileSync(join(dir, file)) }));
  const dev = await readAll(devMails, devWorld(JSON.parse(readFileSync(join(dir, 'world.json'), 'utf8'))));
  const devFile = join(temporary, 'dev.json');
  writeFileSync(devFile, JSON.stringify({ emails: dev.emails }));
  const onlyMails = join(temporary, 'dev');
  spawnSync('mkdir', ['-p', onlyMails]);
  for (const name of ['labels.json', 'texts.json', 'world.json'])
    writeFileSync(join(onlyMails, name), readFileSync(join(dir, name)));
  score(devFile, onlyMails);

  const sets = process.argv.includes('--newest') ? ownMailSets.slice(-1) : ownMailSets;
  for (const { name, world, receiver, mails } of sets) {
    console.log(`\nOWN MAILS ${name}`);
    const read = await readAll(
      mails.map((mail) => ({ id: mail.id, raw: ownMailSource(mail, receiver) })),
      world,
    );
    const users = world.people.map(({ email, name: person }) => ({ id: email, email, name: person }));
    const predictions = { emails: read.emails };
    for (const [file, content] of Object.entries({
      labels: { labels: mails.map(ownMailLabel) },
      texts: read.texts,
      world: { users },
      predictions,
    }))
      writeFileSync(join(temporary, `${file}.json`), JSON.stringify(content));
    score(join(temporary, 'predictions.json'), temporary);
  }
  for (const set of STRANGERS_SETS) {
    console.log(`\nSTRANGERS' SET ${set}`);
    const mails = mailsOfSet(set);
    const { emails } = await readAll(mails, northgateWorld);
    writeFileSync(devFile, JSON.stringify({ emails }));
    writeFileSync(join(onlyMails, 'labels.json'), JSON.stringify({ labels: mails.map(({ label }) => label) }));
    writeFileSync(join(onlyMails, 'texts.json'), readFileSync(new URL('texts.json', folderOfSet(set))));
    score(devFile, onlyMails);
  }
} finally {
  rmSync(temporary, { recursive: true });
}
