import { readFileSync } from 'node:fs';
import type { WorldView } from '../../../server/ai/rules/understanding.ts';
import { devWorld } from '../dev-world.ts';
import { northgateMailsOne } from './northgate-mails-one.ts';
import { northgateMailsThree } from './northgate-mails-three.ts';
import { northgateMailsTwo } from './northgate-mails-two.ts';
import type { OwnMail } from './own-mail.ts';
import { ownMailsFive } from './own-mails-five.ts';
import { ownMailsFour } from './own-mails-four.ts';
import { ownMailsOne } from './own-mails-one.ts';
import { ownMailsSix } from './own-mails-six.ts';
import { ownMailsThree } from './own-mails-three.ts';
import { ownMailsTwo } from './own-mails-two.ts';
import { ownWorld } from './own-world.ts';

/** Mails of one company: `receiver` is the server whose word on authentication it trusts. */
export type OwnMailSet = { name: string; world: WorldView; receiver: string; mails: OwnMail[] };

const northgate = new URL('../../../server/seed/northgate.json', import.meta.url);
/** The company of the developer set. */
export const northgateWorld = devWorld(JSON.parse(readFileSync(northgate, 'utf8')));
const castlemere = { world: ownWorld, receiver: 'mx.castlemere.example' };
const atNorthgate = { world: northgateWorld, receiver: 'mx.northgate.example' };

/** Our own labelled mails, oldest batch first; the last one is what `--newest` reads. */
export const ownMailSets: OwnMailSet[] = [
  {
    ...castlemere,
    name: 'Castlemere, batches one to five',
    mails: [...ownMailsOne, ...ownMailsTwo, ...ownMailsThree, ...ownMailsFour, ...ownMailsFive],
  },
  { ...castlemere, name: 'Castlemere, batch six', mails: ownMailsSix },
  { ...atNorthgate, name: 'Northgate, batch seven', mails: [...northgateMailsOne, ...northgateMailsTwo] },
  { ...atNorthgate, name: 'Northgate, batch eight', mails: northgateMailsThree },
];
