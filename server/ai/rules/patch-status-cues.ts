import type { PackageStatus } from '../../packages/package-fields.schema.ts';
import type { PatchField } from './understanding.ts';
import { anyOf, oneOf, phrases, wholeWords } from './phrases.ts';

/** All patterns run over folded text. */

export type StatusCue = {
  status: PackageStatus;
  pattern: RegExp;
  vendor: boolean;
  dateField?: PatchField;
  not?: RegExp;
};

const DONE =
  '(?:was|were|has been|have been|is|are|has|have|been|got|were all)(?: now| just| all| formally| already| duly| officially| today| finally)*';
const THING_NOT_PACKAGE = anyOf(
  `\\b${oneOf(phrases`
  meeting | visit | call | inspection | webinar | training | workshop | slot | booking | flight | invoice
  transmittal | drawing | drawings | document | documents | invitation | reminder | event | subscription | session
  appointment | trip | review | audit | payment | point | item | query | clarification | claim | ncr | rfi
  bulletin | addendum | certificate | bond | lc | sub-?order | milestone
`)}s?\\b`,
);
const PARTIAL = anyOf(
  `\\b${oneOf(phrases`
  first | partial(?:ly)? | partly | part of | some | one of | two of | three of | half | remaining | rest of
  drawings? | documents? | certificates? | samples? | spares? | datasheets? | manuals? | invoices? | reports?
  bond | casings? | castings | motors? | batch | lot \d+ of | (?!(?<whole>\d+) of \k<whole>\b)\d+ of \d+
  to the (?:machine|paint|galvani[sz]\w+) ?\w* | sub-?supplier | not | n't | never | ready to | before | prior to
  resin | plate | vendor's | original documents
`)}\\b`,
);

