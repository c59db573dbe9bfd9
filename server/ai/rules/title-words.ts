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

/** The telling words of a title, and the packages that have just these, by code. */
export type IndexedTitle = { codes: string[]; weights: Map<string, number>; total: number };

export type PackageIndex = {
  codes: CodeIndex;
  /** Titles by their stems: a text is compared with those that share a word with it. */
  byStem: Map<string, IndexedTitle[]>;
  titleOf: Map<string, IndexedTitle>;
  vendors: string[];
  byCode: Map<string, WorldPackage>;
  /** How a vendor is called in a text, and what is bought from him. */
  vendorNames: { name: string; vendor: string; codes: string[] }[];
  byDomain: Map<string, string[]>;
  byPoNumber: Map<string, string>;
  poNumberLengths: ReadonlySet<number>;
};

const LEGAL_FORM =
  /\b(?:gmbh|ag|kg|ltd|limited|plc|inc|llc|corp|co|spa|srl|sa|sas|sl|ab|as|oy|oyj|bv|nv|aps|sp z o o)\b\.?/gu;
const COMMON_FIRST_WORD = new Set(
  'site local general national royal first global united international european american british main north south east west new constructora fonderies stahlbau'.split(
    ' ',
  ),
);

function namesOf(vendor: string): string[] {
  const whole = foldText(vendor)
    .replace(LEGAL_FORM, ' ')
    .replace(/[^\p{L}\p{N}&' -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const words = whole.split(' ');
  const first = words[0] ?? '';
  const second = COMMON_FIRST_WORD.has(first) ? (words[1] ?? '') : '';
  return [
    ...new Set([
      whole,
      first.length >= 4 && !COMMON_FIRST_WORD.has(first) ? first : '',
      second.length >= 4 ? second : '',
    ]),
  ].filter((name) => name.length >= 3);
}

function addTo<V>(lists: Map<string, V[]>, key: string, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function build(packages: readonly WorldPackage[]): PackageIndex {
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
  const byStem = new Map<string, IndexedTitle[]>();
  const byWords = new Map<string, IndexedTitle>();
  const titleOf = new Map<string, IndexedTitle>();
  for (const [i, pkg] of packages.entries()) {
    const words = stems[i]!;
    const key = words.join(' ');
    let title = byWords.get(key);
    if (!title) {
      const weights = new Map(words.map((word) => [word, weightOf(word)]));
      title = { codes: [], weights, total: [...weights.values()].reduce((sum, one) => sum + one, 0) };
      byWords.set(key, title);
      for (const word of words) addTo(byStem, word, title);
    }
    title.codes.push(pkg.code);
    titleOf.set(pkg.code, title);
  }
  for (const { codes } of byWords.values()) codes.sort((a, b) => a.localeCompare(b));
  return {
    codes: indexCodes(packages),
    byStem,
    titleOf,
    vendors: [...vendors.keys()],
    byCode: new Map(packages.map((pkg) => [pkg.code, pkg])),
    vendorNames: [...vendors].flatMap(([vendor, codes]) => namesOf(vendor).map((name) => ({ name, vendor, codes }))),
    byDomain,
    byPoNumber,
    poNumberLengths: new Set([...byPoNumber.keys()].map((number) => number.length)),
  };
}

const built = new WeakMap<readonly WorldPackage[], PackageIndex>();

/** The packages of a world prepared for linking; built once for each list of packages. */
export function packageIndex({ packages }: WorldView): PackageIndex {
  const known = built.get(packages);
  if (known) return known;
  const index = build(packages);
  built.set(packages, index);
  return index;
}

const sameClass = (a: string, b: string) =>
  /\p{L}/u.test(a) === /\p{L}/u.test(b) && /\p{N}/u.test(a) === /\p{N}/u.test(b);

/** The packages whose PO numbers stand in a folded text, not as part of a longer number or word. */
export function packagesByPoNumber(folded: string, { byPoNumber, poNumberLengths }: PackageIndex): string[] {
  const found = new Set<string>();
  for (const { index } of folded.matchAll(/[\p{L}\p{N}]/gu)) {
    if (index > 0 && sameClass(folded[index - 1]!, folded[index]!)) continue;
    for (const length of poNumberLengths) {
      const code = byPoNumber.get(folded.slice(index, index + length));
      const last = folded[index + length - 1];
      const next = folded[index + length];
      if (code !== undefined && (next === undefined || !/[\p{L}\p{N}]/u.test(next) || !sameClass(last!, next)))
        found.add(code);
    }
  }
  return [...found];
}

/** How well words match a title: share of its weight, and whether a telling word of it is among them. */
export function titleMatch(
  { weights, total }: IndexedTitle,
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

const MOST_OF_A_TITLE = 40;

/** The packages whose titles share a word with these words, among some or all; at most 40 of one title. */
export function packagesSharing(words: ReadonlySet<string>, index: PackageIndex, among: readonly string[] | null) {
  const titles = among
    ? among.map((code) => ({ title: index.titleOf.get(code), codes: [code] }))
    : [...new Set([...words].flatMap((word) => index.byStem.get(word) ?? []))].map((title) => ({
        title,
        codes: title.codes,
      }));
  return titles.flatMap(({ title, codes }) => {
    if (!title) return [];
    const match = titleMatch(title, words);
    return match.weight > 0 ? codes.slice(0, MOST_OF_A_TITLE).map((code) => ({ code, ...match })) : [];
  });
}
