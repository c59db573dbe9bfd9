import { isEastAsian } from './fold-text.ts';

/** Words that titles share with ordinary language: they count little. */
const GENERIC = new Set(
  'main power raw water fire site process build system work service package unit set access road control pressure temporary facility emergency integration old new lot supply equipment high low hv mv kv kw industrial general plant area phase section project upgrade replacement install design material standby house security lift structural chemical instrument iron line motor centre center'.split(
    ' ',
  ),
);
const STOP = new Set(
  'and of for the with to in on at by or a an de der die das und fur la le les et del della di du des y el con for no'.split(
    ' ',
  ),
);

/** What words of other languages and short forms are called in titles: stem before, stem after. */
const MEANINGS: [RegExp, string][] = [
  [/^\w*pumpen?$|^bombas?$|^pompes?$|^pompe?$|^pompy?$|^pompa$/, 'pump'],
  [/^\w*ventile?n?$|^valvulas?$|^vannes?$|^valvol[ae]$|^afsluiters?$/, 'valve'],
  [/^\w*transformator(?:en)?$|^transformadore?s?$|^transformateurs?$|^trasformator[ei]$|^trafos?$/, 'transformer'],
  [/^\w*schaltanlagen?$|^celdas$|^tableaux?$|^quadr[oi]$/, 'switchgear'],
  [/^\w*stahlbau\w*$|^stahl$|^acero$|^acier$|^acciaio$|^staal$/, 'steel'],
  [/^kaltemaschinen?$|^enfriador\w*$|^refroidisseurs?$|^refrigerator[ei]$/, 'chiller'],
  [/^pipelines?$|^\w*rohre?n?$|^tuberias?$|^tuyau(?:x|terie)?$|^tubi$|^tubazion[ei]$|^buizen$|^rury?$/, 'pipe'],
  [/^\w*behalter$|^recipientes?$|^recipient[ei]$/, 'vessel'],
  [/^\w*generator(?:en)?$|^generadore?s?$|^generateurs?$|^generator[ei]$|^groupes?$|^grupos?$|^genset$/, 'generator'],
  [/^membran\w*$/, 'membrane'],
  [/^dosier\w*$|^dosificacion$|^dosage$|^dosaggio$|^dosing$/, 'dos'],
  [/^zentrifugen?$|^centrifug\w*$|^wirowk\w*$/, 'centrifuge'],
  [/^kabel\w*$|^cables?$|^cavi$/, 'cable'],
  [/^isolier\w*$|^aislamiento$|^isolation$|^isolamento$/, 'insulation'],
  [/^\w*anstrich\w*$|^pintura$|^peinture$|^verniciatura$|^paint(?:s|ing)?$/, 'paint'],
  [/^inbetriebnahme$|^\w*mise-en-service$|^puesta$|^collaudi?$/, 'commission'],
  [/^tunnels?$|^tunel$|^galleria$/, 'tunnel'],
  [/^emisario$|^emissaire$/, 'outfall'],
  [/^analy[sz]er\w*$|^analysator\w*$|^analizadore?s?$|^analyseurs?$|^analizzator[ei]$/, 'analyzer'],
  [/^fib(?:re|er)s?$/, 'fibre'],
  [/^labs?$|^labor(?:e|s)?$|^laboratorios?$|^laborator(?:y|ies)$/, 'laboratory'],
  [/^reaktor(?:en)?$|^reattor[ei]$|^reactores$|^reacteurs?$/, 'reactor'],
  [/^drucktransmitter$|^transmetteurs?$|^transmisores?$|^trasmettitor[ei]$/, 'transmitter'],
  [/^gelander$|^barandillas?$/, 'handrail'],
  [/^buhnen?$|^plataformas?$/, 'platform'],
  [/^abbruch\w*$|^demolicion$/, 'demolition'],
  [/^genset$|^gensets$/, 'generator'],
  [/^mccs?$|^mcc's$/, 'mcc'],
  [/^xfmrs?$/, 'transformer'],
];

const CHINESE_MEANINGS: [string, string][] = [
  ['泵', 'pump'],
  ['阀', 'valve'],
  ['变压器', 'transformer'],
  ['开关柜', 'switchgear'],
  ['钢结构', 'steel'],
  ['管段', 'spool'],
  ['不锈钢', 'stainless'],
  ['冷水机', 'chiller'],
  ['发电机', 'generator'],
  ['容器', 'vessel'],
  ['电缆', 'cable'],
  ['膜', 'membrane'],
  ['加药', 'dos'],
  ['分析仪', 'analyzer'],
  ['变送器', 'transmitter'],
  ['光纤', 'fibre'],
];

function stem(word: string): string {
  const known = MEANINGS.find(([pattern]) => pattern.test(word));
  if (known) return known[1];
  if (word.length <= 4)
    return word.length === 4 && word.endsWith('s') && !word.endsWith('ss') ? word.slice(0, 3) : word;
  return word.replace(/(?:ies)$/, 'y').replace(/(?:ings?|sses|s)$/, (end) => (end === 'sses' ? 'ss' : ''));
}

/** Where a vessel is a ship. */
const SHIPPING =
  /\b(?:eta|etd|port|containers?|sail\w*|voyage|mv|bill of lading|berth|freight|loaded|feeder|rolled)\b/u;

/** Stems of the telling words of a folded text. */
export function stemsOf(folded: string): Set<string> {
  const stems = new Set<string>();
  const ship = SHIPPING.test(folded) && !folded.includes('pressure vessel');
  for (const word of folded.slice(0, 50_000).match(/\p{L}[\p{L}\p{N}']*(?:-en-\p{L}+)?/gu) ?? [])
    if (word.length > 1 && !STOP.has(word) && !(ship && word.startsWith('vessel'))) stems.add(stem(word));
  if (isEastAsian(folded))
    for (const [sign, meaning] of CHINESE_MEANINGS) if (folded.includes(sign)) stems.add(meaning);
  return stems;
}

/** Whether a stem counts little. */
export const isGeneric = (word: string): boolean => GENERIC.has(word);