export const STATUS_CUES: StatusCue[] = [
  {
    status: 'po_issued',
    vendor: false,
    dateField: 'poIssueDate',
    not: anyOf(
      wholeWords(phrases`
      amend\w* | revised | not | cannot | never | variation | change order | draft | call-off
    `),
    ),
    pattern: anyOf(
      oneOf(phrases`
      \b(?:po|p\.o\.|purchase order|order)\b.{0,90}?\b(?:${DONE} (?:signed and )?(?:issued|released|placed|sent|dispatched)|went (?:out|to)|is out|has gone (?:out|to))\b
      \b(?:we|i|have|has|just)(?: have| just| now| today)* (?:issued|released|placed|sent out) (?:the |our |a )?(?:po|purchase order|order)\b
      \b(?:po|purchase order)(?: no\.?)?(?: [\w/-]*\d[\w/-]*)? (?:issued|released|placed) (?:to|today|yesterday|on)\b
    `),
    ),
  },
  {
    status: 'awarded',
    vendor: false,
    dateField: 'awardDate',
    not: anyOf(
      wholeWords(phrases`
      not | cannot | never | recommendation to | to be awarded | before | after
    `),
    ),
    pattern: anyOf(
      oneOf(phrases`
      \b(?:is|are|was|has been|have been|as|hereby|now|been) (?:now |formally |hereby |officially )*awarded\b
      \bapproved the award\b | \bawarded to\b | (?<!\bbe )\bawarded (?:as of|with effect|effective|today|yesterday|this (?:morning|afternoon|evening))\b
      \baward (?:effective|with effect|as of)\b
      \bletter of award (?:was |has been |is )?(?:now )?(?:signed|issued|sent out)\b
      \b(?:is|are) the (?:winners?|winning bidder|successful bidder)\b
      \b(?:we|board|committee|i|directors) (?:have |has )?(?:decided to )?award(?:ed)? (?!recommend)\w+
      \bgo(?:es)? to .{0,30} as winner | \baward (?:to .{0,40} )?(?:is |has been |was )?(?:approved|confirmed)\b
      \bhat den zuschlag erhalten\b | \badjudicado a\b
    `),
    ),
  },
  {
    status: 'cancelled',
    vendor: false,
    not: THING_NOT_PACKAGE,
    pattern: anyOf(
      oneOf(phrases`
      \b(?:is|are|was|has been|have been|been|hereby|now|gets?|being) (?:now |hereby |formally |definitely |therefore |officially |being )*(?:cancelled|canceled|terminated|scrapped|dropped|called off|axed|descoped|removed from scope)\b
      \b(?:we|i|board|management) (?:are |have |has |hereby |will |did )*(?:(?:decided|agreed|resolved|voted)(?: \w+){0,3} to )?(?:cancel(?:l?ing|l?ed)?|terminat(?:e|ed|ing)|scrapp?(?:ed|ing)?|dropp?(?:ed|ing)?|call(?:ed|ing) off|descop\w+)\b
      ^(?:cancelled|canceled)\b | \bwird storniert\b | \bqueda cancelad[oa]\b | \best annulee?\b
      \be annullat[oa]\b | 取消
    `),
    ),
  },
  {
    status: 'planned',
    vendor: false,
    not: anyOf(
      wholeWords(phrases`
      not | n't
    `),
    ),
    pattern: anyOf(
      wholeWords(phrases`
      off hold | back to planned
      back on(?:\b(?! (?:hold|track|schedule|monday|tuesday|wednesday|thursday|friday|\d)))
      hold (?:on .{0,40}? )?(?:is |has been |was )?(?:now )?(?:lifted|released|removed|over)
      (?:is |are |becomes )(?:now )?active again | lift(?:ed|ing)? the hold | released from hold
      re-?activated | reinstated | un-?frozen | is live again | resumes? | resumed | resuming
    `),
    ),
  },
  {
    status: 'on_hold',
    vendor: false,
    not: anyOf(
      wholeWords(phrases`
      off hold | no longer | not on hold | payment | payments | invoice | invoices | drawing | drawings
      hold lifted | put on hold until you | the line | call | shipment | released from
    `),
    ),
    pattern: anyOf(
      wholeWords(phrases`
      on hold | suspended | paused | frozen | parked | mothballed
    `),
      oneOf(phrases`
      \b(?:we|i|board|management) (?:are |have |has |hereby |will |'ll )*(?:(?:decided|agreed|resolved|voted)(?: \w+){0,3} to )?(?:park|pause|suspend|freeze|mothball)\b
      \bwird ausgesetzt\b | \ben suspenso\b | \ben attente\b(?= ) | \bin sospeso\b | 暂停
    `),
    ),
  },
  {
    status: 'rfq_issued',
    vendor: false,
    dateField: 'rfqIssueDate',
    not: anyOf(
      wholeWords(phrases`
      not | will | clarification | bulletin | addendum | question | questions
    `),
    ),
    pattern: anyOf(
      oneOf(phrases`
      \b(?:rfq|enquiry|inquiry|tender(?: documents?| package)?|itt|invitation to tender|request for quotation)\b.{0,50}?\b(?:${DONE} (?:issued|sent|published|released|out|launched)|went out|is out|has gone out|out since|issued (?:today|yesterday|to))\b
      \b(?:issued|sent out|published|launched|released) the (?:rfq|tender|enquiry|itt)\b
    `),
    ),
  },
  {
    status: 'bids_received',
    vendor: false,
    not: anyOf(
      wholeWords(phrases`
      should | will | not | n't | waiting | missing | still | only | expect\w* | no
    `),
    ),
    pattern: anyOf(
      oneOf(phrases`
      \b(?:all|both|two|three|four|five|six|\d+|the) (?:\w+ ){0,4}?(?:bids|offers|tenders|quotes|quotations|proposals)\b.{0,40}\b(?:received|are in|is in|in hand|arrived|opened|on file|came in|came back)\b
      \b(?:received|have|got|opened) (?:all |both |two |three |four |five |\d+ |the )+(?:bids|offers|tenders|quotations|proposals)\b
      \b(?:bids|offers|tenders) (?:for (?:[\w-]+ ){1,5}?)?(?:are in|were opened|received|have been received|in\b|(?:have )?c[ao]me in|(?:have )?arrived)
    `),
    ),
  },
  {
    status: 'evaluation',
    vendor: false,
    not: anyOf(
      wholeWords(phrases`
      not | will | complete | completed | finished | after
    `),
    ),
    pattern: anyOf(
      wholeWords(phrases`
      evaluation (?:of .{0,40}? )?(?:has |is |was )?(?:now )?(?:started|begun|under ?way|in progress|commenced|kicked off)
      (?:started|begun|starting|commenced) (?:the )?(?:\w+ ){0,2}evaluation
      mov(?:ed|es|ing) (?:in)?to evaluation | (?:is|are|now) (?:in|under) evaluation
    `),
    ),
  },
  {
    status: 'in_fabrication',
    vendor: true,
    not: anyOf(
      wholeWords(phrases`
      not | n't | will | before | after | until | suspended | trial | late
    `),
    ),
    pattern: anyOf(
      oneOf(phrases`
      \b(?:fabrication|manufactur(?:e|ing)|production|steel cutting)\b.{0,60}?\b(?:has |have |was |is )?(?:now |already |finally )?(?:started|begun|commenced|began|kicked off|under ?way|in full swing)\b
      \b(?:started|begun|commenced|began|starting) (?:with )?(?:the )?(?:fabrication|manufactur\w+|production|cutting)\b
      \b(?:is|are|now) (?:now )?in (?:fabrication|production|manufacture)\b
      fertigung (?:hat |wurde )?.{0,30}(?:begonnen|gestartet|angelaufen)
      ha (?:comenzado|empezado) la fabricacion | fabrication (?:a |est )(?:commence|demarre|lancee)
      produzione (?:e )?(?:iniziata|avviata|partita) | 已(?:经)?开始(?:生产|制造|加工) | 已投产
    `),
    ),
  },
  {
    status: 'shipped',
    vendor: true,
    not: PARTIAL,
    pattern: anyOf(
      oneOf(phrases`
      \b(?:has|have|was|were|been|is|are) (?:now |all |already |been |fully )*(?:shipped|dispatched|despatched|loaded (?:on|onto|at)|on the water|in transit|on (?:its|their) way)\b
      \b(?:left|departed|sailed from) (?:our |the |your )?(?:works|factory|workshop|port|shop|yard|harbou?r)\b
      \b(?:was|were|has been|have been|now|all) (?:handed over to|collected by|picked up by) (?:the |our |your )?(?:forwarder|carrier|haulier|shipping (?:line|agent)|freight)\b
      \bvessel (?:has |have )?(?:left|sailed|departed)\b | \bshipped (?:today|yesterday|on|this)\b
      \bwurden? .{0,30}(?:versandt|verschickt|verladen) | \b(?:ha|han) sido (?:enviad|expedid|embarcad)\w+
      \b(?:a|ont) ete (?:expedie|charge)\w* | \b(?:e|sono) stat[aoie] spedit\w+ | 已.{0,8}(?:发货|装船|发运|启运|出运)
    `),
    ),
  },
  {
    status: 'delivered',
    vendor: true,
    dateField: 'deliveryDate',
    not: PARTIAL,
    pattern: anyOf(
      oneOf(phrases`
      \b(?:is|are|was|were|has been|have been|been) (?:now |all |fully |safely |completely |successfully )*(?:delivered|received (?:on|at) site|unloaded)\b
      \b(?:arrived|landed|reached) (?:on|at|the)? ?(?:the |your |our )?site\b
      \b(?:came|got|made it) (?:in|through the gate|to (?:the )?site|on site)\b
      \bdelivery (?:is |was |now )*(?:complete|completed)\b | \bwurden? .{0,30}(?:geliefert|angeliefert)
      \b(?:ha|han) sido entregad\w+ | \b(?:a|ont) ete livre\w* | \b(?:e|sono) stat[aoie] consegnat\w+
      已.{0,6}(?:到货|交付|送达|到场)
    `),
    ),
  },
  {
    status: 'closed',
    vendor: false,
    not: THING_NOT_PACKAGE,
    pattern: anyOf(
      oneOf(phrases`
      \b(?:package|contract|order|po|account|[a-z]{1,3}-\d{2,4})\b.{0,60}?\b(?:is|was|has been|now|can be considered) (?:now |formally |hereby )*closed(?: out)?\b
      \bclosed out (?:the )?(?:package|contract|order)\b
    `),
    ),
  },
];

/** "status back to planned", "set to on hold". */
export const STATUS_SAID = /(?:\bstatus\b.{0,24}?\b(?:to|is|now|as|:)|\bcan (?:now )?be (?:marked|set|shown|recorded|regarded|considered|booked)(?: in)?(?: as| to)?)\s*(?:back to )?(planned|rfq issued|bids received|evaluation|awarded|po issued|in fabrication|shipped|delivered|on hold|completed|cancelled|canceled|closed)\b/u; // prettier-ignore
