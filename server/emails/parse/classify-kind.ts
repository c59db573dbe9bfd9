import { cleanLine } from './clean-text.ts';
import type { HeaderMap } from './header-fields.ts';
import { walkTree, type MimeNode } from './mime-tree.ts';
import type { CalendarInvite, MailAddress } from './parsed-message.ts';

export type Kind = { kind: 'normal' | 'auto' | 'bounce'; reason: string | null };

type Facts = {
  root: MimeNode;
  from: MailAddress | null;
  subject: string;
  returnPath: string | null;
  calendar: CalendarInvite | undefined;
  tnefClass: string | null;
};

const DAEMON =
  /^(mailer-?daemon|mail-?daemon|postmaster|mdaemon|mail\.?delivery(\.?(system|subsystem))?|bounces?)(@|$)/i;
/** Nobody writes as these: whatever they say is a bounce. */
const ONLY_DAEMON = /^(mailer-?daemon|mail-?daemon)(@|$)/i;
/** Exchange's own sender: bounces, and receipts of delivery. */
const EXCHANGE = /^microsoftexchange[0-9a-f]{3,}@/i;
const DAEMON_NAME =
  /^(mail delivery (sub)?system|mail deliver system|internet mail delivery|mailer-daemon|courier mail server at .{1,200}|system administrator|interscan (mss|notification)|mail administrator)$/i;
const BOUNCE_SUBJECT =
  /undeliver(ed|able)|undelivrable|delivery (status notification|failure|has failed|problem|report)|mail delivery (failed|failure|problem|system|subsystem)|message (not delivered|undeliverable)|delivery incomplete|failure notice|returned mail|mail system error|could not be delivered|non ?remis|warning: (could not send|message)|unzustellbar|nicht zugestellt|zustellung|échec de (la )?remise|no se (ha podido|pudo) entregar|mancata consegna|não (foi )?entregue|kan niet worden bezorgd|не доставлен|недоставлен|退信|配信不能|配達できません|配信できません|non ?recapitabil|olevererbar|no se puede entregar|imposible entregar|onbestelbaar|não é possível entregar|ikke leveret|kan ikke leveres|niedostarczaln|nie dostarczono|nedoru[čc]iteln|не удалось доставить|无法(送达|投递|传递)|無法(送達|傳遞)|未(送达|傳遞)|teslim edilemedi|kézbesíthetetlen|mail delivery status|delayed mail|delivery delayed|errors? in forwarding|errors from |mail failure|fail(ed|ure) delivery|error sending your mail|see transcript for details/i;
