import { expect, it } from 'vitest';
import { foldText } from '../../../../server/ai/rules/fold-text.ts';
import { packageIndex, packagesByPoNumber } from '../../../../server/ai/rules/title-words.ts';
import { ownWorld } from '../../../eval/mails/own-world.ts';

const [first, second] = ownWorld.packages;
const index = packageIndex({
  ...ownWorld,
  packages: [
    { ...first!, poNumber: 'PO-450001' },
    { ...second!, poNumber: '7788' },
  ],
});
const found = (text: string) => packagesByPoNumber(foldText(text), index);

it.each([
  ['Our order PO-450001.', [first!.code]],
  ['po-450001/7788', [first!.code, second!.code]],
  ['PO7788', [second!.code]],
  ['PO-4500012 and 77881', []],
  ['17788 XPO-450001', []],
])('%s', (text, codes) => {
  expect(found(text)).toEqual(codes);
});
