import { anyOf, oneOf, phrases } from './phrases.ts';

/** Requests in other languages: the sentence is the request. `need`: it says what is missing. */
export const FOREIGN_REQUESTS: { language: string; request: RegExp; need: RegExp; stock: RegExp }[] = [
  {
    language: 'de',
    request: anyOf(
      oneOf(phrases`
      \bbitte\b
      \b(?:konnten|koennten|konntest|koenntest|konnen|koennen|kannst|konnt|wurden|wuerden|wurdest|wuerdest) (?:sie|du|ihr)\b
      \bwir bitten\b | \bich bitte\b | \bbitten wir\b | \bwaren? (?:wir|ich) (?:ihnen |dir )?dankbar
      \b(?:dankbar|hilfreich|verbunden|schon|nett)\b.*\bwenn\b | \bwir (?:waren|wurden uns) .{0,30}\b(?:dankbar|freuen)\b | \bbitten um\b
      \b(?:senden|schicken|teilen|geben|bestatigen|bestaetigen|prufen|pruefen|nennen|ubersenden|benennen) sie\b
      \bwir erwarten ihre?n?\b
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:benotigen|benoetigen|brauchen|brauche|benotige|fehlt|fehlen|brauchte|braeuchte)\b
      \bwarte[nt]? .{0,20}\bauf (?:ihre?n?|eure?n?|deine?n?)\b | \b(?:ihre?|die) .{0,50}\bsteh(?:t|en) noch aus\b
      \bzur (?:freigabe|prufung|pruefung|unterschrift|genehmigung|kommentierung|stellungnahme)\b.{0,12}\bbis\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      bitte (?:finden|beachten|entschuldigen|zogern|zoegern|haben sie verstandnis|nicht|um verstandnis) | anbei
      zogern sie nicht | zoegern sie nicht | bei (?:fragen|ruckfragen|rueckfragen) | mussen sie nichts
      nichts weiter | keine (?:aktion|handlung|massnahme) | fur (?:weitere )?(?:fragen|ruckfragen)
      in dringenden fallen | wenden sie sich
    `),
    ),
  },
  {
    language: 'es',
    request: anyOf(
      oneOf(phrases`
      \bpor favor\b
      \b(?:podria[ns]?|podrias|puede[ns]?|podeis|pueden|seria posible|serian tan amables)\b(?=.*\?|.{0,40}\b(?:enviar|confirmar|indicar|remitir|facilitar|revisar|mandar|decir))
      \b(?:le|les|te|os|se)? ?(?:agradeceria(?:mos)?|agradecemos|ruego|rogamos|rogaria(?:mos)?|pedimos|solicitamos|solicito)\b
      \b(?:envienos|enviennos|confirmenos|confirmennos|indiquenos|remitanos|devuelvanos|haganos|comuniquenos|facilitenos|digan?os)\b
      \bquedamos a la espera de\b | \besperamos su\b
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:necesitamos|necesito|necesitariamos|nos falta[n]?|precisamos)\b | \besperando (?:su|vuestr[oa])s?\b
      \bpara (?:su )?(?:aprobacion|revision|firma|comentarios)\b.{0,12}\b(?:antes|hasta)\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      no dude en | no duden en | quedo a su disposicion | quedamos a su disposicion | a la espera de sus noticias
      agradecemos (?:de antemano|su (?:atencion|interes|colaboracion|confianza)) | agradeciendo
      no es necesari[oa] | no hace falta | no se requiere | sin mas que | encontrara[n]? adjunt
    `),
    ),
  },
  {
    language: 'fr',
    request: anyOf(
      oneOf(phrases`
      \bmerci (?:de|d')(?!\s*(?:votre|avance|nous avoir|m'avoir|avoir)) | \bveuillez\b
      \b(?:pourriez|pouvez|pourrais|peux|pourrait|auriez)-(?:vous|tu|on)\b
      \bnous vous (?:prions|demandons|remercions de bien|saurions gre|serions)\b
      \bje vous (?:prie|demande|saurais gre|serais)\b | \bs'il (?:vous|te) plait\b | \bsvp\b | \bpriere de\b
      \b(?:nous )?attendons votre\b
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:avons|aurions|ai|aurais) besoin\b | \bil nous (?:faut|faudrait|manque)\b
      \b(?:en|dans l') ?attente de (?:votre|vos)\b(?! (?:retour|reponse)[.,]? *$)
      \bpour (?:votre )?(?:approbation|validation|signature|commentaires)\b.{0,12}\b(?:avant|d'ici|au plus tard)\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      veuillez (?:trouver|agreer|noter|recevoir|accepter|croire|excuser) | prie d'agreer | n'hesitez pas
      en cas de question | merci de votre | merci pour | merci d'avance | aucune action
      pas (?:besoin|necessaire) de | ne pas hesiter | prions (?:de )?(?:nous )?excuser
    `),
    ),
  },
  {
    language: 'it',
    request: anyOf(
      oneOf(phrases`
      \bper (?:favore|cortesia|piacere)\b | \b(?:cortesemente|gentilmente)\b
      \b(?:potrebbe|potreste|potresti|puo|potete|puoi)\b(?=.*\?|.{0,40}\b(?:inviar|confermar|indicar|mandar|far))
      \b(?:vi|la|ti) (?:preghiamo|prego|chiediamo|chiedo)\b | \bsi prega di\b | \b(?:preghiamo|chiediamo) di\b
      \b(?:attendiamo|aspettiamo) (?:la |il )?(?:vostr|sua|suo)\w* | \bvi saremmo grati\b | \bpregasi\b
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:abbiamo|avremmo|ho) bisogno\b | \bci serv(?:e|ono|irebbe)\b | \bnecessitiamo\b | \bci manca(?:no)?\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      non esit | in attesa di (?:un )?(?:vostro|suo) (?:cortese |gentile )?riscontro
      si prega di (?:notare|non|trovare) | in allegato (?:trova|si trova) | non (?:e|sono) necessari | non occorre
      a disposizione per
    `),
    ),
  },
  {
    language: 'pt',
    request: anyOf(
      oneOf(phrases`
      \bpor favor\b | \bfavor (?:enviar|confirmar|indicar|verificar|devolver)
      \b(?:poderia[m]?|podem|pode) (?:nos |por favor )?(?:enviar|confirmar|indicar|informar|verificar)
      \b(?:agradecemos|agradeceria(?:mos)?|solicitamos|pedimos) (?:que|o envio|a confirmacao|a sua|o seu|nos)
      \baguardamos (?:a |o )?(?:su|vos)
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:precisamos|necessitamos|faltam?-nos)\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      nao hesite | qualquer duvida | agradecemos (?:desde ja|a atencao|o interesse|a oportunidade)
      nao e necessari | segue em anexo | fico a disposicao
    `),
    ),
  },
  {
    language: 'nl',
    request: anyOf(
      oneOf(phrases`
      \b(?:graag|gelieve|alstublieft|alsjeblieft|aub)\b
      \b(?:kunt|kan|zou|zoudt|wilt|wil|kunnen) (?:u|je|jij|jullie)\b | \b(?:wij|we) verzoeken\b
      \bverzoeken (?:wij|we) u\b | \bstuurt u\b
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:hebben|heb) .{0,60}\bnodig\b | \bontbreekt\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      aarzel | vragen\b.*\bcontact | graag (?:gedaan|tot) | geen actie | niet nodig
      hoeft (?:u |je )?n(?:iets|iet) | zien wij uit
    `),
    ),
  },
  {
    language: 'pl',
    request: anyOf(
      oneOf(phrases`
      \b(?:prosze|prosimy|uprzejmie prosze|prosilbym)\b | \bczy (?:moga|moze|mozecie|moglby|moglibyscie)\b
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \bpotrzebujemy\b | \bpotrzebuje\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      nie wahac | w razie pytan | nie trzeba | prosze nie
    `),
    ),
  },
  {
    language: 'sv',
    request: anyOf(
      oneOf(phrases`
      \b(?:vanligen|vennligst|venligst|var (?:vanlig|snall))\b
      \b(?:kan|kunde|skulle|kunne|vil) (?:du|ni|dere|i|de) (?!ha en)
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      \b(?:vi|jag|jeg) (?:behover|trenger|behov)\b
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      tveka inte | nol ikke | tov ikke | ingen atgard | ikke nodvendig
    `),
    ),
  },
  {
    language: 'ru',
    request: anyOf(
      oneOf(phrases`
      (?:прошу|просим|пожалуйста|не могли бы)
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      (?:нам нужн|нам необходим|требуется)
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      не стесняйтесь
    `),
    ),
  },
  {
    language: 'zh',
    request: anyOf(
      oneOf(phrases`
      请(?!假|查收|查阅|见|看|参阅|参见|勿|不要|放心|注意|知悉|留意|随时|求|原谅|谅解) | 麻烦(?:您|你|贵) | 烦请 | 敬请(?!谅解|期待) | 恳请 | 望(?:贵|您) | 盼复
      (?:能否|可否|是否可以|可不可以) | 吗[?？] | [?？]$ | お願いいたし | お願いし | ください | いただけ
    `),
    ),
    need: anyOf(
      oneOf(phrases`
      (?:我们|我司|我方)(?:还)?需要(?!等) | 尚缺
    `),
    ),
    stock: anyOf(
      oneOf(phrases`
      如有(?:任何)?(?:问题|疑问) | 随时(?:与)?(?:我|联系) | 无需 | 不需要 | 不用 | 请(?:查收|放心|注意|知悉) | よろしくお願い | お世話
    `),
    ),
  },
];