// said at the beginning of a subject, these are a mail system's words whoever is named as sender
const BOUNCE_START =
  /^\s*(undeliverable\b|undelivered (mail|message)\b|mail could not be delivered|message delivery has failed|message (\S+ )?blocked by|ignored not member article|\*\*message you sent blocked|returned mail\b|mail delivery (failed|failure|error|problem|subsystem)|delivery (status notification|failed|(failure|error)( notice| notification| report| message)?\s*([:(.!-]|$))|failure notice\s*$|mail system error|message (undeliverable|not delivered)|non[- ]?delivery|unzustellbar\b)/i;
const AUTO_SUBJECT =
  /^\s*(\[?auto(matic|mated)?[- ]?(reply|response|answer|notification)\]?\b|auto-?re\s*:|auto\s*:|autoreply|autoresponder|vacation\s*:|away\s*:|away from (my |the )?(mail|office|desk)|(.{1,60} )?(is|am) (currently )?(out of (the |my )?office|on (annual |sick |parental )?leave)\b(.{0,40}returning.{0,20}|\.)?\s*$|.{2,60} ist (zur zeit |derzeit )?(außer haus|abwesend|nicht im (büro|haus))\s*[.!]?\s*$|out[- ]of[- ](the[- ])?office\b|ooo\s*[:-]|on (annual leave|vacation|holiday)\s*([:-]|$)|vacation (reply|response|notice)|automatische (antwort|reactie)|abwesenheits(notiz|meldung|assistent|agent)|abwesend\s*[:-]|urlaubs(notiz|meldung|benachrichtigung)|autoantwort\b|abwesenheit\s*[:-]|außer haus\s*[:-]|réponse automatique|absence (du bureau|:)|absente?\b.{0,3}( du bureau| jusqu| depuis| du \d)|absent(e)? du bureau|respuesta autom[aá]tica|fuera de (la )?oficina|risposta automatica|fuori (sede|ufficio)|assente dall|resposta autom[aá]tica|ausente do escrit[oó]rio|automatisch antwoord|afwezig(heid)?\s*[:-]|afwezigheidsbericht|autosvar|automatiskt svar|automatisk svar|frånvaro(meddelande)?|ikke til ?stede|fraværsbesked|fraværsmelding|automaattinen vastaus|poissa(ilmoitus)?\s*[:-]|automatyczna odpowied[zź]|odpowied[zź] automatyczna|nieobecno(ść|sc)\s*[:-]|automatick[aá] odpov[eě](ď|d)|nep[rř][ií]tomnost|automatikus v[aá]lasz|házon kívül|r[aă]spuns automat|автоответ|автоматический ответ|автоматична відповідь|автоматичен отговор|вне офиса|отсутству(ю|ет|ем) (в|на) |автоматско одговарање|аутоматски одговор|automatski odgovor|samodejni odgovor|resposta autom[àa]tica|resposta automatikoa|erantzun automatikoa|automatinis atsakymas|autom[āa]tisk[āa] atbilde|automaatvastus|avtomatik cavab|sjálfvirkt svar|tự động trả lời|trả lời tự động|(ตอบกลับ|การตอบกลับ)อัตโนมัติ|balasan otomatis|jawapan automatik|پاسخ خودکار|स्वचालित (उत्तर|जवाब)|αυτόματη απάντηση|otomatik yan[ıi]t|תשובה אוטומטית|הודעה אוטומטית|رد تلقائي|الرد التلقائي|自动(答复|回复)|自動(回覆|回復|応答|返信)|不在(通知|:|：)|자동 ?(회신|응답)|부재중)/iu;
const AUTO_TAG = /\[(auto(matic)?[- ]?(reply|response)|out of office)\]/i;
const RECEIPT_SUBJECT =
  /^\s*(read|not read|gelesen|lu|leído|letto|lida|gelezen|läst|læst|lest|luettu|przeczytano|přečteno|прочитано|delivered|accepted|declined|tentative(ly accepted)?|zugesagt|abgelehnt|mit vorbehalt)\s*:/iu;
const AUTO_HEADERS = [
  'x-autoreply',
  'x-autorespond',
  'x-autoresponder',
  'x-autoreply-from',
  'x-auto-reply',
  'x-mail-autoreply',
  'x-auto-reply-from',
  'x-autogenerated',
  'x-auto-generated',
  'x-vacation',
  'x-fc-machinegenerated',
  'x-cron-env',
];

function autoByHeaders(headers: HeaderMap): string | null {
  const submitted = (headers.first('auto-submitted') ?? '').toLowerCase();
  if (submitted !== '' && !/^no\b/.test(submitted)) return 'Auto-Submitted';
  const suppress = (headers.first('x-auto-response-suppress') ?? '').trim();
  if (suppress !== '' && !/^(none|0)$/i.test(suppress)) return 'X-Auto-Response-Suppress';
  const named = AUTO_HEADERS.find((name) => headers.has(name) && !/^(no|false|0)$/i.test(headers.first(name) ?? ''));
  if (named) return named;
  if (
    /autoresponder|auto.?reply|vacation/i.test(
      `${headers.first('x-post-messageclass')} ${headers.first('delivered-to')}`,
    )
  )
    return 'autoresponder';
  return null;
}

/**
 * List headers. Discussion lists carry what people write, so `normal`: a list that can be posted to (List-Post), that
 * only names itself (List-Id), or a reply. Bulk mail nobody answers (newsletters, junk) is `auto`.
 */
function autoByLists(headers: HeaderMap, subject: string): string | null {
  const precedence =
    `${headers.first('precedence') ?? ''} ${headers.first('x-precedence') ?? ''} ${headers.first('preference') ?? ''}`
      .trim()
      .toLowerCase();
  if (/auto[-_ ]?reply/.test(precedence)) return 'Precedence';
  const post = headers.first('list-post');
  const isReply =
    headers.has('in-reply-to') || headers.has('references') || /^\s*(\[[^\]]*\]\s*)?(re|aw|sv|antw)\s*:/i.test(subject);
  if (isReply || (post !== null && !/^\s*no\b/i.test(post))) return null;
  if (headers.has('list-unsubscribe')) return 'List-Unsubscribe';
  if (headers.has('list-id')) return null;
  return /\b(bulk|junk)\b/.test(precedence) ? 'Precedence' : null;
}

