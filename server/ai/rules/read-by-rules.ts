import { fromDayNumber } from '../../dates/date.policy.ts';
import { mentionsBankDetails } from '../../emails/bank-details.policy.ts';
import { presentValue } from './fact.ts';
import { findRequests } from './find-requests.ts';
import { locateQuote } from './locate-quote.ts';
import { type MailView, packagesOf, type RulesInput, viewMail } from './mail-view.ts';
import { owedPoints } from './open-lists.ts';
import { type PatchDraft, readPatches } from './read-patches.ts';
import { readTasks } from './read-tasks.ts';
import type { Request } from './request.ts';
import { type Sentence, splitSentences } from './split-sentences.ts';
import { summarise, urgencyOf } from './summary.ts';
import type { MailFlag, ReadPatch, ReadTask, Understanding } from './understanding.ts';

/** Changes whenever the same mail may be read otherwise. */
export const RULES_VERSION = 'rules-4';

type Requests = Map<Sentence, Request[]>;

/** What each sentence asks, of those that ask. */
function requestsOf({ sentences, people, dates, foreign, silent }: MailView): Requests {
  const owed = owedPoints(sentences);
  const requests: Requests = new Map();
  for (const sentence of silent ? [] : sentences) {
    const found = findRequests(sentence, { people, dates }, { foreign, wanted: owed.has(sentence) });
    if (found.length > 0) requests.set(sentence, found);
  }
  return requests;
}

function tasksOf(view: MailView, requests: Requests): { tasks: ReadTask[]; conflicting: boolean } {
  const { message, text, index, silent } = view;
  if (silent) return { tasks: [], conflicting: false };
  const buyerOf = (code: string) => index.byCode.get(code)?.buyerEmail ?? null;
  const { tasks, conflicting } = readTasks({ ...view, requests, buyerOf });
  const quoted = tasks.flatMap(({ title, due, assignee, package: pkg, start, end }) => {
    const quote = locateQuote(message.text, text.slice(start, end));
    return quote && !mentionsBankDetails(quote.evidence) ? [{ title, due, assignee, package: pkg, ...quote }] : [];
  });
  return { tasks: quoted, conflicting };
}

/** Changes with their quotes; those whose quote the message does not hold fall away. */
function quotedPatches({ message, index }: MailView, text: string, drafts: readonly PatchDraft[]): ReadPatch[] {
  return drafts.flatMap(({ package: code, field, value, start, end }) => {
    const quote = locateQuote(message.text, text.slice(start, end));
    const pkg = index.byCode.get(code);
    return quote && pkg ? [{ package: code, field, value, before: presentValue(pkg, field), ...quote }] : [];
  });
}

const sameField = (a: ReadPatch) => (b: ReadPatch) => a.package === b.package && a.field === b.field;

/** What the message itself states, then what it passes on as it stands. */
function patchesOf(view: MailView, requests: Requests, named: readonly string[]) {
  const { sentences, text, internal, ofOutside, forward, index, silent, attacked } = view;
  if (silent || attacked) return { patches: [], conflicting: false };
  const asked = new Map(
    [...requests].map(([sentence, all]) => [
      sentence,
      all.filter(({ kind }) => kind !== 'promise').map(({ start, end }): [number, number] => [start, end]),
    ]),
  );
  const speaks = (packages: readonly string[]) => (packages.length > 0 ? { ours: false, packages } : null);
  const speaker = internal ? { ours: true, packages: [] } : speaks([...ofOutside, ...named]);
  const said = readPatches({ ...view, sentences, asked, speaker });
  const patches = quotedPatches(view, text, said.patches);
  if (!forward?.endorsed) return { patches, conflicting: said.conflicting };
  const told = readPatches({
    ...view,
    sentences: splitSentences(forward.text),
    asked: new Map(),
    speaker: speaks(forward.from ? packagesOf(forward.from, index) : []),
  });
  const passedOn = quotedPatches(view, forward.text, told.patches).filter((one) => !patches.some(sameField(one)));
  return { patches: [...patches, ...passedOn], conflicting: said.conflicting || told.conflicting };
}

function flagsOf({ attacked, mismatch, silent, links }: MailView, conflicting: boolean): MailFlag[] {
  const all: [MailFlag, boolean][] = [
    ['injection', attacked],
    ['sender_mismatch', mismatch],
    ['ambiguous_package', !silent && links.ambiguous],
    ['unknown_package', !silent && links.unknown],
    ['conflicting_dates', !silent && conflicting],
  ];
  return all.flatMap(([flag, set]) => (set ? [flag] : []));
}

/** The packages it is about: none where the sender is doubtful or sells, the written ones where a machine writes. */
function packagesAbout({ mismatch, sales, quiet, isVendor, internal, links, folded }: MailView): string[] {
  if (mismatch || sales) return [];
  const stranger = quiet && !isVendor && !internal;
  return stranger ? links.packages.filter((code) => folded.includes(code.toLowerCase())) : links.packages;
}

function warningOf({ mismatch, attacked }: MailView): string | null {
  if (mismatch) return 'Its sender may not be who he says, so nothing is suggested.';
  return attacked ? 'It contains orders to the assistant, which were not followed.' : null;
}

/**
 * Reads one message by rules: PRODUCT.md's `understanding`, every quote verbatim in `message.text` or dropped. Pure: the
 * same message and world give the same answer; no network, no model, linear in the text, and it never throws on odd input.
 */
export function readByRules(input: RulesInput): Understanding {
  const view = viewMail(input);
  const { message, language, folded, dates, silent, mismatch } = view;
  const requests = requestsOf(view);
  const asked = tasksOf(view, requests);
  const said = patchesOf(view, requests, input.named ?? []);
  const { tasks } = asked;
  const { patches } = said;
  const packages = packagesAbout(view);
  const today = fromDayNumber(dates.today);
  return {
    source: 'rules',
    version: RULES_VERSION,
    language,
    summary: summarise({ ...view, kind: message.kind, packages, tasks, patches, warning: warningOf(view) }),
    urgency: silent && !mismatch ? 'low' : urgencyOf(folded, { tasks, patches, today, mismatch }),
    packages,
    flags: flagsOf(view, asked.conflicting || said.conflicting),
    tasks,
    patches,
  };
}
