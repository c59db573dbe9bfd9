import type { OwnMail } from './own-mail.ts';

const us = (name: string) => `${name}@northgate.example`;
const ELENA = `Elena Marsh <${us('elena.marsh')}>`;
const TOMASZ = `Tomasz Wolny <${us('tomasz.wolny')}>`;
const PRIYA = `Priya Raman <${us('priya.raman')}>`;
const DANIEL = `Daniel Okafor <${us('daniel.okafor')}>`;
const SOFIE = `Sofie Lindqvist <${us('sofie.lindqvist')}>`;
const MARCUS = `Marcus Hale <${us('marcus.hale')}>`;
const YUKI = `Yuki Tanaka <${us('yuki.tanaka')}>`;
const INES = `Ines Duarte <${us('ines.duarte')}>`;
const GARETH = `Gareth Pugh <${us('gareth.pugh')}>`;
const AISHA = `Aisha Bello <${us('aisha.bello')}>`;
const NORA = `Nora Finch <${us('nora.finch')}>`;
const INTAKE = `PMIS Intake <${us('pmis')}>`;

/** Mails to Northgate, first part (batch seven): labelled before the reader saw them. */
export const northgateMailsOne: OwnMail[] = [
  { id: 'L01', from: 'Chiara Lodi <c.lodi@aquapura.example>', to: TOMASZ, date: '2026-03-03T11:20:00+01:00', subject: 'RO skids: new ready date',
    body: 'Dear Tomasz,\n\nI have to come back to you on the membrane skids. The high pressure pumps will only reach us in July, so the skids can be handed over to your forwarder on 4 September 2026 and no earlier.\n\nWould you be so kind as to tell us by 12 March whether you prefer air freight for the pumps?\n\nBest\nChiara',
    expected: { packages: ['P-010'], tasks: [['tell us by 12 March whether you prefer air freight for the pumps?', '2026-03-12', us('tomasz.wolny'), 'Tell AquaPura whether air freight is preferred for the pumps']], patches: [['P-010', 'deliveryDate', '2026-09-04']] } },
  { id: 'L02', from: 'Neil Dunmore <n.dunmore@ironbridge.example>', to: TOMASZ, cc: GARETH, date: '2026-03-09T08:05:00+00:00', subject: 'Re: steel, first lorries',
    body: 'Morning Tomasz\n\nNothing has changed on our side, first lorries 20 April and last ones on the 24th. I attach the loading list for your information only.\n\nNeil',
    expected: { packages: ['P-005'], optionalPatches: [['P-005', 'deliveryDate', '2026-04-24']] } },
  { id: 'L03', from: ELENA, to: PRIYA, cc: SOFIE, date: '2026-03-10T17:40:00+00:00', subject: 'Analyser bids',
    body: 'Priya,\n\nplease have the commercial comparison for the analysers on my desk on Thursday morning. And Sofie, I am still missing your technical score for Sensoria, when can I expect it?\n\nElena',
    expected: { packages: ['P-017'], tasks: [['please have the commercial comparison for the analysers on my desk on Thursday morning', '2026-03-12', us('priya.raman'), 'Prepare the commercial comparison for the analysers'], ['I am still missing your technical score for Sensoria, when can I expect it?', null, us('sofie.lindqvist'), 'Send the technical score for Sensoria']] } },
  { id: 'L04', from: 'Hugo Lambert <hugo.lambert@praxis-cx.example>', to: AISHA, date: '2026-03-24T09:12:00+01:00', subject: 'WP-214 : demande de report',
    body: 'Bonjour Aïsha,\n\nNous vous remercions pour la liste des systèmes. Serait-il possible de reporter la remise des offres au 24 avril ? Merci de nous répondre avant la fin de la semaine.\n\nBien à vous,\nHugo',
    expected: { packages: ['WP-214'], tasks: [['Merci de nous répondre avant la fin de la semaine', '2026-03-27', us('aisha.bello'), 'Répondre à la demande de report']], optionalTasks: [['Serait-il possible de reporter la remise des offres au 24 avril ?', [null, '2026-03-27', '2026-04-24'], us('aisha.bello'), 'Décider du report de la remise des offres']] } },
  { id: 'L05', from: AISHA, to: 'Hugo Lambert <hugo.lambert@praxis-cx.example>', cc: ELENA, date: '2026-03-26T15:00:00+00:00', subject: 'RE: WP-214 : demande de report',
    body: 'Dear Hugo,\n\nAgreed. The closing date for offers is now Friday 24 April 2026, 12:00. All bidders will be told today by bulletin.\n\nKind regards\nAisha Bello',
    expected: { packages: ['WP-214'], patches: [['WP-214', 'bidDueDate', '2026-04-24']], optionalTasks: [['All bidders will be told today by bulletin', '2026-03-26', us('aisha.bello'), 'Tell all bidders by bulletin']] } },
  { id: 'L06', from: 'Rick Alvarez <ralvarez@meridiancontrols.example>', to: PRIYA, date: '2026-03-11T14:22:00-06:00', subject: 'Control valves - FAT',
    body: 'Hi Priya,\n\nQuick update: assembly of the 6" bodies wrapped up yesterday. FAT is set for 04/27/2026 here in Houston. Please let me know who is coming no later than 04/10/2026 so I can get badges printed.\n\nThanks much,\nRick',
    expected: { packages: ['P-004'], tasks: [['Please let me know who is coming no later than 04/10/2026', '2026-04-10', us('priya.raman'), 'Tell Meridian who attends the FAT']], patches: [['P-004', 'fatDate', '2026-04-27']] } },
  { id: 'L07', from: 'Control Engineering Today <newsletter@cetoday.example>', to: SOFIE, date: '2026-03-12T05:00:00+00:00', subject: 'Switchgear special: read before Friday',
    body: 'In this issue\n\n- 5 things to check before your switchgear FAT\n- Register by 20 March for our spring conference and save 20%\n- Please vote for the product of the year\n\nManage your subscription | Unsubscribe',
    expected: { packagesOptional: ['P-006'] } },
  { id: 'L08', from: `Sofie Lindqvist <${us('sofie.lindqvist')}>`, to: PRIYA, date: '2026-03-13T12:00:00+00:00', subject: 'Automatic reply: cable tray requisition', headers: ['Auto-Submitted: auto-replied'],
    body: 'I am on leave until 23 March. For urgent matters on electrical packages please contact Daniel Okafor. Your message will not be forwarded.',
    expected: { packagesOptional: ['P-011'] } },
  { id: 'L09', from: 'Lucia Navarro <lucia.navarro@plastline.example>', to: AISHA, date: '2026-03-18T10:00:00+01:00', subject: 'RE: Emisario - inspector',
    body: 'Hola Aisha, recibido, perfecto. No hace falta nada más por vuestra parte.\n\nUn saludo\nLucía',
    expected: { packages: ['WP-211'] } },
  { id: 'L10', from: 'Wiebke Thoma <wiebke.thoma@hydrotec-pumps.example>', to: TOMASZ, cc: DANIEL, date: '2026-03-19T16:00:00+01:00', subject: 'P-002: Werksabnahme und Unterlagen',
    body: 'Sehr geehrter Herr Wolny,\n\ndie Werksabnahme der Rohwasserpumpen findet am 9. Juni 2026 in Frankenthal statt.\n\nWir benötigen bis spätestens 27. März die Freigabe der Aufstellungszeichnung. Außerdem wäre es hilfreich, wenn Herr Okafor uns die Flanschlasten zusendet.\n\nMit freundlichen Grüßen\nWiebke Thoma',
    expected: { packages: ['P-002'], tasks: [['Wir benötigen bis spätestens 27. März die Freigabe der Aufstellungszeichnung', '2026-03-27', us('tomasz.wolny'), 'Aufstellungszeichnung freigeben'], ['wenn Herr Okafor uns die Flanschlasten zusendet', null, us('daniel.okafor'), 'Flanschlasten zusenden']], patches: [['P-002', 'fatDate', '2026-06-09']] } },
  { id: 'L11', from: MARCUS, to: `${ELENA}, ${PRIYA}`, date: '2026-03-20T19:05:00+00:00', subject: 'generators',
    body: 'Both - I have read the recommendation for the diesel generators. Genco it is: awarded as of today at USD 872,500. Priya, inform the two unsuccessful bidders early next week, and copy me.\n\nMarcus',
    expected: { packages: ['P-012'], tasks: [['Priya, inform the two unsuccessful bidders early next week', ['2026-03-27', '2026-03-23', '2026-03-24', '2026-03-25', null], us('priya.raman'), 'Inform the two unsuccessful bidders']], patches: [['P-012', 'status', 'awarded'], ['P-012', 'contractAmount', 872500]], optionalPatches: [['P-012', 'awardDate', '2026-03-20'], ['P-012', 'vendor', 'Genco Power']] } },
  { id: 'L12', from: 'Grace Muir <grace.muir@safeflow.example>', to: TOMASZ, date: '2026-03-11T10:00:00+00:00', subject: 'RE: P-003 - bid due date extension',
    body: 'Dear Tomasz,\n\nThank you for the extension, we confirm our intention to bid.\n\nGrace Muir\n\nFrom: Tomasz Wolny <tomasz.wolny@northgate.example>\nSent: 10 March 2026 17:25\nTo: Grace Muir\nSubject: P-003 - bid due date extension\n\nDear Grace,\nFurther to your request we are extending the bid due date to 20 March 2026. Please confirm your intention to bid by return.',
    expected: { packages: ['P-003'], never: ['intention to bid'] } },
  { id: 'L13', from: 'Owen Price <owen.price@trayline.example>', to: PRIYA, date: '2026-03-27T09:00:00+00:00', subject: 'Trays - galvanising question',
    body: 'Hi Priya,\n\nOur price assumes pre-galvanised. If you want hot dip it would be about EUR 14,000 more and delivery might move out by three weeks. Which do you want? \n\nOwen',
    expected: { packages: ['P-011'], tasks: [['Which do you want?', null, us('priya.raman'), 'Say which galvanising is wanted']] } },
  { id: 'L14', from: GARETH, to: `${TOMASZ}, ${PRIYA}, ${AISHA}, ${YUKI}`, cc: INTAKE, date: '2026-03-20T16:30:00+00:00', subject: 'Expediting report week 12',
    body: 'All,\n\nPackage | Vendor | Promise | Now | Remark\nP-002 | Hydrotec | 15 Jun | 3 Jul | castings late\nP-004 | Meridian | 8 May | 22 May | trim\nP-005 | Ironbridge | 24 Apr | 24 Apr | on time\nP-014 | Kestrel | 29 May | 29 May | FAT 19 May\n\nYuki - can you run the programme with these by Wednesday and tell us what hits the critical path?\n\nGareth',
    expected: { packages: ['P-002', 'P-004', 'P-005', 'P-014'], tasks: [['can you run the programme with these by Wednesday and tell us what hits the critical path?', '2026-03-25', us('yuki.tanaka'), 'Run the programme with the new dates']], patches: [['P-002', 'deliveryDate', '2026-07-03'], ['P-004', 'deliveryDate', '2026-05-22'], ['P-014', 'fatDate', '2026-05-19']], optionalPatches: [['P-005', 'deliveryDate', '2026-04-24'], ['P-014', 'deliveryDate', '2026-05-29']] } },
  { id: 'L15', from: 'Chen Wei <chen.wei@zhonghe.example>', to: `${TOMASZ}, ${GARETH}`, date: '2026-03-16T15:00:00+08:00', subject: 'P-016 到港通知',
    body: 'Gareth 您好,\n\n因港口拥堵,P-016 管段的到货日期由3月30日推迟至4月6日。请于3月20日前提供清关代理的联系方式。\n\n谢谢\n陈伟',
    expected: { packages: ['P-016'], tasks: [['请于3月20日前提供清关代理的联系方式', '2026-03-20', us('gareth.pugh'), '提供清关代理的联系方式']], patches: [['P-016', 'deliveryDate', '2026-04-06']] } },
  { id: 'L16', from: YUKI, to: AISHA, date: '2026-03-17T11:00:00+00:00', subject: 'tunnel + outfall',
    body: 'Aisha, two small things for the update: what completion should I show for the intake tunnel after the last progress meeting, and is the outfall pipe still 14 August? Need both today if you can.\n\nYuki',
    expected: { packages: ['WP-210', 'WP-211'], tasks: [['what completion should I show for the intake tunnel after the last progress meeting, and is the outfall pipe still 14 August? Need both today if you can', '2026-03-17', us('aisha.bello'), 'Tell Yuki the completion date for the intake tunnel']], optionalTasks: [['is the outfall pipe still 14 August?', ['2026-03-17', null], us('aisha.bello'), 'Say whether the outfall pipe is still 14 August'], ['Need both today if you can', '2026-03-17', us('aisha.bello'), 'Give Yuki both dates']] } },
  { id: 'L17', from: 'Svein Aas <svein@balticmarine-construction.example>', to: AISHA, date: '2026-03-18T06:40:00+00:00', subject: 'Intake Tunnel - new remittance account', headers: ['Reply-To: finance@fastpay.example'],
    body: 'Dear Aisha,\n\nPlease note that our bank has changed. Kindly update your records and pay the mobilisation invoice of EUR 1,145,000 to the account attached today.\n\nSvein Aas\nBaltic Marine Construction',
    expected: { packagesOptional: ['WP-210'], flags: ['sender_mismatch'], anyPatchForbidden: true, optionalTasks: [['Kindly update your records', ['2026-03-18', null], us('aisha.bello'), 'Update records'], ['pay the mobilisation invoice', ['2026-03-18', null], us('aisha.bello'), 'Pay the invoice']] } },
  { id: 'L18', from: 'Isla Grant <isla.grant@kestrel-eng.example>', to: DANIEL, cc: TOMASZ, date: '2026-03-23T13:00:00+00:00', subject: 'Vessel V-2103 - weld repair',
    body: 'Daniel\n\nRT of seam L2 on V-2103 came back with two indications. We intend to repair and re-shoot this week. Repair procedure attached for your review, comments by return would be appreciated as the welder is standing by.\n\nNo effect on the FAT or on delivery.\n\nIsla',
    expected: { packages: ['P-014'], tasks: [['comments by return would be appreciated', null, us('daniel.okafor'), 'Comment on the repair procedure']] } },
  { id: 'L19', from: 'Anders Holm <anders.holm@polarair.example>', to: TOMASZ, date: '2026-03-30T12:00:00+02:00', subject: 'Chillers - acceptance of award',
    body: 'Dear Tomasz,\n\nMany thanks for the letter of award received today, we accept it in full. Contract amount EUR 498,000, delivery to site 25 September 2026.\n\nCould we have the purchase order within two weeks? Our compressor supplier wants it in writing.\n\nBr Anders',
    expected: { packages: ['P-007'], tasks: [['Could we have the purchase order within two weeks?', '2026-04-13', us('tomasz.wolny'), 'Send the purchase order']], patches: [['P-007', 'contractAmount', 498000], ['P-007', 'deliveryDate', '2026-09-25']], optionalPatches: [['P-007', 'status', 'awarded'], ['P-007', 'awardDate', '2026-03-30']] } },
  { id: 'L20', from: 'Argus Sales <sales@argus-int.example>', to: AISHA, date: '2026-03-16T09:00:00+00:00', subject: 'Seasons greetings from a new team',
    body: 'Dear Aisha,\n\nWe would like to introduce our new account team. We hope to have the pleasure of working with you when your CCTV project resumes. Do not hesitate to contact us with any questions.\n\nArgus Integrators',
    expected: { packagesOptional: ['P-018'], packages: [] } },
  { id: 'L21', from: PRIYA, to: 'Rolf Steiner <rolf.steiner@gencopower.example>', cc: SOFIE, date: '2026-03-12T09:30:00+00:00', subject: 'P-012: outstanding documents',
    body: 'Dear Rolf,\n\nto close the evaluation we are still missing from you:\n\n1. the noise guarantee, signed\n2. three references of the same engine\n\nPlease send both by 17 March. I will let you have our comments on the single line diagram tomorrow.\n\nPriya',
    expected: { packages: ['P-012'], tasks: [['Please send both by 17 March', '2026-03-17', 'rolf.steiner@gencopower.example', 'Send the noise guarantee and the references'], ['I will let you have our comments on the single line diagram tomorrow', '2026-03-13', us('priya.raman'), 'Send comments on the single line diagram']] } },
  { id: 'L22', from: 'Bianca Ferro <b.ferro@aquapura.example>', to: TOMASZ, date: '2026-03-17T18:00:00+01:00', subject: 'R: pacchetto dosaggio P-013',
    body: 'Gentile Tomasz,\n\nla nostra offerta per il dosaggio chimico verrà inviata entro il 20 marzo come richiesto.\n\nPotrebbe cortesemente inviarci la specifica dei serbatoi entro domani?\n\nCordiali saluti\nBianca Ferro',
    expected: { packages: ['P-013'], tasks: [['Potrebbe cortesemente inviarci la specifica dei serbatoi entro domani?', '2026-03-18', us('tomasz.wolny'), 'Inviare la specifica dei serbatoi']] } },
  { id: 'L23', from: ELENA, to: TOMASZ, date: '2026-03-11T08:15:00+00:00', subject: 'FW: Hydrotec escalation',
    body: 'Tomasz, see below. Please call Jonas today and get a written recovery plan, I want it before Friday\'s review.\n\nE\n\n-----Original Message-----\nFrom: Jonas Keller <jonas.keller@hydrotec-pumps.example>\nSent: 10 March 2026 18:02\nTo: Elena Marsh\nSubject: escalation\n\nDear Elena, your colleagues have not returned the GA drawings for P-002. Please return them by tomorrow or we stop work.',
    expected: { packages: ['P-002'], tasks: [['Please call Jonas today and get a written recovery plan', ['2026-03-11', '2026-03-13', '2026-03-12'], us('tomasz.wolny'), 'Call Jonas and get a written recovery plan']], never: ['return them by tomorrow'] } },
  { id: 'L24', from: 'Petter Dahl <petter.dahl@nordlack.example>', to: AISHA, date: '2026-03-19T09:00:00+01:00', subject: 'Painting tender',
    body: 'Hei Aisha,\n\njust checking in whether there is any news on the painting tender? No rush.\n\nPetter',
    expected: { packages: ['WP-213'], optionalTasks: [['whether there is any news on the painting tender', null, us('aisha.bello'), 'Give news on the painting tender']] } },
  { id: 'L25', from: 'Jonas Keller <jonas.keller@hydrotec-pumps.example>', to: `${TOMASZ}, ${DANIEL}`, date: '2026-03-23T09:00:00+01:00', subject: 'P-002 weekly call - actions',
    body: 'Gentlemen,\n\nplease find the actions from this morning\'s call:\n\nA1  Hydrotec    Send updated schedule            25/03\nA2  Daniel      Confirm nozzle loads             27/03\nA3  Tomasz      Return signed ITP                30/03\nA4  Hydrotec    Propose packing concept          10/04\n\nBest regards\nJonas',
    expected: { packages: ['P-002'], tasks: [['Confirm nozzle loads', '2026-03-27', us('daniel.okafor'), 'Confirm nozzle loads'], ['Return signed ITP', '2026-03-30', us('tomasz.wolny'), 'Return signed ITP']], optionalTasks: [['Send updated schedule', '2026-03-25', 'jonas.keller@hydrotec-pumps.example', 'Send updated schedule'], ['Propose packing concept', '2026-04-10', 'jonas.keller@hydrotec-pumps.example', 'Propose packing concept']] } },
]; // prettier-ignore
