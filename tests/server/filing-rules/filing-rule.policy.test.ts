import { describe, expect, it } from 'vitest';
import {
  type TaughtMessage,
  lessonOf,
  matchRules,
  ruleSentence,
  sendersOf,
  wordsKey,
} from '../../../server/filing-rules/filing-rule.policy.ts';

const message: TaughtMessage = {
  fromAddress: 'Jo@Hydrotec-Pumps.example',
  internal: false,
  subject: 'Re: Intake pumps: drawings for P-002',
  replyText: 'Good morning.',
  packageTitle: 'Raw water intake pumps',
};

describe('lessonOf', () => {
  const cases: [string, Partial<TaughtMessage>, [string, string] | null][] = [
    ['title words of the subject, as written', {}, ['hydrotec-pumps.example', 'intake pumps']],
    ['a plural is the same word', { subject: 'The intake pump' }, ['hydrotec-pumps.example', 'intake pump']],
    [
      'words of the text where the subject has none of the title',
      { subject: 'Question', replyText: 'When do the intake pumps come?' },
      ['hydrotec-pumps.example', 'intake pumps'],
    ],
    [
      'three words of the subject where nothing of the title is said',
      { subject: 'Motor winding resistance test', packageTitle: 'Cooling' },
      ['hydrotec-pumps.example', 'motor winding resistance'],
    ],
    ['nothing by one word of no title', { subject: 'Invoice', packageTitle: 'Cooling' }, null],
    [
      'a number beside a word leaves the word',
      { subject: 'Intake pumps 2: drawings' },
      ['hydrotec-pumps.example', 'intake pumps'],
    ],
    ['the address at a mailbox provider', { fromAddress: 'jo@gmail.com' }, ['jo@gmail.com', 'intake pumps']],
    [
      'the address of a colleague',
      { fromAddress: 'bob@north.example', internal: true },
      ['bob@north.example', 'intake pumps'],
    ],
    ['nothing without a telling word', { subject: 'Re: P-002', replyText: 'ok' }, null],
    ['nothing without a sender', { fromAddress: null }, null],
    ['nothing for an address without a domain', { fromAddress: 'root' }, null],
  ];
  it.each(cases)('%s', (_name, change, expected) => {
    const lesson = lessonOf({ ...message, ...change });
    expect(lesson && [lesson.sender, lesson.words]).toEqual(expected);
    if (lesson) expect(lesson.wordsKey).toBe(wordsKey(lesson.words));
  });

  it('never teaches a code or number', () => {
    for (const subject of ['P-002 P002 PO 4711', 'WP-210', 'AB12'])
      expect(lessonOf({ ...message, subject, packageTitle: 'P-002 PO 4711 WP-210' })).toBeNull();
  });
});

describe('matchRules', () => {
  const rule = (id: string, sender: string, words: string, packageId: string) => ({
    id,
    sender,
    words,
    wordsKey: wordsKey(words),
    packageId,
  });
  const words = new Set(['intake', 'pump', 'delay']);
  const ids = (rules: ReturnType<typeof rule>[]) => matchRules(rules, words).map((one) => one.id);

  it('takes a rule only with all its words', () => {
    expect(ids([rule('a', 'x.example', 'intake pumps', 'p1')])).toEqual(['a']);
    expect(ids([rule('a', 'x.example', 'intake valves', 'p1')])).toEqual([]);
    expect(ids([{ ...rule('a', 'x.example', '', 'p1'), wordsKey: '' }])).toEqual([]);
  });

  it('an address goes before a domain, more words before fewer', () => {
    const some = [
      rule('a', 'x.example', 'intake pumps delay', 'p1'),
      rule('b', 'jo@x.example', 'pumps', 'p2'),
      rule('c', 'x.example', 'pumps', 'p3'),
    ];
    expect(ids(some)).toEqual(['b']);
    expect(ids([some[2]!, some[0]!])).toEqual(['a']);
  });

  it('gives all rules of equal rank for different packages, one for each', () => {
    expect(
      ids([
        rule('b', 'x.example', 'pumps', 'p2'),
        rule('a', 'x.example', 'intake', 'p1'),
        rule('c', 'x.example', 'delay', 'p1'),
      ]),
    ).toEqual(['a', 'b']);
  });
});

it('a rule for a domain counts for its subdomains, none for a public ending', () => {
  expect(sendersOf('Jo@Mail.Hydrotec.example')).toEqual([
    'jo@mail.hydrotec.example',
    'mail.hydrotec.example',
    'hydrotec.example',
  ]);
  expect(sendersOf('root')).toEqual([]);
  expect(sendersOf(null)).toEqual([]);
});

it('reads as a sentence', () => {
  expect(ruleSentence({ sender: 'hydrotec-pumps.example', words: 'intake pumps', package: 'P-002' })).toBe(
    'mail from hydrotec-pumps.example with “intake pumps” → P-002',
  );
});
