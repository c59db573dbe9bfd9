import type { PackageStatus } from '../../packages/package-fields.schema.ts';
import type { PatchField } from './understanding.ts';

/** All patterns run over folded text. */

/** Nothing is certain or decided: no patch from such a sentence. */
export const NOT_A_FACT =
  /\b(?:might|could|would|possibl[ey]|perhaps|maybe|potential(?:ly)?|rumou?rs?|gossip|i hear|we hear|heard|i understand|word is|apparently|reportedly|allegedly|speculat\w*|unofficial\w*|not (?:yet )?(?:official|confirmed|decided|final|agreed|approved)|unconfirmed|tentative\w*|likely|unlikely|probabl[ye]|if|unless|provided that|providing|subject to|whether|in case|assuming|depends?|depending|should (?:you|we|the|this|they)|propos(?:e|es|ed|al|ing)|suggest\w*|recommend\w*|would like|wish(?:es)?|hop(?:e|es|ing)|aim(?:s|ing)?|try|trying|consider(?:s|ing|ed)?|negotiat\w*|option(?:al)?|quot(?:e|es|ed|ation)|our (?:offer|bid|price)|cannot|can't|can not|unable|refus\w*|reject\w*|declin\w*|turned down|disagree\w*|do(?:es)? not (?:agree|accept)|don't (?:agree|accept)|until (?:the )?(?:approved|signed|confirmed|board)|pending|draft|worst case|best case|at risk|risk of|what if|may (?:be|have|slip|move|need|not|well|also|still|change|become|take|push|get|go|arrive|delay|come)|requests?(?= (?:an? |to |that |for |the |you))|requested|requesting|asks? (?:for|us|to|if|that)|asked (?:for|us|to|if|that)|asking|(?:we|i|they|vendor) (?:\w+ )?want|wants?|before we|once (?:the|we|you|it)|when (?:the|we|you|it)|as soon as|will be (?:awarded|issued|cancelled|decided)|to be (?:awarded|issued|cancelled|decided|confirmed|agreed|approved)|tbc|tbd|talk of|talking about|talks? (?:about|that)|thinks?|believes?|fear|worried|threaten\w*)\b|moglicherweise|moeglicherweise|vielleicht|eventuell|\bfalls\b|\bwenn\b|\bsofern\b|vorschlag|schlagen\b.*\bvor\b|beantrag|bitten (?:wir )?um|\bkonnten?\b|\bkoennten?\b|wahrscheinlich|gerucht|geruecht|unter vorbehalt|noch nicht|quiza|tal vez|\bposible|podria|\bsolicit|\bpropon|se rumorea|no podemos|\bsi (?:se|el|la|nos)\b|todavia no|sin confirmar|peut-etre|pourrai|eventuel|\bsi (?:vous|le|la|nous)\b|\bpropos(?:ons|e|er)|demandons|sous reserve|rumeur|pas encore|\bforse\b|potrebbe|\beventual|propon(?:iamo|e)|richied|\bnon ancora|misschien|mogelijk|voorstel|zou kunnen|byc moze|moglby|propon\w+|可能|如果|若|假如|倘若|拟|建议|申请|请求|希望|是否|传闻|据说|未确认|尚未|待定|[?？]/u; // prettier-ignore

