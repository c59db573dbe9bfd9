import type { PatchField } from './understanding.ts';
import { MONTH_WORD } from './calendar-words.ts';
import { anyOf, oneOf, phrases, wholeWords } from './phrases.ts';

/** All patterns run over folded text. */

export type FieldCue = {
  field: PatchField;
  pattern: RegExp;
  /** A vendor may say it of his own package. */
  vendor: boolean;
  /** Right before or behind the cue: it is about something else. */
  not?: RegExp;
};

/** Before a delivery cue: it is a delivery of something smaller. */
const OTHER_DELIVERY = anyOf(
  `\\b${oneOf(phrases`
  bid | tender | offer | document | documentation | drawing | drawings | data | datasheet | certificate | sample
  samples | first | partial | part | spare | spares | report | invoice | letter | resin | plate | casting
  castings | motor supplier's | sub-?supplier | material | raw material
`)}s? $`,
);

/** Dates. In order: what is more special stands first and takes the words from the rest. */
export const DATE_CUES: FieldCue[] = [
  {
    field: 'bidDueDate',
    vendor: false,
    pattern: anyOf(
      wholeWords(phrases`
      (?:bid|tender|offer|proposal)s?(?: due| closing| submission| return| receipt)? (?:date|deadline)
      (?:closing|submission|due|return) date (?:for|of) (?:the )?(?:bids?|tenders?|offers?|proposals?|quotations?)
      (?:bid|tender|offer)s?(?: now| will| must| to)* (?:due|closing|close|submission|return)\w*(?: date)?
      (?:bids|tenders|offers|proposals)(?: for (?:[\w-]+ ){1,6}?)? ?(?:are|is|will be)? ?(?:now )?due | submission (?:deadline|date)
      deadline for (?:the )?(?:submission of )?(?:bids?|tenders?|offers?|submissions?|proposals?)
      (?:tender|bid|bidding|tendering) period | closing date | angebotsfrist | abgabefrist | submissionstermin
      angebotsabgabe
      (?:plazo|fecha limite)(?: de| para la)? (?:presentacion|entrega|recepcion)?(?: de)?(?: las)? ?ofertas
      date limite (?:de remise|des offres|de depot) | remise des offres | scadenza
      termine (?:di |per la )?presentazione | inschrijf\w* | termin skladania ofert
    `),
      oneOf(phrases`投标截止 | 报价截止 | 截标`),
    ),
  },
  {
    field: 'fatDate',
    vendor: true,
    pattern: anyOf(
      wholeWords(phrases`
      fat | factory acceptance(?: tests?(?:ing)?)? | (?:works?|workshop|shop) (?:acceptance )?tests?
      werksabnahme | abnahme im werk | fat-termin | werksprufung | pruebas? (?:de aceptacion )?en fabrica | recette(?: en)? usine
      essais? (?:en )?usine | collaudo in (?:fabbrica|officina) | fabrieks\w*test | odbior fabryczny
    `),
      oneOf(phrases`
      工厂验收 | 出厂验收 | 出厂检验 | 出厂试验
    `),
    ),
    not: anyOf(
      oneOf(phrases`
      \b(?:procedure|protocol|report|plan|witness(?:es)?|attendance|attendees|invitation|documents?|before|after|prior to|following|until) (?:the )?$
    `),
    ),
  },
  {
    field: 'rfqIssueDate',
    vendor: false,
    pattern: anyOf(
      oneOf(phrases`
      \b(?:rfq|itt|enquiry|inquiry|tender|invitation to tender)(?: (?:issue|release|launch|publication))?(?: date)?(?= .{0,30}\b(?:issue[ds]?|issuing|go(?:es)?[ -]out|released?|launch\w*|publish\w*|moves?|moved|slip\w*|brought|postponed|delayed|now)\b)
      \b(?:rfq|tender|enquiry) (?:issue|release|launch) (?:date)?
    `),
    ),
    not: anyOf(
      oneOf(phrases`
      \b(?:question|questions|queries|response) (?:to|on) (?:the )?$
    `),
    ),
  },
  {
    field: 'poIssueDate',
    vendor: false,
    pattern: anyOf(
      oneOf(phrases`
      \b(?:po|purchase order) (?:issue|release|placement)(?: date)?\b
      \b(?:issue|release|placement) of the (?:po|purchase order)\b
    `),
    ),
  },
  {
    field: 'awardDate',
    vendor: false,
    pattern: anyOf(
      wholeWords(phrases`
      (?:contract )?award (?:date|decision|milestone)
      award(?= (?:(?:of|for) [^,.;]{1,40}? )?(?:is|will|moves?|moved|slips?|slipped|now|has|postponed|delayed|brought|to be|planned|set))
      (?:date|decision) (?:for|of|on) (?:the )?award | zuschlag\w* | vergabe(?:termin|entscheidung)?
      adjudicacion | attribution | aggiudicazione | gunning
    `),
    ),
  },
  {
    field: 'deliveryDate',
    vendor: true,
    not: OTHER_DELIVERY,
    pattern: anyOf(
      wholeWords(phrases`
      ex[- ]?works(?: date)? | exw(?: date)?
      ready date | readiness(?: date)? | ready (?:for (?:dispatch|despatch|collection|shipment|delivery|pick-?up)|ex[- ]works)
      deliver(?:y|ies)(?: (?:date|time|milestone|forecast|to site|on site|schedule))?
      (?:leave|depart(?: from)?) (?:our |the )?(?:works|factory|workshop|shop)(?= .{0,20}\b(?:on|before|until|by)\b)
      ship(?:ping|ment)(?: date)? | ship date | dispatch(?: date)? | despatch(?: date)?
      (?:practical |mechanical |planned |substantial )?completion(?: date)? | hand-?over(?: date)?
      (?:site )?arrival(?: date| on site| at site)? | (?:expected|due) (?:on|at) (?:your |the )?site | site delivery | eta(?: site)?
      (?:will |to |now |shall |can |we )+(?:deliver|reach|arrive|complete|finish|be (?:on|at) (?:your |the )?site|be (?:delivered|ready|completed|complete|finished|shipped|handed over))
      lieferung | liefertermin | lieferdatum | auslieferung | anlieferung | fertigstellung | liefern | entrega
      fecha de entrega | terminacion | finalizacion | plazo de (?:entrega|ejecucion|terminacion) | livraison
      date de livraison | livre(?:e|es|s|r|rons)? | achevement | fin des travaux | consegna | data di consegna
      ultimazione | completamento | entregue | conclusao | levering | leverdatum | levertijd | oplevering
      dostaw\w+ | termin dostawy | leverans\w* | leveransdatum
    `),
      oneOf(phrases`
      交货(?:日期|期|时间)? | 交付(?:日期|时间)? | 到货(?:日期|时间)? | 到场 | 送达 | 完工(?:日期)?
    `),
    ),
  },
];

/** "Transmitters now 29 May": of what is on order it can only be the delivery. */
export const NOW_DUE =
  /\bnow (?:due |expected |arriving |coming |landing |scheduled )?(?=(?:on |by |for |at )?(?:the )?(?:\d|week \d|mid|end of))/u;

/** Behind a delivery cue: it is a delivery of something smaller. */
export const SMALL_DELIVERY = anyOf(
  oneOf(phrases`
    ^ (?:of|for) (?:the |your |our )?(?:\w+ )?(?:drawings?|documents?|documentation|manuals?|certificates?|samples?|first|spares?|data|datasheets?|reports?|castings?|motors?|plates?|bond|lot \d|batch|parts?|minutes)\b
    ^ (?:der|des|von) (?:zeichnung|dokument|unterlage|zertifikat|muster|ersatzteil|bescheinigung)\w*
    ^ (?:de|des|dei|delle|van) (?:los |las |la |les |de )?(?:planos|documentos|certificados|plans?|documents?|certificats?|disegni|documenti|certificati|tekeningen|documenten)\b
    ^ (?:terms|times?(?= (?:have|has|for|of|are|is))|note|notes|address|time is \d+ weeks|of \d+(?!\d| ?${MONTH_WORD}))
  `),
);
