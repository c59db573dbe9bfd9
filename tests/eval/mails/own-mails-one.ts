import type { OwnMail } from './own-mail.ts';

const us = (name: string) => `${name}@castlemere.example`;
const PAVEL = `Pavel Horak <${us('pavel.horak')}>`;
const LINNEA = `Linnea Berg <${us('linnea.berg')}>`;
const RUTH = `Ruth Adeyemi <${us('ruth.adeyemi')}>`;
const OMAR = `Omar Siddiqui <${us('omar.siddiqui')}>`;
const CLAIRE = `Claire Dubois <${us('claire.dubois')}>`;
const HENRY = `Henry Stone <${us('henry.stone')}>`;
const MINA = `Mina Park <${us('mina.park')}>`;
const JOAO = `Joao Costa <${us('joao.costa')}>`;
const BETH = `Beth Nolan <${us('beth.nolan')}>`;

/** Own mails, first part: English correspondence of the usual kinds. */
export const ownMailsOne: OwnMail[] = [
  {
    id: 'E01', from: 'Sari Lehto <sari.lehto@aquamek.example>', to: PAVEL, date: '2026-03-03T09:20:00+02:00',
    subject: 'C-101 Clarifier bridges - FAT',
    body: 'Hello Pavel,\n\nThe factory acceptance test has been brought forward to 26 May because the test bay is free that week.\nWe would be grateful if you could nominate your witness by 15 April.\n\nBest regards\nSari Lehto',
    expected: { packages: ['C-101'], tasks: [['nominate your witness by 15 April', '2026-04-15', us('pavel.horak'), 'Nominate the FAT witness']], patches: [['C-101', 'fatDate', '2026-05-26']] },
  },
  {
    id: 'E02', from: 'Mark Ellis <mark.ellis@torrentpumps.example>', to: PAVEL, cc: OMAR, date: '2026-03-05T14:05:00+00:00',
    subject: 'High lift pumps - motor delivery problem',
    body: 'Pavel,\n\nour motor supplier has let us down. Delivery of the pump sets will now be 11 September 2026 rather than 21 August.\n\nI need your written acceptance of the new date by close of business on Monday, otherwise we lose the slot. Omar, could you review the attached motor datasheet as well?\n\nRegards,\nMark',
    expected: { packages: ['C-102'], tasks: [['I need your written acceptance of the new date by close of business on Monday', '2026-03-09', us('pavel.horak'), 'Accept the new delivery date in writing'], ['Omar, could you review the attached motor datasheet as well', null, us('omar.siddiqui'), 'Review the motor datasheet']], patches: [['C-102', 'deliveryDate', '2026-09-11']] },
  },
  {
    id: 'E03', from: HENRY, to: `${RUTH}, ${PAVEL}`, date: '2026-03-06T17:10:00+00:00', subject: 'Landscaping',
    body: 'Ruth,\n\nThe steering group met this afternoon. W-24 is cancelled - the council will plant the site themselves. Please write to GreenEdge and thank them for their interest.\n\nH',
    expected: { packages: ['W-24'], tasks: [['Please write to GreenEdge and thank them for their interest', null, us('ruth.adeyemi'), 'Write to GreenEdge']], patches: [['W-24', 'status', 'cancelled']] },
  },
  {
    id: 'E04', from: LINNEA, to: 'Tyler Brooks <tbrooks@dynagen.example>', cc: 'intake@castlemere.example', date: '2026-03-10T11:00:00+00:00', subject: 'C-103 clarification',
    body: 'Dear Tyler,\n\nThank you for your bid. We are still evaluating and will come back to you with our technical questions by 17 March.\n\nKind regards,\nLinnea',
    expected: { packages: ['C-103'], tasks: [['will come back to you with our technical questions by 17 March', '2026-03-17', us('linnea.berg'), 'Send technical questions to Dynagen']] },
  },
  {
    id: 'E05', from: 'Tyler Brooks <tbrooks@dynagen.example>', to: LINNEA, date: '2026-03-11T10:30:00-06:00', subject: 'Standby generator - quote validity',
    body: 'Linnea,\n\nOur quotation stays firm until 04/15/2026. Please return the signed confidentiality agreement by 04/01/2026 and let us know who will handle export paperwork.\n\nThanks,\nTyler',
    expected: { packages: ['C-103'], tasks: [['return the signed confidentiality agreement by 04/01/2026', '2026-04-01', us('linnea.berg'), 'Return the signed confidentiality agreement'], ['let us know who will handle export paperwork', ['2026-04-01', null], us('linnea.berg'), 'Tell Dynagen who handles export paperwork']] },
  },
  {
    id: 'E06', from: 'Jens Vogt <j.vogt@rotaclear.example>', to: PAVEL, date: '2026-03-04T08:40:00+01:00', subject: 'Documents',
    body: 'Dear Pavel,\n\nplease send us your vendor document list template before Thursday so we can prepare the submission.\n\nBest regards\nJens Vogt',
    expected: { packages: [], packagesOptional: ['C-104', 'C-105'], tasks: [['please send us your vendor document list template before Thursday', '2026-03-05', us('pavel.horak'), 'Send the vendor document list template']], flags: ['ambiguous_package'] },
  },
  {
    id: 'E07', from: 'Jens Vogt <j.vogt@rotaclear.example>', to: PAVEL, date: '2026-03-09T08:40:00+01:00', subject: 'Centrifuges: order confirmation',
    body: 'Dear Pavel,\n\nthank you for the order. All clear from our side, nothing needed from you at the moment.\n\nBest regards\nJens Vogt',
    expected: { packages: ['C-104'] },
  },
  {
    id: 'E08', from: BETH, to: `${RUTH}, ${PAVEL}, ${LINNEA}, ${MINA}`, date: '2026-03-13T15:30:00+00:00', subject: 'Expediting notes, Friday',
    body: 'Everyone,\n\nshort notes from this week\'s calls:\n\n- C-110 platforms: galvanising bath is full, delivery slips to 5 June.\n- C-107 MCCs: on programme, FAT 11 August stands.\n- Iron pipes (C-108): customs cleared yesterday.\n- W-22: Vega hit rock on section 3. No date impact claimed so far.\n\nMina - can you check the float on the platforms and tell me by Tuesday?\n\nBeth',
    expected: { packages: ['C-110', 'C-107', 'C-108', 'W-22'], tasks: [['can you check the float on the platforms and tell me by Tuesday', '2026-03-17', us('mina.park'), 'Check the float on the platforms']], patches: [['C-110', 'deliveryDate', '2026-06-05']] },
  },
  {
    id: 'E09', from: 'Sean Brennan <sean@brennancivil.example>', to: RUTH, date: '2026-03-16T07:55:00+00:00', subject: 'W-21 - programme',
    body: 'Ruth,\n\nthere is talk in the office that the ground conditions could cost us three weeks, but nothing is decided. I would not touch the completion date yet.\n\nSean',
    expected: { packages: ['W-21'] },
  },
  {
    id: 'E10', from: 'Sean Brennan <sean@brennancivil.example>', to: RUTH, date: '2026-03-17T12:00:00+00:00', subject: 'RE: W-21 - programme',
    body: 'Ruth, we formally request an extension of the completion date to 29 January 2027 under clause 60.1. Please confirm receipt of this notice within five working days.\n\nSean Brennan\n\nOn 16 March 2026 at 09:12, Ruth Adeyemi wrote:\n> Sean, please submit the revised programme by 20 March.\n',
    expected: { packages: ['W-21'], tasks: [['Please confirm receipt of this notice within five working days', '2026-03-24', us('ruth.adeyemi'), 'Confirm receipt of the extension notice']], never: ['revised programme'] },
  },
  {
    id: 'E11', from: RUTH, to: 'Sean Brennan <sean@brennancivil.example>', date: '2026-03-18T16:00:00+00:00', subject: 'W-21: your request for extension',
    body: 'Dear Sean,\n\nWe have considered your request and cannot agree to move completion to 29 January 2027. The contract date stands.\n\nPlease let us have your recovery programme by 27 March.\n\nRegards\nRuth',
    expected: { packages: ['W-21'], optionalTasks: [['Please let us have your recovery programme by 27 March', '2026-03-27', 'sean@brennancivil.example', 'Send recovery programme']] },
  },
  {
    id: 'E12', from: PAVEL, to: `${RUTH}, intake@castlemere.example`, date: '2026-03-12T10:00:00+00:00', subject: 'Centrifuges PO out',
    body: 'Ruth, purchase order 4711-88 for the centrifuges (C-104) was released to Rotaclear this morning.\n\nPavel',
    expected: { packages: ['C-104'], patches: [['C-104', 'status', 'po_issued'], ['C-104', 'poIssueDate', '2026-03-12']] },
  },
  {
    id: 'E13', from: PAVEL, to: 'Ida Holm <ida.holm@lumax.example>', cc: CLAIRE, date: '2026-03-11T09:00:00+00:00', subject: 'C-106 tender - new closing date',
    body: 'Dear Ida,\n\nThe closing date for bids on the UV disinfection reactors has been extended to 27 March 2026, 12:00 noon.\n\nBest regards,\nPavel Horak',
    expected: { packages: ['C-106'], patches: [['C-106', 'bidDueDate', '2026-03-27']] },
  },
  {
    id: 'E14', from: 'Ida Holm <ida.holm@lumax.example>', to: PAVEL, date: '2026-03-10T13:00:00+01:00', subject: 'UV reactors - request for more time',
    body: 'Dear Pavel,\n\nDue to the trade fair we kindly ask for an extension of the bid deadline until 1 April 2026. Could you please let us know by tomorrow?\n\nIda',
    expected: { packages: ['C-106'], tasks: [['Could you please let us know by tomorrow', '2026-03-11', us('pavel.horak'), 'Answer the request to extend the bid deadline']] },
  },
  {
    id: 'E15', from: HENRY, to: LINNEA, date: '2026-03-19T08:15:00+00:00', subject: 'SCADA',
    body: 'Linnea - I have approved a higher budget for C-109: GBP 365,000 instead of 320,000. RFQ date unchanged.\nHenry',
    expected: { packages: ['C-109'], patches: [['C-109', 'budgetAmount', 365000]] },
  },
  {
    id: 'E16', from: OMAR, to: PAVEL, date: '2026-03-20T14:44:00+00:00', subject: 'clarifier bridge drawings',
    body: 'Pavel, I have looked through the bridge drawings. Still missing: the walkway details and the anchor plan. Pls chase AquaMek for both, I want them on my desk by wednesday.\n\nO.',
    expected: { packages: ['C-101'], tasks: [['Pls chase AquaMek for both, I want them on my desk by wednesday', '2026-03-25', us('pavel.horak'), 'Chase AquaMek for walkway details and anchor plan']] },
  },
  {
    id: 'E17', from: JOAO, to: OMAR, date: '2026-03-23T09:00:00+00:00', subject: 'C-102 transmittal 17',
    body: 'Omar,\n\ntransmittal 17 has been returned to Torrent with code 2. For your records only.\n\nJoao',
    expected: { packages: ['C-102'] },
  },
  {
    id: 'E18', from: 'Ingrid Maas <i.maas@elektrika.example>', to: LINNEA, date: '2026-03-24T11:11:00+01:00', subject: 'MCC: approval of single line diagrams',
    body: 'Hi Linnea,\n\nThe single line diagrams went to you on 6 March. To keep the FAT date we need them back with your approval no later than Friday 3 April. Also, is the colour RAL 7035 confirmed?\n\nMet vriendelijke groet,\nIngrid',
    expected: { packages: ['C-107'], tasks: [['we need them back with your approval no later than Friday 3 April', '2026-04-03', us('linnea.berg'), 'Return approved single line diagrams'], ['is the colour RAL 7035 confirmed', [null, '2026-04-03'], us('linnea.berg'), 'Confirm colour RAL 7035']] },
  },
  {
    id: 'E19', from: 'Web Shop <offers@toolmarket.example>', to: PAVEL, date: '2026-03-09T05:00:00+00:00', subject: 'Spring deals on pumps and valves',
    body: 'Save up to 40 % on pumps!\n\nOrder before 31 March and get free delivery. Click here to see all offers.\n\nTo unsubscribe, follow this link.',
    headers: ['List-Unsubscribe: <https://toolmarket.example/u>'],
    expected: {},
  },
  {
    id: 'E20', from: 'Kyle Dunn <kyle@supplierboost.example>', to: RUTH, date: '2026-03-10T15:00:00-05:00', subject: 'Quick question, Ruth',
    body: 'Hi Ruth,\n\nI came across Castlemere Water and was impressed. Our platform helps utilities cut purchasing cost by 12 %. Would you be open to a short call next Tuesday? Just let me know what time suits.\n\nBest,\nKyle',
    expected: {},
  },
  {
    id: 'E21', from: 'Mark Ellis <mark.ellis@torrentpumps.example>', to: PAVEL, date: '2026-03-12T16:00:00+00:00', subject: 'Automatic reply: C-102 drawings',
    body: 'I am out of the office with no access to e-mail. I will return on Monday 23 March. For urgent matters please call the switchboard.', headers: ['Auto-Submitted: auto-replied'],
    expected: { packages: [], packagesOptional: ['C-102'] },
  },
  {
    id: 'E22', from: 'Ruth Adeyemi <ruth.adeyemi@castlemere-water.example.org>', to: LINNEA, date: '2026-03-12T20:00:00+00:00', subject: 'Payment today',
    body: 'Linnea, I need you to process the Elektrika invoice today, C-107 contract amount is now EUR 798,000. Use the account in the attachment and confirm when done.\n\nRuth',
    expected: { packages: [], packagesOptional: ['C-107'], optionalTasks: [['process the Elektrika invoice today', '2026-03-12', us('linnea.berg'), 'Process invoice'], ['confirm when done', null, us('linnea.berg'), 'Confirm']], flags: ['sender_mismatch'], anyPatchForbidden: true },
  },
]; // prettier-ignore
