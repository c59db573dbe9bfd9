/** All patterns run over folded text: lower case, no accents. */

/** What people are asked to do; base forms that may open a request. */
const VERBS =
  'accept acknowledge add address adjust advise agree align allocate amend analyse analyze answer apply approach approve arrange ask assess assign attach attend authorise authorize book brief bring calculate call cancel cease certify change chase check circulate clarify clear close collect comment communicate compare compile complete conduct configure confirm consider consolidate consult contact continue convert coordinate copy correct countersign cover create decide defer define delegate delete deliver demonstrate describe detail determine develop disclose discuss distribute document double-check download draft email enclose engage enquire ensure enter escalate establish estimate evaluate examine execute expedite explain extend extract file fill finalise finalize find finish fix follow forecast forward freeze furnish generate get give go grant halt hand handle highlight hold host identify implement include incorporate increase indicate inform initiate insert inspect install instruct introduce investigate invite invoice issue itemise itemize join justify keep liaise list locate lodge look mail maintain make manage mark measure meet mention minute mobilise mobilize modify monitor move name negotiate nominate notify obtain open order organise organize outline pass pay perform phone ping place plan postpone prepare prequalify present price print prioritise prioritize process procure produce prolong propose protect prove provide publish push put quantify query quote raise re-issue re-quote re-send read reassess recalculate recheck recommend reconcile reconfirm record rectify redraft reduce refer register reissue reject relay release remind remove reopen reply report request requote reschedule resend reserve resolve respond resubmit resume retain retest return revert review revise rework ring run scan schedule secure see seek select send separate set settle share ship shorten show sign solve sort speak specify split stamp start state stop store submit substitute suggest summarise summarize supersede supply suspend tabulate take tell test tidy trace transfer translate transmit try undertake update upgrade upload validate verify visit wait waive warn weigh withdraw withhold witness write';
export const ACTION_VERB = `(?:${VERBS.split(' ')
  .sort((a, b) => b.length - a.length)
  .join('|')})`;