/** What was asked or proposed before and is now done: no doubt about the rest. */
export const GRANTED =
  /\b(?:as|further to|following|in line with|per|as per|accept(?:s|ed)?|agreed? to|approved?|in response to|granted?)(?: (?:you|we|they|the|your|our|their|his|her)(?: have| had)?)?(?: \w+)?(?: |'s )(?:requested|request|proposed|proposal|suggested|suggestion|asked|offer|discussed)\b/gu;

/** Said of the whole message: what it tells is not settled. */
export const NOTHING_SETTLED =
  /\bnot (?:yet )?official\b|\bnothing (?:is |has been |yet )?(?:decided|official|to change|agreed|confirmed|final|signed)\b|\bwould not touch\b|\bdo(?:n't| not) change (?:anything|the (?:plan|date|programme|schedule))|\bno change (?:needed|required|to your plan)|\bkeep (?:this|it) (?:to yourself|between us|quiet)|\bjust a (?:rumou?r|heads[- ]up)|\bhypothetical|\bfor discussion (?:only|purposes)/u; // prettier-ignore

/** Beside a field: it stays as it was. */
export const UNCHANGED =
  /\b(?:not affected|unaffected|unchanged|un-changed|remain(?:s|ed|ing)?|stay(?:s|ed)?|stands?|no change|not change[ds]?|does not change|as planned|as scheduled|on (?:track|schedule|programme|plan|time)|kept|holds?|still|no impact|without (?:any )?(?:impact|change)|bleibt|unverandert|unveraendert|wie geplant|no cambia|se mantiene|sin cambios?|inchange\w*|reste|maintenue?|invariat\w*|resta|rimane|confermat[ao] al|ongewijzigd|blijft|bez zmian|nie zmienia)\b|不变|维持|照旧|仍为/u; // prettier-ignore

/** A date or amount is being set or moved. */
export const CHANGE =
  /\b(?:mov(?:e[sd]?|ing)|slip(?:s|ped|ping)?|delay(?:s|ed)?|postpon\w+|push(?:ed|es|ing)?|put (?:back|off)|reschedul\w+|re-?plan\w*|brought forward|bring(?:s|ing)? forward|advanc\w+|pull(?:ed|s)? (?:in|forward)|revis\w+|chang(?:e[sd]?|ing)|shift\w*|extend\w*|extension|prolong\w*|now|new|instead of|rather than|not (?:the )?\d|set (?:to|for|at)|fixed|confirm\w*|agreed|will|is|are|has been|have been|becomes?|tak(?:es?|ing) place|findet|tendra lugar|tiene lugar|aura lieu|avra luogo|si terra|vindt plaats|odbedzie|verschiebt|verschieben|verschoben|verlegt|vorgezogen|verzogert|verzoegert|neuer?|geandert|verlangert|wird|retras\w+|aplaz\w+|pospon\w+|adelant\w+|pasa|ampli\w+|prorrog\w+|nuev[ao]|sera|report\w+|repouss\w+|decal\w+|avanc\w+|nouvel\w*|prolonge\w*|prevue?|slitta\w*|posticip\w+|rinvi\w+|rimand\w+|anticip\w+|spostat\w+|proroga\w*|nuov[ao]|adiad\w+|antecipad\w+|uitgesteld|verschoven|verplaatst|vervroegd|nieuwe|wordt|przesuni\w+|przeloz\w+|opozni\w+|senarela\w+|flytta\w*|framflytta\w*|utsatt)\b|推迟|延期|延迟|延后|提前|改为|改到|调整|变更|更新为|定于|顺延|预计|将/u; // prettier-ignore

/** Before a date: it is the one that no longer holds. */
export const OLD_VALUE =
  /(?:\b(?:from|instead of|rather than|not(?: on| by)?|was|were|originally|previously|formerly|earlier|old|planned|scheduled for|planned for|against|versus|vs|vom|von|statt|anstatt|anstelle|ursprunglich|desde|en lugar del?|en vez del?|du|au lieu du?|dal|anziche(?: il)?|invece del?|in plaats van|van|zamiast|z|fran)(?: the| el| il| le| dem| den)?(?: original(?:ly)?| planned| previous)?|原定(?:于)?|原计划|原|从|由)\s*$/u; // prettier-ignore
/** Before a date or amount: it is the one that holds now. */
export const NEW_VALUE =
  /(?:\b(?:to|until|till|is now|now|auf(?: den)?|zum|bis(?: zum)?|al|hasta(?: el)?|au|jusqu'au|a|fino al?|tot|op|naar|na(?: dzien)?|till|para(?: o)?)|[:=]|至|到|为)(?: the| den| el| le| il)?\s*$/u; // prettier-ignore

export type FieldCue = {
  field: PatchField;
  pattern: RegExp;
  /** A vendor may say it of his own package. */
  vendor: boolean;
  /** Right before or behind the cue: it is about something else. */
  not?: RegExp;
};

const OTHER_DELIVERY = /\b(?:bid|tender|offer|document|documentation|drawing|drawings|data|datasheet|certificate|sample|samples|first|partial|part|spare|spares|report|invoice|letter|resin|plate|casting|castings|motor supplier's|sub-?supplier|material|raw material)s? $/u; // prettier-ignore

/** Dates. In order: what is more special stands first and takes the words from the rest. */
export const DATE_CUES: FieldCue[] = [
  { field: 'bidDueDate', vendor: false, pattern: /\b(?:(?:bid|tender|offer|proposal)s?(?: due| closing| submission| return| receipt)? (?:date|deadline)|(?:closing|submission|due|return) date (?:for|of) (?:the )?(?:bids?|tenders?|offers?|proposals?|quotations?)|(?:bid|tender)s? (?:due|closing|close|submission|return)\w*(?: date)?|(?:bids|tenders|offers|proposals) (?:are|is|will be) (?:now )?due|submission (?:deadline|date)|deadline for (?:the )?(?:submission of )?(?:bids?|tenders?|offers?|submissions?|proposals?)|(?:tender|bid|bidding|tendering) period|closing date|angebotsfrist|abgabefrist|submissionstermin|angebotsabgabe|(?:plazo|fecha limite)(?: de| para la)? (?:presentacion|entrega|recepcion)?(?: de)?(?: las)? ?ofertas|date limite (?:de remise|des offres|de depot)|remise des offres|scadenza|termine (?:di |per la )?presentazione|inschrijf\w*|termin skladania ofert)|投标截止|报价截止|截标/u },
  { field: 'fatDate', vendor: true, pattern: /\b(?:fat|factory acceptance(?: tests?(?:ing)?)?|(?:works?|workshop|shop) (?:acceptance )?tests?|werksabnahme|werksprufung|pruebas? (?:de aceptacion )?en fabrica|recette(?: en)? usine|essais? (?:en )?usine|collaudo in (?:fabbrica|officina)|fabrieks\w*test|odbior fabryczny)\b|工厂验收|出厂验收|出厂检验|出厂试验/u, not: /\b(?:procedure|protocol|report|plan|witness(?:es)?|attendance|attendees|invitation|documents?|before|after|prior to|following|until) (?:the )?$/u },
  { field: 'rfqIssueDate', vendor: false, pattern: /\b(?:rfq|itt|enquiry|inquiry|tender|invitation to tender)(?: (?:issue|release|launch|publication))?(?: date)?(?= .{0,30}\b(?:issue[ds]?|issuing|go(?:es)? out|released?|launch\w*|publish\w*|moves?|moved|slip\w*|brought|postponed|delayed|now)\b)|\b(?:rfq|tender|enquiry) (?:issue|release|launch) (?:date)?/u, not: /\b(?:question|questions|queries|response) (?:to|on) (?:the )?$/u },
  { field: 'poIssueDate', vendor: false, pattern: /\b(?:po|purchase order) (?:issue|release|placement)(?: date)?\b|\b(?:issue|release|placement) of the (?:po|purchase order)\b/u },
  { field: 'awardDate', vendor: false, pattern: /\b(?:(?:contract )?award (?:date|decision|milestone)|award(?= (?:(?:of|for) [^,.;]{1,40}? )?(?:is|will|moves?|moved|slips?|slipped|now|has|postponed|delayed|brought|to be|planned|set))|(?:date|decision) (?:for|of|on) (?:the )?award|zuschlag\w*|vergabe(?:termin|entscheidung)?|adjudicacion|attribution|aggiudicazione|gunning)\b/u },
  { field: 'deliveryDate', vendor: true, not: OTHER_DELIVERY, pattern: /\b(?:ex[- ]?works(?: date)?|exw(?: date)?|deliver(?:y|ies)(?: (?:date|time|milestone|forecast|to site|on site|schedule))?|ship(?:ping|ment)(?: date)?|ship date|dispatch(?: date)?|despatch(?: date)?|(?:practical |mechanical |planned |substantial )?completion(?: date)?|hand-?over(?: date)?|(?:site )?arrival(?: date| on site| at site)?|site delivery|eta(?: site)?|(?:will |to |now |shall |can |we )+(?:deliver|reach|arrive|complete|finish|be (?:on|at) (?:your |the )?site|be (?:delivered|ready|completed|complete|finished|shipped|handed over))|lieferung|liefertermin|lieferdatum|auslieferung|anlieferung|fertigstellung|liefern|entrega|fecha de entrega|terminacion|finalizacion|plazo de (?:entrega|ejecucion|terminacion)|livraison|date de livraison|livre(?:e|es|s|r|rons)?|achevement|fin des travaux|consegna|data di consegna|ultimazione|completamento|entregue|conclusao|levering|leverdatum|levertijd|oplevering|dostaw\w+|termin dostawy|leverans\w*|leveransdatum)\b|交货(?:日期|期|时间)?|交付(?:日期|时间)?|到货(?:日期|时间)?|到场|送达|完工(?:日期)?/u },
]; // prettier-ignore

/** "Transmitters now 29 May": of what is on order it can only be the delivery. */
export const NOW_DUE =
  /\bnow (?:due |expected |arriving |coming |landing |scheduled )?(?=(?:on |by |for |at )?(?:the )?(?:\d|week \d|mid|end of))/u;

/** Behind a delivery cue: it is a delivery of something smaller. */
export const SMALL_DELIVERY = /^ (?:of|for) (?:the |your |our )?(?:first |remaining |updated |revised |final )?(?:drawings?|documents?|documentation|manuals?|certificates?|samples?|first|spares?|data|datasheets?|reports?|castings?|motors?|plates?|bond|lot \d|batch|parts?|minutes)\b|^ (?:terms|note|notes|address|time is \d+ weeks|of \d)/u; // prettier-ignore

export type StatusCue = {
  status: PackageStatus;
  pattern: RegExp;
  vendor: boolean;
  dateField?: PatchField;
  not?: RegExp;
};

const DONE =
  '(?:was|were|has been|have been|is|are|has|have|been|got|were all)(?: now| just| all| formally| already| duly| officially| today| finally)*';
const THING_NOT_PACKAGE = /\b(?:meeting|visit|call|inspection|webinar|training|workshop|slot|booking|flight|invoice|transmittal|drawing|drawings|document|documents|invitation|reminder|event|subscription|session|appointment|trip|review|audit|payment|point|item|query|clarification|claim|ncr|rfi|bulletin|addendum|certificate|bond|lc|sub-?order|milestone)s?\b/u; // prettier-ignore
const PARTIAL = /\b(?:first|partial(?:ly)?|partly|part of|some|one of|two of|three of|half|remaining|rest of|drawings?|documents?|certificates?|samples?|spares?|datasheets?|manuals?|invoices?|reports?|bond|casings?|castings|motors?|batch|lot \d+ of|\d+ of \d+|to the (?:machine|paint|galvani[sz]\w+) ?\w*|sub-?supplier|not|n't|never|ready to|before|prior to|resin|plate|vendor's|original documents)\b/u; // prettier-ignore

export const STATUS_CUES: StatusCue[] = [
  { status: 'po_issued', vendor: false, dateField: 'poIssueDate', not: /\b(?:amend\w*|revised|not|cannot|never|variation|change order|draft|call-off)\b/u, pattern: new RegExp(`\\b(?:po|p\\.o\\.|purchase order|order)\\b.{0,90}?\\b(?:${DONE} (?:issued|released|placed|sent|signed and sent|dispatched)|went out|is out|has gone out)\\b|\\b(?:we|i|have|has|just)(?: have| just| now| today)* (?:issued|released|placed|sent out) (?:the |our |a )?(?:po|purchase order|order)\\b|\\b(?:po|purchase order) (?:issued|released|placed) (?:to|today|yesterday|on)\\b`, 'u') },
  { status: 'awarded', vendor: false, dateField: 'awardDate', not: /\b(?:not|cannot|never|recommendation to|to be awarded|before|after)\b/u, pattern: /\b(?:is|are|was|has been|have been|as|hereby|now|been) (?:now |formally |hereby |officially )*awarded\b|\bawarded to\b|\b(?:we|board|committee|i|directors) (?:have |has )?(?:decided to )?award(?:ed)? (?!recommend)\w+|\bgo(?:es)? to .{0,30} as winner|\baward (?:to .{0,40} )?(?:is |has been |was )?(?:approved|confirmed)\b|\bhat den zuschlag erhalten\b|\badjudicado a\b/u },
  { status: 'cancelled', vendor: false, not: THING_NOT_PACKAGE, pattern: /\b(?:is|are|was|has been|have been|been|hereby|now|gets?|being) (?:now |hereby |formally |definitely |therefore |officially |being )*(?:cancelled|canceled|terminated|scrapped|dropped|called off|axed|descoped|removed from scope)\b|\b(?:we|i|board|management) (?:are |have |has |hereby |will |did )*(?:(?:decided|agreed|resolved|voted)(?: \w+){0,3} to )?(?:cancel(?:l?ing|l?ed)?|terminat(?:e|ed|ing)|scrapp?(?:ed|ing)?|dropp?(?:ed|ing)?|call(?:ed|ing) off|descop\w+)\b|^(?:cancelled|canceled)\b|\bwird storniert\b|\bqueda cancelad[oa]\b|\best annulee?\b|\be annullat[oa]\b|取消/u },
  { status: 'planned', vendor: false, not: /\b(?:not|n't)\b/u, pattern: /\b(?:off hold|back to planned|back on(?:\b(?! (?:hold|track|schedule|monday|tuesday|wednesday|thursday|friday|\d)))|hold (?:is |has been )?(?:lifted|released|removed|over)|lift(?:ed|ing)? the hold|released from hold|re-?activated|reinstated|un-?frozen|is live again|resumes?|resumed|resuming)\b/u },
  { status: 'on_hold', vendor: false, not: /\b(?:off hold|no longer|not on hold|payment|payments|invoice|invoices|drawing|drawings|hold lifted|put on hold until you|the line|call|shipment|released from)\b/u, pattern: /\b(?:on hold|suspended|paused|frozen|parked|mothballed)\b|\b(?:we|i|board|management) (?:are |have |has |hereby |will |'ll )*(?:(?:decided|agreed|resolved|voted)(?: \w+){0,3} to )?(?:park|pause|suspend|freeze|mothball)\b|\bwird ausgesetzt\b|\ben suspenso\b|\ben attente\b(?= )|\bin sospeso\b|暂停/u },
  { status: 'rfq_issued', vendor: false, dateField: 'rfqIssueDate', not: /\b(?:not|will|clarification|bulletin|addendum|question|questions)\b/u, pattern: new RegExp(`\\b(?:rfq|enquiry|inquiry|tender(?: documents?| package)?|itt|invitation to tender|request for quotation)\\b.{0,50}?\\b(?:${DONE} (?:issued|sent|published|released|out|launched)|went out|is out|has gone out|out since|issued (?:today|yesterday|to))\\b|\\b(?:issued|sent out|published|launched|released) the (?:rfq|tender|enquiry|itt)\\b`, 'u') },
  { status: 'bids_received', vendor: false, not: /\b(?:not|n't|waiting|missing|still|only|expect\w*|no)\b/u, pattern: /\b(?:all|both|two|three|four|five|six|\d+|the) (?:\w+ ){0,4}?(?:bids|offers|tenders|quotes|quotations|proposals)\b.{0,40}\b(?:received|are in|is in|in hand|arrived|opened|on file|came in|came back)\b|\b(?:received|have|got|opened) (?:all |both |two |three |four |five |\d+ |the )+(?:bids|offers|tenders|quotations|proposals)\b|\bbids (?:are in|were opened|received|have been received|in\b)/u },
  { status: 'evaluation', vendor: false, not: /\b(?:not|will|complete|completed|finished|after)\b/u, pattern: /\b(?:evaluation (?:has |is |was )?(?:now )?(?:started|begun|under ?way|in progress|commenced|kicked off)|(?:started|begun|starting|commenced) (?:the )?(?:\w+ ){0,2}evaluation|mov(?:ed|es|ing) (?:in)?to evaluation|(?:is|are|now) (?:in|under) evaluation)\b/u },
  { status: 'in_fabrication', vendor: true, not: /\b(?:not|n't|will|before|after|until|suspended|trial|late)\b/u, pattern: /\b(?:fabrication|manufactur(?:e|ing)|production|steel cutting)\b.{0,60}?\b(?:has |have |was |is )?(?:now |already |finally )?(?:started|begun|commenced|began|kicked off|under ?way|in full swing)\b|\b(?:started|begun|commenced|began|starting) (?:with )?(?:the )?(?:fabrication|manufactur\w+|production|cutting)\b|\b(?:is|are|now) (?:now )?in (?:fabrication|production|manufacture)\b|fertigung (?:hat |wurde )?.{0,30}(?:begonnen|gestartet|angelaufen)|ha (?:comenzado|empezado) la fabricacion|fabrication (?:a |est )(?:commence|demarre|lancee)|produzione (?:e )?(?:iniziata|avviata|partita)|已(?:经)?开始(?:生产|制造|加工)|已投产/u },
  { status: 'shipped', vendor: true, not: PARTIAL, pattern: /\b(?:has|have|was|were|been|is|are) (?:now |all |already |been |fully )*(?:shipped|dispatched|despatched|loaded (?:on|onto|at)|on the water|in transit|on (?:its|their) way)\b|\b(?:left|departed|sailed from) (?:our |the |your )?(?:works|factory|workshop|port|shop|yard|harbou?r)\b|\bvessel (?:has |have )?(?:left|sailed|departed)\b|\bshipped (?:today|yesterday|on|this)\b|\bwurden? .{0,30}(?:versandt|verschickt|verladen)|\b(?:ha|han) sido (?:enviad|expedid|embarcad)\w+|\b(?:a|ont) ete (?:expedie|charge)\w*|\b(?:e|sono) stat[aoie] spedit\w+|已.{0,8}(?:发货|装船|发运|启运|出运)/u },
  { status: 'delivered', vendor: true, dateField: 'deliveryDate', not: PARTIAL, pattern: /\b(?:is|are|was|were|has been|have been|been) (?:now |all |fully |safely |completely |successfully )*(?:delivered|received (?:on|at) site|unloaded)\b|\b(?:arrived|landed|reached) (?:on|at|the)? ?(?:the |your |our )?site\b|\bdelivery (?:is |was |now )*(?:complete|completed)\b|\bwurden? .{0,30}(?:geliefert|angeliefert)|\b(?:ha|han) sido entregad\w+|\b(?:a|ont) ete livre\w*|\b(?:e|sono) stat[aoie] consegnat\w+|已.{0,6}(?:到货|交付|送达|到场)/u },
  { status: 'closed', vendor: false, not: THING_NOT_PACKAGE, pattern: /\b(?:package|contract|order|po|account|[a-z]{1,3}-\d{2,4})\b.{0,60}?\b(?:is|was|has been|now|can be considered) (?:now |formally |hereby )*closed(?: out)?\b|\bclosed out (?:the )?(?:package|contract|order)\b/u },
]; // prettier-ignore

/** "status back to planned", "set to on hold". */
export const STATUS_SAID = /(?:\bstatus\b.{0,24}?\b(?:to|is|now|as|:)|\bcan (?:now )?be (?:marked|set|shown|recorded|regarded|considered|booked)(?: in)?(?: as| to)?)\s*(?:back to )?(planned|rfq issued|bids received|evaluation|awarded|po issued|in fabrication|shipped|delivered|on hold|completed|cancelled|canceled|closed)\b/u; // prettier-ignore

export type AmountCue = { field: 'contractAmount' | 'budgetAmount'; pattern: RegExp; vendor: boolean };

export const AMOUNT_CUES: AmountCue[] = [
  { field: 'budgetAmount', vendor: false, pattern: /(?<!\b(?:over|within|under|above|below|exceeds? the|exceeding the) )\bbudget\b(?! (?:review|meeting|holder|year|code|line))|\bcost plan\b/u },
  { field: 'contractAmount', vendor: true, pattern: /\b(?:(?:sub)?contract|order|po|purchase order)(?:'s)? (?:value|price|sum|amount|total)\b|\b(?:value|price|sum|amount) of the .{0,50}?\b(?:contract|order|po)\b|\b(?:contract|order) (?:now )?(?:increases|rises|grows|goes up|is increased|is reduced|is now worth|decreases|falls)\b|\bagreed (?:price|sum|value|contract)\b|\b(?:auftragswert|auftragssumme|vertragswert|vertragssumme|bestellwert|vertragspreis)\b|\b(?:importe|valor|precio) del (?:contrato|pedido)\b|\b(?:montant|prix|valeur) (?:du|de la) (?:contrat|marche|commande)\b|\b(?:valore|importo|prezzo) (?:contrattuale|del contratto|dell'ordine)\b|\b(?:contractwaarde|orderwaarde|contractprijs)\b|\bwartosc (?:kontraktu|umowy|zamowienia)\b|合同(?:总)?(?:金额|价格|价|额|总价)/u },
]; // prettier-ignore

export const AMOUNT_CHANGE =
  /\b(?:increas\w*|rais\w+|ris(?:e|es|en|ing)|rose|go(?:es)? up|went up|grow\w*|reduc\w+|decreas\w*|cut|lower\w*|fall\w*|drop\w*|revis\w+|amend\w*|adjust\w*|agreed|fixed|settled|approved|now|new|higher|set|trim\w*|top\w* up|is|will be|becomes?|stands at|confirm\w*|erhoht|erhoeht|steigt|reduziert|sinkt|betragt|betraegt|neuer?|aumenta\w*|incrementa\w*|asciende|reduc\w+|pasa|passe|augment\w+|s'eleve|diminu\w+|porte|ridott\w+|sale|ammonta|stijgt|verhoogd|verlaagd|bedraagt|wzrasta|wynosi)\b|增加|减少|调整|变更|上调|下调|降至|为/u; // prettier-ignore

/** A vendor's word on money counts when both sides agreed. */
export const BOTH_AGREED =
  /\b(?:agreed|agreement|confirm\w*|following (?:the|our|your)|as per|in accordance with|accepted|signed|approved|per your|your (?:acceptance|approval|instruction|variation|change)|change order|variation order|vereinbart\w*|vereinbarung|bestatig\w*|acordad\w+|confirm\w+|convenu\w*|accord|concordat\w*|come da|overeengekomen|uzgodni\w+)\b|同意|确认|商定|双方/u; // prettier-ignore
