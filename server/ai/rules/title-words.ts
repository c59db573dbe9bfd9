import { foldText, isEastAsian } from './fold-text.ts';
import { organisationOf } from '../../emails/domain-likeness.policy.ts';
import { type CodeIndex, indexCodes } from './find-codes.ts';
import type { WorldPackage, WorldView } from './understanding.ts';

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
  [/^\w*rohre?n?$|^tuberias?$|^tuyau(?:x|terie)?$|^tubi$|^tubazion[ei]$|^buizen$|^rury?$/, 'pipe'],
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
  ['泵', 'pump'], ['阀', 'valve'], ['变压器', 'transformer'], ['开关柜', 'switchgear'], ['钢结构', 'steel'], ['管段', 'spool'],
  ['不锈钢', 'stainless'], ['冷水机', 'chiller'], ['发电机', 'generator'], ['容器', 'vessel'], ['电缆', 'cable'], ['膜', 'membrane'],
  ['加药', 'dos'], ['分析仪', 'analyzer'], ['变送器', 'transmitter'], ['光纤', 'fibre'],
]; // prettier-ignore

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

export type IndexedPackage = { pkg: WorldPackage; weights: Map<string, number>; total: number };

export type PackageIndex = {
  codes: CodeIndex;
  /** Packages by the stems of their titles: a text is compared with those that share a word with it. */
  byStem: Map<string, IndexedPackage[]>;
  vendors: string[];
  byCode: Map<string, WorldPackage>;
  /** How a vendor is called in a text, and what is bought from him. */
  vendorNames: { name: string; vendor: string; codes: string[] }[];
  byDomain: Map<string, string[]>;
  byPoNumber: Map<string, string>;
};

const LEGAL_FORM = /\b(?:gmbh|ag|kg|ltd|limited|plc|inc|llc|corp|co|spa|srl|sa|sas|sl|ab|as|oy|oyj|bv|nv|aps|sp z o o)\b\.?/gu; // prettier-ignore
const COMMON_FIRST_WORD = new Set('site local general national royal first global united international european american british main north south east west new constructora fonderies stahlbau'.split(' ')); // prettier-ignore

function namesOf(vendor: string): string[] {
  const whole = foldText(vendor)
    .replace(LEGAL_FORM, ' ')
    .replace(/[^\p{L}\p{N}&' -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const words = whole.split(' ');
  const first = words[0] ?? '';
  const second = COMMON_FIRST_WORD.has(first) ? (words[1] ?? '') : '';
  return [...new Set([whole, first.length >= 4 && !COMMON_FIRST_WORD.has(first) ? first : '', second.length >= 4 ? second : ''])].filter((name) => name.length >= 3); // prettier-ignore
}

function addTo<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function build({ packages }: WorldView): PackageIndex {
  const stems = packages.map(({ title }) => [...stemsOf(foldText(title))]);
  const seen = new Map<string, number>();
  for (const list of stems) for (const one of list) seen.set(one, (seen.get(one) ?? 0) + 1);
  const weightOf = (word: string) =>
    (1 + Math.log(packages.length / seen.get(word)!)) * (GENERIC.has(word) || word.length < 2 ? 0.35 : 1);
  const vendors = new Map<string, string[]>();
  const byDomain = new Map<string, string[]>();
  const byPoNumber = new Map<string, string>();
  for (const pkg of packages) {
    if (pkg.vendor) addTo(vendors, pkg.vendor, pkg.code);
    for (const domain of pkg.vendorDomains) addTo(byDomain, organisationOf(domain), pkg.code);
    if (pkg.poNumber && pkg.poNumber.length >= 4) byPoNumber.set(foldText(pkg.poNumber), pkg.code);
  }
  const byStem = new Map<string, IndexedPackage[]>();
  for (const [i, pkg] of packages.entries()) {
    const weights = new Map(stems[i]!.map((word) => [word, weightOf(word)]));
    const indexed = { pkg, weights, total: [...weights.values()].reduce((sum, one) => sum + one, 0) };
    for (const word of weights.keys()) addTo(byStem, word, indexed);
  }
  return {
    codes: indexCodes(packages),
    byStem,
    vendors: [...vendors.keys()],
    byCode: new Map(packages.map((pkg) => [pkg.code, pkg])),
    vendorNames: [...vendors].flatMap(([vendor, codes]) => namesOf(vendor).map((name) => ({ name, vendor, codes }))),
    byDomain,
    byPoNumber,
  };
}

const built = new WeakMap<WorldView, PackageIndex>();

/** The packages of a world prepared for linking; built once for each world object. */
export function packageIndex(world: WorldView): PackageIndex {
  const known = built.get(world);
  if (known) return known;
  const index = build(world);
  built.set(world, index);
  return index;
}

/** How well words match a title: share of its weight, and whether a telling word of it is among them. */
export function titleMatch(
  { weights, total }: IndexedPackage,
  words: ReadonlySet<string>,
): { share: number; telling: boolean; weight: number; matched: string[] } {
  // prettier-ignore
  let weight = 0;
  let telling = false;
  const matched: string[] = [];
  for (const [word, one] of weights) {
    if (!words.has(word)) continue;
    matched.push(word);
    weight += one;
    if (!GENERIC.has(word)) telling = true;
  }
  return { share: total === 0 ? 0 : weight / total, telling, weight, matched };
}