/** Verbs that are nouns as often: at the start of a sentence they ask only before a word that a verb governs. */
export const NOUN_LIKE =
  /^(?:progress|report|plan|order|test|process|place|book|review|list|record|address|contact|schedule|issue|note|move|call|mail|email|phone|ship|release|request|quote|estimate|design|document|supply|transfer|update|answer|cover|copy|file|share|sign|show|project|present|price|mark|name|hand|hold|notice|produce|witness|question|deliver|start|stop|read|set|run|raise|close|change|look|pass|find|support|advance|payment|visit|fix|follow|lead|name|track|push|take|go|see|wait|try|use|keep|meet|join|speak|talk|mention|translate|comment|transmit|complete|correct|clear|forecast|minute|query|scan|split|stamp|store|measure|host|detail|increase|approach|brief|register|rework|halt|itemise|print)\b(?! (?:the|a|an|your|our|my|his|her|their|this|that|these|those|all|both|any|each|every|him|them|it|us|me|up|back|with us|to|whether|if|how|before|by|for me|for us|\w+(?:'s)) ?)/;
export const KEEP_AS_IS =
  /^(?:go ahead|go for it|carry on|sounds? |let's|keep it up|look forward|take care|thank|have a|enjoy|welcome|speak (?:soon|then)|talk (?:soon|then)|see you|get well|keep me posted)\b|^(?:keep|leave|hold)\b.{0,60}\b(?:on hold|as is|as it is|in mind|going|posted|frozen|parked|open|closed)\b/;

/** After "I will": what counts as a promise of work; not "I will be there", "I will know more". */
const PROMISED =
  'add address advise amend answer approve arrange ask attend book bring call chase check circulate clarify collect come compile complete confirm contact coordinate deal discuss distribute do draft ensure escalate expedite explain file finalise finalize find fix follow forward get give handle have inform investigate issue join let liaise look make meet move nominate notify obtain open order organise organize pass pick place prepare present process provide publish put raise reissue release remind reply report request resend reserve resolve respond return revert review revise ring schedule send set share sign sort speak start submit supply take talk tell update upload verify visit write';
export const PROMISE_VERB = `(?:${PROMISED.split(' ')
  .sort((a, b) => b.length - a.length)
  .join('|')})`;

/** Words that open a request; what follows them is the request. */
export const REQUEST_HEAD =
  "(?:(?:can|could|cld|would|wld|will) (?:you|u|ya|someone|somebody|anyone|your team|your engineers?|you both|you all)(?: guys| two)?|(?:are|would|will) you (?:be )?(?:able|willing) to|would you mind|do you mind|(?:can|could|may) (?:we|i)(?: please| kindly| also)* (?:have|get|receive|ask|expect|see|request)|(?:would|will|shall) you be so kind(?: as)?(?: to)?|you (?:need|have|ought) to|you (?:must|should)|you are (?:kindly |hereby )?(?:requested|asked|required|invited) to|please|pls|plz|plse|pleas|(?<!\\b(?:we|i|would|must) )kindly|let (?:me|us)(?: please)? (?:know|have)|(?:i|we)(?:'d| would)? (?:want|like) (?:you|him|her|them) to|(?:would|'d|will) (?:really |very much |much |also )?(?:be )?(?:very |most |really )?(?:appreciate|grateful|obliged|thankful)(?: it)?(?: if)?|it would (?:be (?:great|good|helpful|nice|useful)|help)(?: us| me)?(?: a lot| greatly)?(?: if| to)|(?:^|(?<=[.,;] ))(?:very |most )?(?:grateful|obliged|thankful|appreciated) if (?:you|your team)(?: would| could| can)?|(?:we|i)(?: must| would| will| now| kindly| formally| hereby)* ask (?:you|that you|your)|make sure|be sure to|don't forget to|do not forget to|remember to|feel obliged to)";

/** Words that say what the writer lacks; a task only when it is the reader's to give. */
export const NEED_HEAD =
  "(?:(?:we|i|they|he|she|(?:my|our|the) [a-z ]{2,30}?|[a-z]+ team|engineering|production|site|legal|finance)(?:'d|'ll| would| will| shall| do)?(?: still| also| now| only| just| urgently| actually| therefore| really| then| desperately| both| all| kindly| formally| hereby| must)*(?: need| needs| require| requires| want| wants| await| awaits| are awaiting| are waiting for| is waiting for| am waiting for| are still missing| are missing| miss| request| ask for| would like| 'd like| have to have| must have| expect| look forward to| are looking for| owe us)|(?:^|(?<=[,;:(] ?))(?:would |also |still |just |only )*(?:need|require|awaiting|waiting for|missing|looking for|want)\\b)";

export const RESPONSE_NOUN =
  '(?:acceptance|acknowledg\\w+|agreement|answers?|approvals?|clarifications?|clearance|comments?|confirmation|consent|decisions?|feedback|go-ahead|input|instructions?|opinion|position|permission|quote|quotation|recovery plan|release|reply|replies|response|review|sign-off|signature|views?|yes)';

/** What follows a head and makes the whole a phrase of politeness. */
export const STOCK =
  "^(?:(?:to |also |again |rest |do )?(?:(?:find|see|note|excuse|forgive|pardon|ignore|disregard|hesitate|not|don't)\\b|be (?:advised|informed|aware|assured|patient|reminded|noted)|accept (?:my|our|this as)|feel free|rest assured|refer to|consider the|think before|delete|unsubscribe|click|pass (?:on )?my regards|give my regards|say hello|take care|stay safe|bear with|allow me|contact (?:me|us|the undersigned|our)|get in touch|reach out|call me (?:if|should|any)|reply stop|keep (?:up|well|safe)|view this|visit our|treat this (?:e-?mail|message)|pick a slot|register (?:for|here|now|today|at|on|via)\\b|subscribe\\b|book (?:a|your) (?:demo|slot|call)|(?:i|you) (?:have|had|get|got)?a (?:great|nice|good))|(?:let (?:me|us) )?know,? (?:if|should|in case)[ ,]+(?:you|there|anything|any|something|i|we|this changes|the)?[ ]?(?:have|need|require|is|are|can|may|want|wish|would|anything|further|changes|should)\\b(?!.{0,30}(?:accept|agree|work|suit|happy|attend|possible|allowed|proceed))|(?:if|when) you have (?:any )?questions)";

/** The same sentence-wide: no request in it whatever else it says. */
export const STOCK_SENTENCE =
  /\b(?:do(?:n't| not) hesitate|should you (?:have|need|require|want|wish) |if you (?:have|need|require) (?:any |further |more |additional )+|if (?:there are |there is )?any(?:thing)? (?:question|else|unclear|is unclear|further)|should any(?:thing| )|in urgent (?:cases?|matters?)|for urgent (?:cases?|matters?)|no (?:further )?action (?:is )?(?:required|needed|necessary)|nothing (?:for you|needed|required|to do|more needed)|no need (?:to|for)|(?:do|does|did)(?:n't| not) (?:need|have) to|not necessary to|no response (?:is )?(?:needed|required)|no reply (?:is )?(?:needed|required)|if you (?:are not|have received this|received this) |intended recipient|(?:everything|all|nothing|what) (?:that )?(?:we|i) need|no longer (?:need|require)|thank(?:s| you)? for (?:your|the) (?:request|question)|for your (?:information|records) only|if you'd rather|(?:thank you|thanks) in advance|you receive this)/;

/** A condition before the head that makes the rest a courtesy. */
export const COURTESY_CONDITION =
  /\b(?:if|should|in case|for) .{0,60}\b(?:questions?|assist\w*|help|clarifications?|anything|problems?|concerns?|urgent|queries|further information|more information)\b/;

/** A sentence that only says when: its date belongs to the request before it. */
export const DEADLINE_ONLY =
  /^(?:(?:and |but |so |also |ideally|preferably|if possible|at best|then),? ?)*(?:by|before|b4|until|no later than|not later than|at the latest|deadline|latest|due|within|ideally|preferably|best|needed|required|target)\b|\b(?:would be|is|'s|was) (?:ideal|great|perfect|fine|good|best|ok|okay|sufficient|enough|early enough|the deadline|the latest|our deadline|due|the target|appreciated)\b|\bat the (?:very )?latest\b|\b(?:need|want|require|like|expect|have|get|receive|must have)\b.{0,14}\b(?:it|this|that|them|these|both|one|an answer|your (?:answer|reply|response|feedback|input))\b|\b(?:need|want|like|expect|require)\b(?: to have)? your (?:\w+ )?(?:steer|ranking|findings|thoughts|results?|answers?|reply|response|decision|feedback|comments|views?|input|confirmation|approval|advice|opinion)\b|\b(?:need|have|must|want) to (?:know|have|hear|see)\b|\bdeadline (?:is|for this|remains)\b|\bit is (?:urgent|due)\b/;

/** A later statement that replaces an earlier one. */
export const CORRECTION =
  /\b(?:correction|scrap that|ignore (?:the|my|that)|disregard (?:the|my|that)|make (?:it|that)|i meant|should (?:read|be|have said)|instead of the|not the \d|actually need|wrong date|typo|sorry,? (?:that|it|i)|revised deadline|new deadline|supersedes?|please use)\b/;

export const QUESTION_START =
  /^(?:(?:also|and|but|so|btw|by the way|one more (?:thing|question)|question|quick question|further(?:more)?|second(?:ly)?|first(?:ly)?|finally|or|then)[,:]? )*(?:wh(?:en|at|ich|o|om|ose|ere|y|ether)|how|is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|shall|may|any|has|in which|on which|by when|at what|for when|until when)\b/;

export const IDLE_QUESTION =
  /^(?:how are (?:you|things)|how is (?:it|life)|hope |any questions|ok|okay|right|agreed|make sense|makes sense|all good|did you have a|how was your|what if|why not|do you (?:have (?:15|20|30|ten|a few) minutes|want to (?:save|cut)))/;

/** Requests in other languages: the sentence is the request. `need`: it says what is missing. */
export const FOREIGN_REQUESTS: { language: string; request: RegExp; need: RegExp; stock: RegExp }[] = [
  {
    language: 'de',
    request:
      /\bbitte\b|\b(?:konnten|koennten|konntest|koenntest|konnen|koennen|kannst|konnt|wurden|wuerden|wurdest|wuerdest) (?:sie|du|ihr)\b|\bwir bitten\b|\bich bitte\b|\bbitten wir\b|\bwaren? (?:wir|ich) (?:ihnen |dir )?dankbar|\bdankbar\b.*\bwenn\b|\b(?:senden|schicken|teilen|geben|bestatigen|bestaetigen|prufen|pruefen|nennen|ubersenden|benennen) sie\b|\bwir erwarten ihre?n?\b/,
    need: /\b(?:benotigen|benoetigen|brauchen|brauche|benotige|fehlt|fehlen|brauchte|braeuchte)\b/,
    stock:
      /bitte (?:finden|beachten|entschuldigen|zogern|zoegern|haben sie verstandnis|nicht|um verstandnis)|anbei|zogern sie nicht|zoegern sie nicht|bei (?:fragen|ruckfragen|rueckfragen)|mussen sie nichts|nichts weiter|keine (?:aktion|handlung|massnahme)|fur (?:weitere )?(?:fragen|ruckfragen)|in dringenden fallen|wenden sie sich/,
  },
  {
    language: 'es',
    request:
      /\bpor favor\b|\b(?:podria[ns]?|podrias|puede[ns]?|podeis|pueden|seria posible|serian tan amables)\b(?=.*\?|.{0,40}\b(?:enviar|confirmar|indicar|remitir|facilitar|revisar|mandar|decir))|\b(?:le|les|te|os|se)? ?(?:agradeceria(?:mos)?|agradecemos|ruego|rogamos|rogaria(?:mos)?|pedimos|solicitamos|solicito)\b|\b(?:envienos|enviennos|confirmenos|confirmennos|indiquenos|remitanos|devuelvanos|haganos|comuniquenos|facilitenos|digan?os)\b|\bquedamos a la espera de\b|\besperamos su\b/,
    need: /\b(?:necesitamos|necesito|necesitariamos|nos falta[n]?|precisamos)\b/,
    stock:
      /no dude en|no duden en|quedo a su disposicion|quedamos a su disposicion|a la espera de sus noticias|agradecemos (?:de antemano|su (?:atencion|interes|colaboracion|confianza))|agradeciendo|no es necesari[oa]|no hace falta|no se requiere|sin mas que|encontrara[n]? adjunt/,
  },
  {
    language: 'fr',
    request:
      /\bmerci (?:de|d')(?!\s*(?:votre|avance|nous avoir|m'avoir|avoir))|\bveuillez\b|\b(?:pourriez|pouvez|pourrais|peux|pourrait|auriez)-(?:vous|tu|on)\b|\bnous vous (?:prions|demandons|remercions de bien|saurions gre|serions)\b|\bje vous (?:prie|demande|saurais gre|serais)\b|\bs'il (?:vous|te) plait\b|\bsvp\b|\bpriere de\b|\b(?:nous )?attendons votre\b/,
    need: /\b(?:avons|aurions|ai|aurais) besoin\b|\bil nous (?:faut|faudrait|manque)\b/,
    stock:
      /veuillez (?:trouver|agreer|noter|recevoir|accepter|croire|excuser)|prie d'agreer|n'hesitez pas|en cas de question|merci de votre|merci pour|merci d'avance|aucune action|pas (?:besoin|necessaire) de|ne pas hesiter|prions (?:de )?(?:nous )?excuser/,
  },
  {
    language: 'it',
    request:
      /\bper (?:favore|cortesia|piacere)\b|\b(?:cortesemente|gentilmente)\b|\b(?:potrebbe|potreste|potresti|puo|potete|puoi)\b(?=.*\?|.{0,40}\b(?:inviar|confermar|indicar|mandar|far))|\b(?:vi|la|ti) (?:preghiamo|prego|chiediamo|chiedo)\b|\bsi prega di\b|\b(?:preghiamo|chiediamo) di\b|\b(?:attendiamo|aspettiamo) (?:la |il )?(?:vostr|sua|suo)\w*|\bvi saremmo grati\b|\bpregasi\b/,
    need: /\b(?:abbiamo|avremmo|ho) bisogno\b|\bci serv(?:e|ono|irebbe)\b|\bnecessitiamo\b|\bci manca(?:no)?\b/,
    stock:
      /non esit|in attesa di (?:un )?(?:vostro|suo) (?:cortese |gentile )?riscontro|si prega di (?:notare|non|trovare)|in allegato (?:trova|si trova)|non (?:e|sono) necessari|non occorre|a disposizione per/,
  },
  {
    language: 'pt',
    request:
      /\bpor favor\b|\bfavor (?:enviar|confirmar|indicar|verificar|devolver)|\b(?:poderia[m]?|podem|pode) (?:nos |por favor )?(?:enviar|confirmar|indicar|informar|verificar)|\b(?:agradecemos|agradeceria(?:mos)?|solicitamos|pedimos) (?:que|o envio|a confirmacao|a sua|o seu|nos)|\baguardamos (?:a |o )?(?:su|vos)/,
    need: /\b(?:precisamos|necessitamos|faltam?-nos)\b/,
    stock:
      /nao hesite|qualquer duvida|agradecemos (?:desde ja|a atencao|o interesse|a oportunidade)|nao e necessari|segue em anexo|fico a disposicao/,
  },
  {
    language: 'nl',
    request:
      /\b(?:graag|gelieve|alstublieft|alsjeblieft|aub)\b|\b(?:kunt|kan|zou|zoudt|wilt|wil|kunnen) (?:u|je|jij|jullie)\b|\b(?:wij|we) verzoeken\b|\bverzoeken (?:wij|we) u\b|\bstuurt u\b/,
    need: /\b(?:hebben|heb) .{0,60}\bnodig\b|\bontbreekt\b/,
    stock:
      /aarzel|vragen\b.*\bcontact|graag (?:gedaan|tot)|geen actie|niet nodig|hoeft (?:u |je )?n(?:iets|iet)|zien wij uit/,
  },
  {
    language: 'pl',
    request: /\b(?:prosze|prosimy|uprzejmie prosze|prosilbym)\b|\bczy (?:moga|moze|mozecie|moglby|moglibyscie)\b/,
    need: /\bpotrzebujemy\b|\bpotrzebuje\b/,
    stock: /nie wahac|w razie pytan|nie trzeba|prosze nie/,
  },
  {
    language: 'sv',
    request:
      /\b(?:vanligen|vennligst|venligst|var (?:vanlig|snall))\b|\b(?:kan|kunde|skulle|kunne|vil) (?:du|ni|dere|i|de) (?!ha en)/,
    need: /\b(?:vi|jag|jeg) (?:behover|trenger|behov)\b/,
    stock: /tveka inte|nol ikke|tov ikke|ingen atgard|ikke nodvendig/,
  },
  {
    language: 'ru',
    request: /(?:прошу|просим|пожалуйста|не могли бы)/,
    need: /(?:нам нужн|нам необходим|требуется)/,
    stock: /не стесняйтесь/,
  },
  {
    language: 'zh',
    request:
      /请(?!假|查收|查阅|见|看|参阅|参见|勿|不要|放心|注意|知悉|留意|随时|求|原谅|谅解)|麻烦(?:您|你|贵)|烦请|敬请(?!谅解|期待)|恳请|望(?:贵|您)|盼复|(?:能否|可否|是否可以|可不可以)|吗[?？]|[?？]$|お願いいたし|お願いし|ください|いただけ/,
    need: /(?:我们|我司|我方)(?:还)?需要(?!等)|尚缺/,
    stock:
      /如有(?:任何)?(?:问题|疑问)|随时(?:与)?(?:我|联系)|无需|不需要|不用|请(?:查收|放心|注意|知悉)|よろしくお願い|お世話/,
  },
];
