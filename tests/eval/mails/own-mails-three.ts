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

/** Own mails, third part: more phrasings, minutes, promises, acknowledgements. */
export const ownMailsThree: OwnMail[] = [
  {
    id: 'G01', from: 'Sean Brennan <sean@brennancivil.example>', to: RUTH, cc: CLAIRE, date: '2026-03-24T15:00:00+00:00', subject: 'Inlet works: minutes of meeting 3',
    body: 'Dear Ruth,\n\nPlease find the minutes below.\n\n3.1 Weather days: two, agreed.\n3.2 Castlemere to issue the pile test results by 7 April.\n3.3 Brennan will provide the traffic plan on 1 April.\n3.4 Claire to confirm the penstock levels by the end of next week.\n\nRegards\nSean',
    expected: { packages: ['W-21'], tasks: [['Castlemere to issue the pile test results by 7 April', '2026-04-07', us('ruth.adeyemi'), 'Issue the pile test results'], ['Claire to confirm the penstock levels by the end of next week', '2026-04-03', us('claire.dubois'), 'Confirm the penstock levels']], optionalTasks: [['Brennan will provide the traffic plan on 1 April', '2026-04-01', 'sean@brennancivil.example', 'Provide traffic plan']] },
  },
  {
    id: 'G02', from: LINNEA, to: HENRY, date: '2026-03-16T16:00:00+00:00', subject: 'C-103 recommendation',
    body: 'Henry,\n\nI\'ll send you the award recommendation for the generator set by Wednesday, with the commercial comparison.\n\nLinnea',
    expected: { packages: ['C-103'], tasks: [['send you the award recommendation for the generator set by Wednesday', '2026-03-18', us('linnea.berg'), 'Send the award recommendation']] },
  },
  {
    id: 'G03', from: HENRY, to: `${LINNEA}, ${RUTH}`, date: '2026-03-20T09:00:00+00:00', subject: 'RE: C-103 recommendation',
    body: 'Linnea,\n\napproved. The standby generator set is awarded to Dynagen Inc for USD 398,500 with effect from today. Well done.\n\nHenry',
    expected: { packages: ['C-103'], patches: [['C-103', 'status', 'awarded'], ['C-103', 'contractAmount', 398500], ['C-103', 'awardDate', '2026-03-20']], optionalPatches: [['C-103', 'vendor', 'Dynagen Inc']] },
  },
  {
    id: 'G04', from: 'Ida Holm <ida.holm@lumax.example>', to: PAVEL, date: '2026-03-06T10:00:00+01:00', subject: 'Thank you',
    body: 'Dear Pavel,\n\nmany thanks for the invitation to tender. We confirm that we will submit an offer. Should anything change, please let us know.\n\nKind regards\nIda',
    expected: { packages: ['C-106'] },
  },
  {
    id: 'G05', from: 'Uwe Brandt <u.brandt@stahlbau-weiss.example>', to: PAVEL, date: '2026-03-19T08:00:00+01:00', subject: 'RE: C-110 RAL',
    body: 'Hello Pavel,\n\nnoted, thank you. We proceed with RAL 1023.\n\nUwe\n\nVon: Pavel Horak\nGesendet: Mittwoch, 18. März 2026 10:00\nAn: Uwe Brandt\nBetreff: C-110 RAL\n\nUwe, please use RAL 1023 for the handrails and send the paint certificate by 25 March.',
    expected: { packages: ['C-110'], never: ['paint certificate'] },
  },
  {
    id: 'G06', from: 'Sari Lehto <sari.lehto@aquamek.example>', to: `${PAVEL}, ${OMAR}`, date: '2026-03-12T10:00:00+02:00', subject: 'Bridges - weekly report 10',
    body: 'Dear all,\n\nprogress this week: welding of bridge 1 finished, bridge 2 at 60 %. Everything on schedule, delivery remains 10 July.\n\nNext report on 19 March.\n\nSari',
    expected: { packages: ['C-101'] },
  },
  {
    id: 'G07', from: MINA, to: `${PAVEL}, ${LINNEA}`, date: '2026-03-17T10:00:00+00:00', subject: 'Programme update - input needed',
    body: 'Pavel, Linnea,\n\nI am updating the master programme. I need the latest ship dates for C-101 and C-102 from Pavel and for C-107 from Linnea by EOD Thursday.\n\nMina',
    expected: { packages: ['C-101', 'C-102', 'C-107'], tasks: [['I need the latest ship dates for C-101 and C-102 from Pavel', '2026-03-19', us('pavel.horak'), 'Give the latest ship dates for C-101 and C-102'], ['for C-107 from Linnea by EOD Thursday', '2026-03-19', us('linnea.berg'), 'Give the latest ship date for C-107']] },
  },
  {
    id: 'G08', from: RUTH, to: LINNEA, date: '2026-03-31T09:00:00+01:00', subject: 'SCADA RFQ',
    body: 'Linnea, well done on getting C-109 out yesterday - I see the RFQ was issued on 30 March. When do we expect the first bidder questions?\n\nRuth',
    expected: { packages: ['C-109'], tasks: [['When do we expect the first bidder questions', null, us('linnea.berg'), 'Say when bidder questions are expected']], patches: [['C-109', 'status', 'rfq_issued']], optionalPatches: [['C-109', 'rfqIssueDate', '2026-03-30']] },
  },
  {
    id: 'G09', from: 'Ingrid Maas <i.maas@elektrika.example>', to: LINNEA, date: '2026-04-01T11:00:00+02:00', subject: 'MCC production',
    body: 'Hi Linnea,\n\nhappy to report that production of the motor control centres started on Monday. First photos attached.\n\nIngrid',
    expected: { packages: ['C-107'], patches: [['C-107', 'status', 'in_fabrication']] },
  },
  {
    id: 'G10', from: 'Mark Ellis <mark.ellis@torrentpumps.example>', to: PAVEL, date: '2026-04-02T11:00:00+01:00', subject: 'Pump casings',
    body: 'Pavel,\n\nthe first two pump casings were shipped to the machine shop today. Overall delivery unaffected.\n\nCan you tell me which crane you have on site? We have to know before we finalise the lifting lugs, mid-April at the latest.\n\nMark',
    expected: { packages: ['C-102'], tasks: [['Can you tell me which crane you have on site', '2026-04-15', us('pavel.horak'), 'Tell Torrent which crane is on site']] },
  },
  {
    id: 'G11', from: RUTH, to: PAVEL, cc: LINNEA, date: '2026-03-23T09:00:00+00:00', subject: 'Handover',
    body: 'Pavel,\n\nfrom Monday Linnea takes over C-106 as buyer. Please hand her the file this week.\n\nRuth',
    expected: { packages: ['C-106'], tasks: [['Please hand her the file this week', '2026-03-27', us('pavel.horak'), 'Hand the file to Linnea']], patches: [['C-106', 'buyer', us('linnea.berg')]] },
  },
  {
    id: 'G12', from: 'Jens Vogt <j.vogt@rotaclear.example>', to: PAVEL, date: '2026-03-20T10:00:00+01:00', subject: 'Polymer dosing - bid submission',
    body: 'Dear Pavel,\n\nattached please find our bid for the polymer dosing units, total price EUR 287,400, delivery 16 weeks after order. We look forward to your feedback.\n\nBest regards\nJens',
    expected: { packages: ['C-105'] },
  },
  {
    id: 'G13', from: 'Mail Delivery System <postmaster@castlemere.example>', to: PAVEL, date: '2026-03-20T10:00:00+00:00', subject: 'Undelivered Mail Returned to Sender',
    body: 'Your message C-105 addendum 1 to bids@rotaclear.example could not be delivered. Please check the address and try again.', headers: ['Auto-Submitted: auto-replied'],
    expected: { packages: [], packagesOptional: ['C-105'] },
  },
  {
    id: 'G14', from: PAVEL, to: `${RUTH}`, date: '2026-03-24T17:30:00+00:00', subject: 'C-105 bids in',
    body: 'Ruth, all three bids for C-105 were received before noon today. I shall open the commercial envelopes tomorrow.\n\nPavel',
    expected: { packages: ['C-105'], patches: [['C-105', 'status', 'bids_received']], tasks: [['I shall open the commercial envelopes tomorrow', '2026-03-25', us('pavel.horak'), 'Open the commercial envelopes']] },
  },
  {
    id: 'G15', from: 'Marta Vega <m.vega@constructoravega.example>', to: RUTH, date: '2026-03-26T10:00:00+01:00', subject: 'W-22 programme',
    body: 'Dear Ruth,\n\nowing to rock in section 3 the completion date has slipped from 30 October to 20 November 2026; the revised programme follows next week.\n\nWe await your instruction on the road crossing by the end of the month.\n\nMarta Vega',
    expected: { packages: ['W-22'], tasks: [['We await your instruction on the road crossing by the end of the month', '2026-03-31', us('ruth.adeyemi'), 'Instruct on the road crossing']], patches: [['W-22', 'deliveryDate', '2026-11-20']] },
  },
  {
    id: 'G16', from: JOAO, to: `${OMAR}, ${CLAIRE}`, date: '2026-03-25T10:00:00+00:00', subject: 'Overdue reviews',
    body: 'Omar, Claire\n\nBelow are overdue:\n* Omar - return TP-14 (High lift pumps curves) today\n* Claire - return RC-03 (centrifuge P&ID) by Friday noon\n\nDocument control',
    expected: { packages: ['C-102', 'C-104'], tasks: [['Omar - return TP-14 (High lift pumps curves) today', '2026-03-25', us('omar.siddiqui'), 'Return TP-14'], ['Claire - return RC-03 (centrifuge P&ID) by Friday noon', '2026-03-27', us('claire.dubois'), 'Return RC-03']] },
  },
  {
    id: 'G17', from: BETH, to: PAVEL, date: '2026-03-30T10:00:00+01:00', subject: 'Torrent',
    body: 'Pavel, I hear Torrent may be late again with the high lift pumps, maybe end of September. Not confirmed by Mark, I will ask him.\n\nBeth',
    expected: { packages: ['C-102'], tasks: [['I will ask him', null, us('beth.nolan'), 'Ask Mark about the pump delivery']] },
  },
  {
    id: 'G18', from: 'Ida Holm <ida.holm@lumax.example>', to: PAVEL, date: '2026-03-16T23:50:00-08:00', subject: 'UV site visit',
    body: 'Pavel, we plan to be at your works on 25 March. Please send the gate passes by tomorrow and tell us what PPE is required.\n\nIda',
    expected: { packages: ['C-106'], tasks: [['Please send the gate passes by tomorrow', '2026-03-17', us('pavel.horak'), 'Send the gate passes'], ['tell us what PPE is required', ['2026-03-17', null], us('pavel.horak'), 'Say what PPE is required']] },
  },
]; // prettier-ignore
