import { describe, expect, it } from 'vitest';
import { toEnglish } from '../../../../server/ai/chat-rules/to-english.ts';

describe('toEnglish', () => {
  it.each([
    ['Wann wird P-010 geliefert?', 'when will P-010 delivered?'],
    ['Welche Aufgaben sind überfällig?', 'which tasks are overdue?'],
    [
      'Bitte den Liefertermin von P-010 auf den 1. September verschieben',
      'move the delivery date of P-010 to 1 September',
    ],
    ['Bitte AR-31 genehmigen', 'approve AR-31'],
    ['Lösche das Paket P-009', 'delete the package P-009'],
    ['Quelle est la date de livraison de P-005 ?', 'what is the delivery date of P-005?'],
    ['Mettez P-012 en attente', 'put P-012 on hold'],
    ['Approuve AR-32', 'approve AR-32'],
  ])('%s', (text, english) => {
    expect(toEnglish(text).replace(/\s+/g, ' ')).toBe(english);
  });

  it.each([
    'What is the delivery date of P-010?',
    'Move the award of P-008 to 15 May, Lot 2 was late',
    'Create a task for Daniel to die-cut the panels on P-002',
    'Remind me to call Plastline on Monday',
    'Was P-004 delivered?',
  ])('leaves English as it is: %s', (text) => {
    expect(toEnglish(text)).toBe(text);
  });
});
