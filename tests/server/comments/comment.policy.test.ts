import { describe, expect, it } from 'vitest';
import {
  type Mentionable,
  mentionedAmong,
  mentionsIn,
  MOST_MENTIONS,
} from '../../../server/comments/comment.policy.ts';
import { meansDecision } from '../../../server/comments/mail-answer.policy.ts';

const PEOPLE: Mentionable[] = [
  { id: 'alice', email: 'alice@northgate.example', name: 'Alice Novak' },
  { id: 'anna', email: 'anna.berg@northgate.example', name: 'Anna Berg' },
  { id: 'anna2', email: 'a.lund@northgate.example', name: 'Anna Lund' },
  { id: 'jose', email: 'jose@northgate.example', name: 'José Peña-Ruiz' },
  { id: 'oneill', email: 'pat@northgate.example', name: 'Pat O’Neill' },
];

const mentioned = (text: string) => mentionedAmong(mentionsIn(text), PEOPLE);

describe('mentions', () => {
  it.each([
    ['@alice@northgate.example please look', ['alice']],
    ['Please look, @Alice.', ['alice']],
    ['(@alice)', ['alice']],
    ['@Alice Novak, and @Pat O’Neill: look', ['alice', 'oneill']],
    ['@ALICE NOVAK', ['alice']],
    ['@Anna Berg not the other', ['anna']],
    // two have that first name
    ['@Anna', []],
    ['@José Peña-Ruiz', ['jose']],
    ['@jose', ['jose']],
    ['@alice @Alice Novak @alice@northgate.example', ['alice']],
    // an address that names nobody with an @
    ['write to alice@northgate.example', []],
    ['write to x@alice', []],
    ['@nobody @ @@ @. @-', []],
    ['@alicex', []],
    ['@@alice', ['alice']],
    ['', []],
  ])('%s', (text, ids) => {
    expect(mentioned(text)).toEqual(ids);
  });

  it(`are at most ${MOST_MENTIONS}, however long the text`, () => {
    expect(mentionsIn('@alice '.repeat(5000))).toHaveLength(MOST_MENTIONS);
    expect(mentionsIn(`@${'x'.repeat(1_000_000)}`)).toHaveLength(1);
  });
});

describe('answers that mean to decide', () => {
  it.each([
    'Approved.',
    'approved',
    'I approve this.',
    'OK',
    'Ok, thanks!',
    'yes',
    'Genehmigt',
    'Rejected: too dear.',
    'Go ahead please.',
    'LGTM',
    'Einverstanden.',
    'Hello,\napproved from my side.\nCharlie',
  ])('%s', (text) => expect(meansDecision(text)).toBe(true));

  it.each([
    'Why is it so dear?',
    'I would like to see the offer first.',
    'Okay, but what about the spare parts, and who pays for the transport to site?',
    'The improved approach is in the attachment.',
    'Yesterday they called.',
    '',
    `${'We spoke about it at length. '.repeat(20)} It was approved once.`,
  ])('not: %s', (text) => expect(meansDecision(text)).toBe(false));
});