function reportType(root: MimeNode): string | null {
  for (const node of walkTree(root)) {
    if (node.type === 'message/delivery-status' || node.type === 'message/global-delivery-status')
      return 'delivery-status';
    if (node.type === 'message/disposition-notification') return 'disposition-notification';
    if (node.type === 'message/feedback-report') return 'feedback-report';
  }
  return root.type === 'multipart/report'
    ? cleanLine(root.typeParams['report-type'] ?? 'delivery-status').toLowerCase()
    : null;
}

/**
 * `bounce`: a delivery report, also a warning of delay, by its MIME type, X-Failed-Recipients, or a mail daemon's name
 * or null sender with a bounce's subject, or a subject that begins like one. `auto`: receipts, answers of machines and calendars, and bulk mail by
 * headers, else an out-of-office subject in one of many languages. All else is `normal`. `reason` names the sign.
 */
export function classifyKind({ root, from, subject, returnPath, calendar, tnefClass }: Facts): Kind {
  const { headers } = root;
  const report = reportType(root);
  if (report === 'delivery-status') return { kind: 'bounce', reason: 'multipart/report' };
  if (report !== null) return { kind: 'auto', reason: report };
  if (headers.has('x-failed-recipients')) return { kind: 'bounce', reason: 'X-Failed-Recipients' };
  const address = from?.address ?? '';
  if (ONLY_DAEMON.test(address) && !/^auto-replied/i.test(headers.first('auto-submitted') ?? ''))
    return { kind: 'bounce', reason: 'mail daemon' };
  const isDaemon = DAEMON.test(address) || EXCHANGE.test(address) || DAEMON_NAME.test(from?.name ?? '');
  if ((isDaemon || returnPath === '') && BOUNCE_SUBJECT.test(subject)) return { kind: 'bounce', reason: 'mail daemon' };
  if (BOUNCE_START.test(subject) && !headers.has('list-id')) return { kind: 'bounce', reason: 'subject' };
  if (tnefClass && /^REPORT\..*\.NDR$/i.test(tnefClass)) return { kind: 'bounce', reason: tnefClass };
  if (tnefClass && /^REPORT\.|\.Schedule\.Meeting\.Resp/i.test(tnefClass)) return { kind: 'auto', reason: tnefClass };
  if (calendar && /^(reply|declinecounter)$/i.test(calendar.method)) return { kind: 'auto', reason: 'calendar reply' };
  const byHeader = autoByHeaders(headers);
  if (byHeader) return { kind: 'auto', reason: byHeader };
  if (returnPath === '' || /^<?mailer-daemon(@|>?$)/i.test(returnPath ?? ''))
    return { kind: 'auto', reason: 'Return-Path <>' };
  const byList = autoByLists(headers, subject);
  if (byList) return { kind: 'auto', reason: byList };
  if (AUTO_SUBJECT.test(subject.slice(0, 300)) || AUTO_TAG.test(subject.slice(0, 300)))
    return { kind: 'auto', reason: 'subject' };
  if (EXCHANGE.test(address)) return { kind: 'auto', reason: 'Exchange' };
  const isPacked = root.type === 'application/ms-tnef';
  if (isPacked && RECEIPT_SUBJECT.test(subject)) return { kind: 'auto', reason: 'subject' };
  return { kind: 'normal', reason: null };
}
