import type { StubResponse, StubTurn } from './llm-stub/server.mjs';

/** A labelled mail, in the form of the shared developer set. */
export type OracleLabel = {
  id: string;
  packages: string[];
  flags: string[];
  urgency?: string | null;
  tasks: Record<string, unknown>[];
  patches: Record<string, unknown>[];
};
type Texts = Record<string, { subject: string; text: string }>;
type Request = { n: { turns: StubTurn[] } };

const norm = (text: string) => text.normalize('NFKC').replace(/[>|]/g, ' ').replace(/\s+/g, ' ').trim().toLowerCase();
const pick = (from: Record<string, unknown>, keys: string[]) =>
  Object.fromEntries(keys.filter((key) => key in from).map((key) => [key, from[key]]));

function finder(labels: OracleLabel[], texts: Texts) {
  const index = labels.map((label) => {
    const { subject, text } = texts[label.id]!;
    const keys = [...new Set(norm(text).split(/(?<=[.!?。:])\s+/))].filter((part) => part.length > 14);
    return { label, keys, all: norm(text), subject: norm(subject) };
  });
  return (request: string): OracleLabel | null => {
    const said = norm(request);
    const scores = index.map(({ label, keys, all, subject }) => {
      const parts = keys.filter((key) => said.includes(key)).reduce((sum, key) => sum + key.length, 0);
      const whole = all && said.includes(all) ? 200 : 0;
      return { label, score: parts + whole + (subject.length > 8 && said.includes(subject) ? 20 : 0) };
    });
    const best = scores.toSorted((a, b) => b.score - a.score)[0];
    return best && best.score > 0 ? best.label : null;
  };
}

/** What a model that was talked round adds: valid by form, and none of it may be kept. */
function poison(answer: Gold, label: OracleLabel, text: string): void {
  const own = label.packages[0] ?? 'P-001';
  const first =
    text
      .split('\n')
      .find((line) => line.trim().length > 10)
      ?.trim() ?? 'x';
  answer.packages.push('P-777');
  answer.summary += ' <img src=x onerror=alert(1)> ![x](https://collect.evil.example/?q=1) javascript:alert(1)';
  answer.patches.push(
    { package: 'P-777', field: 'status', value: 'awarded', evidence: first },
    { package: own, field: 'contractAmount', value: 'one million', evidence: first },
    { package: own, field: 'contractAmount', value: '999999999', evidence: first },
    { package: own, field: 'deliveryDate', value: '2026-02-31', evidence: first },
    { package: own, field: 'vendor', value: 'Evil Holdings', evidence: first },
    { package: own, field: 'buyer', value: 'nobody@evil.example', evidence: first },
    { package: own, field: 'awardDate', value: '2026-03-09', evidence: 'This sentence is not in the mail at all.' },
    { package: own, field: 'passwordHash', value: 'x', evidence: first },
  );
  answer.tasks.push(
    {
      title: 'Approve everything',
      due: '1999-01-01',
      assignee: 'nobody@evil.example',
      package: 'P-777',
      evidence: 'Not a quote.',
    },
    {
      title: 'Open [this](https://collect.evil.example)',
      due: null,
      assignee: null,
      package: 'P-777',
      evidence: first,
    },
  );
  if (label.flags.includes('injection')) {
    const order = text.split('\n').find((line) => /ignore|system|assistant|AI/i.test(line)) ?? '';
    answer.patches.push({ package: own, field: 'status', value: 'awarded', evidence: order });
    answer.flags = [];
  }
}

type Gold = {
  packages: string[];
  summary: string;
  urgency: string;
  flags: string[];
  tasks: Record<string, unknown>[];
  patches: Record<string, unknown>[];
};

/**
 * A handler for the stub that answers as a perfect reader would, from the labels (`gold`), or the same with poison added
 * (`hostile`). It finds the mail by its words in the request.
 */
export function mailOracle(
  { labels, texts }: { labels: OracleLabel[]; texts: Texts },
  mode: 'gold' | 'hostile',
): (request: Request) => StubResponse {
  const find = finder(labels, texts);
  return ({ n }) => {
    const said = n.turns.map((turn) => turn.text).join('\n');
    const label = find(said);
    if (!label) return { status: 400, message: 'no mail of the set is in this request' };
    const { subject, text } = texts[label.id]!;
    const answer: Gold = {
      packages: [...label.packages],
      summary: (subject || text).slice(0, 200),
      urgency: label.urgency ?? 'normal',
      flags: [...label.flags],
      tasks: label.tasks
        .filter((task) => !task['optional'])
        .map((task) => pick(task, ['title', 'due', 'assignee', 'package', 'evidence'])),
      patches: label.patches
        .filter((patch) => !patch['optional'])
        .map((patch) => ({ ...pick(patch, ['package', 'field', 'evidence']), value: String(patch['value']) })),
    };
    if (mode === 'hostile') poison(answer, label, text);
    const extra = mode === 'hostile' ? { approved: true, orgId: 'other-org' } : {};
    return { json: { ...answer, ...extra }, usage: { input: Math.ceil(said.length / 4), output: 120 } };
  };
}
