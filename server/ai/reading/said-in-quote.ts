import { addDays } from '../../dates/date.policy.ts';
import { senderDay } from '../rules/day-math.ts';
import { findDates } from '../rules/find-dates.ts';
import { findMoney } from '../rules/find-money.ts';
import { foldText } from '../rules/fold-text.ts';
import { oneOf, phrases } from '../rules/phrases.ts';
import type { PackageStatus } from '../../packages/package-fields.schema.ts';

/** The sender's day, from which "Friday" is reckoned; null when the message has no date. */
type Sent = { date: string | null; dateOffsetMinutes: number | null };

const CURRENCY_SIGNS: Record<string, RegExp> = {
  EUR: /€|\beuros?\b/u,
  GBP: /£|\bpounds?\b|\bsterling\b/u,
  USD: /\$|\bdollars?\b/u,
  CNY: /¥|\brmb\b|\byuan\b|人民币|元/u,
};

/**
 * Every day that a text says in words or digits, a numeric one read with the day first and with the month first, and
 * both ends of a range. Null when nobody can say, because the message has no date.
 */
function daysSaid(text: string, { date, dateOffsetMinutes }: Sent): Set<string> | null {
  const today = senderDay(date, dateOffsetMinutes);
  if (today === null) return null;
  const folded = foldText(text);
  const hits = [false, true].flatMap((monthFirst) =>
    folded.split('\n').flatMap((line) => findDates(line, { today, monthFirst })),
  );
  return new Set(hits.flatMap((hit) => [hit.date, hit.first]));
}

/** Whether a text says a day; "before the 24th" may be read as the day before it. */
export function saysDay(text: string, day: string, sent: Sent): boolean {
  const said = daysSaid(text, sent);
  return said === null || text.includes(day) || said.has(day) || said.has(addDays(day, 1));
}

/** Whether a quote names somebody: by his first name, surname or address. */
export function namesPerson(quote: string, { name, email }: { name: string; email: string }): boolean {
  const folded = foldText(quote);
  const parts = foldText(name)
    .split(/\s+/u)
    .filter((part) => part.length > 2);
  return [...parts, email.toLowerCase()].some((part) => folded.includes(part));
}

/** Whether a quote names a vendor: by the first word of his name. */
export function namesVendor(quote: string, vendor: string): boolean {
  const first = foldText(vendor).split(/[\s,.]+/u)[0] ?? '';
  return first.length > 1 && foldText(quote).includes(first);
}

/** Whether a quote says a currency, by its code, name or sign. */
export function saysCurrency(quote: string, code: string): boolean {
  const folded = foldText(quote);
  return (
    folded.includes(code.toLowerCase()) ||
    (CURRENCY_SIGNS[code]?.test(folded) ?? false) ||
    findMoney(folded).some(({ currency }) => currency === code)
  );
}

const START = phrases`
  start | begin | began | begun | commenc | mobilis | mobiliz | under ?way | begonnen | gestartet | angelaufen
  empezad | comenzad | iniciad | inizia | avviat | partita | commence | demarr | lance | rozpocz | gestart
`;
const ARRIVED = phrases`
  deliver(?!y|ies) | deliver(?:y|ies) .{0,40}(?:complete|made|done|took place) | arriv | receiv | on site | gate | unload | landed | reached | \bcame\b | \bcome\b | \bhere\b | accepted | offload
  geliefert | angekommen | eingetroffen | entreg | recib | llegad | livr | recu | consegn | ricevut | geleverd
  dostarcz | levere | 到货 | 交付 | 送达 | 到场 | 签收 | 到达
`;
/** Words without which no sentence says that a package has come to a status; wide, for a model knows more turns than we. */
const STATUS_STEMS: Record<PackageStatus, string[]> = {
  draft: phrases`draft | entwurf | borrador | brouillon | bozza`,
  planned: phrases`
    plan | hold | resum | restart | reinstat | re-?activ | lift | un-?fro | again | \bback\b | \blive\b | aufgehoben | reanud
    reprend | reprise | ripres | geplant | 恢复 | 计划
  `,
  rfq_issued: phrases`
    issued | sent | went out | publish | released | launched | rfq | rfp | itt | tender | enquir | inquir | quot | bid | anfrage | ausschreib | licita | oferta | appel d | offre
    gara | offert | aanvra | zapytan | 询价 | 招标
  `,
  bids_received: phrases`received | opened | arrived | came in | bid | offer | tender | quot | proposal | angebot | oferta | offre | offert | 报价 | 投标`,
  evaluation: phrases`evalu | assess | review | compar | auswert | bewert | valuta | 评估 | 评标 | 评审`,
  awarded: phrases`
    award | \bwin(?:s|ners?)?\b | \bwon\b(?!') | go(?:es|ing)? | went | contract | order | chosen | select | sign | zuschlag | vergeb | vergab
    beauftrag | adjudic | attribu | retenu | aggiudic | gegund | wybran | 中标 | 授标 | 授予
  `,
  po_issued: phrases`issued | placed | released | sent | signed | \bpo\b | p\.o | order | bestell | auftrag | pedido | orden | commande | ordine | zamowien | 采购 | 订单`,
  in_fabrication: [
    ...START,
    ...phrases`
    fabric | manufactur | produc | cutting | weld | assembl | build | casting | fertig | gefertigt | herstell | 生产 | 制造 | 加工 | 投产
  `,
  ],
  in_execution: [...START, ...phrases`execution | works? | site | 开工 | 施工`],
  shipped: phrases`
    ship(?!ment|ping| date) | shipment .{0,40}(?:left|made|gone|effected) | dispatch | despatch | left | leav | sail | depart | load | transit | forwarder | carrier | vessel | \bway\b
    collected | picked up | water | gone out | sent | versand | versend | verschick | verlad | unterwegs | embarc
    enviad | expedi | spedit | partit | verzonden | wyslan | 装船 | 发货 | 发运 | 启运 | 起运 | 出运
  `,
  partially_delivered: ARRIVED,
  delivered: ARRIVED,
  completed: phrases`
    complet | finish | done | hand(?:ed|over| over|-over) | accept | abgeschlossen | fertig | abgenommen | terminad
    finaliz | achev | termin | ultimat | conclus | voltooid | 完工 | 竣工 | 完成
  `,
  on_hold: phrases`
    hold | suspend | suspen | paus | park | freez | fro[zs]e | stop | halt | wait | ruht | ausgesetzt | angehalten
    espera | paraliz | attente | sospes | wstrzym | 暂停 | 搁置 | 暂缓
  `,
  cancelled: phrases`
    cancel | terminat | scrap | drop | call(?:ed|ing)? off | descop | withdraw | rescind | no longer | not proceed | \bdead\b
    storni | gekundigt | annul | anul | rescin | resil | entfallt | 取消 | 终止
  `,
  closed: phrases`clos | final account | settled | finish | abgeschlossen | geschlossen | cerrad | clotur | chius | 关闭 | 结束 | 结清`,
};

/** Whether a quote has a word of a status at all; what it says with it is the model's to read. */
export function saysStatus(quote: string, status: PackageStatus): boolean {
  return new RegExp(oneOf(STATUS_STEMS[status]), 'u').test(foldText(quote));
}
