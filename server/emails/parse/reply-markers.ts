// Every expression here is tested against one line of at most LINE characters and has no nested repetition, so that
// the whole body costs linear time.
export const LINE = 400;

const ORIGINAL =
  /^[\s>*]*[-_–—=]{2,}\s*(original(?= ?[-_–—=]{2})|original (message|appointment)|ursprünglicher termin|original-nachricht|originalnachricht|ursprüngliche (nachricht|mail|e-mail)|message d'origine|(mail|e-mail|courriel) (original|d'origine)|message original|mensaje original|mensagem original|messaggio originale|oorspronkelijk bericht|originalmeddelande|original meddelande|oprindelig meddelelse|opprinnelig melding|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|pôvodná správa|eredeti üzenet|mesaj original|исходное сообщение|оригинальное сообщение|пересылаемое сообщение|αρχικό μήνυμα|orijinal ileti|özgün ileti|הודעה מקורית|الرسالة الأصلية|原始邮件|(回复的|转发的)?原邮件|邮件原件|原始郵件|元のメッセージ|original e-mail|reply message|원본 메시지|원본 메일)\s*[-_–—=]{0,}/iu;
const ABOVE =
  /^[-#=\s>*_]*((please )?(type |write |add )?(your )?reply above (this|the|here)( line)?\b|(please )?write above this line\b|(please )?do not (write|type|reply|remove anything) below this line\b)/iu;
// help desks in other languages: an answer, above, this line, between rulers
const ABOVE_LINE =
  /^\s*[-#=*_]{2,}.{0,40}(reply|antwort|répon|respon|rispon|antwoord|odpowied|ответ).{1,60}(line|zeile|linie|ligne|línea|linha|riga|regel|lini|строк).{0,40}[-#=*_]{2,}\s*$/iu;
// GroupWise: `>>> Name <address> 3/2/2026 9:14 AM >>>`
const GROUPWISE = /^\s*>>>\s.{3,200}\d{1,2}[:.]\d{2}.{0,12}>>>\s*$/;
// Lotus Notes' box of a quoted header: `|---------+------->`
const NOTES_BOX = /^\s*\|-{3,}\+-{3,}>?\|?\s*$/;
const WROTE_IN_DASHES =
  /^[-=]{3,} ?.{0,200} (wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev)( .{2,40})? ?:? ?[-=]{3,}\s*$/iu;
const FORWARDED =
  /^[\s>*]*(?:[-_–—=]{2,}\s*(forwarded (message|by)|weitergeleitete nachricht|weitergeleitet von|transféré par|inoltrato da|reenviado por|doorgestuurd door|missatge reenviat|message transféré|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht|vidarebefordrat meddelande|videresendt (meddelelse|melding|besked)|välitetty viesti|przekazana wiadomość|treść przekazanej wiadomości|přeposlaná zpráva|přeposílaná zpráva|továbbított üzenet|mesaj redirecționat|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|переслане повідомлення|προωθημένο μήνυμα|iletilen (mesaj|ileti)|yönlendirilmiş (mesaj|ileti)|preusmjerena poruka|posredovano sporočilo|preposlaná správa|препратено съобщение|прослеђена порука|prosleđena poruka|persiųstas laiškas|pārsūtītais ziņojums|edastatud (kiri|sõnum)|thư chuyển tiếp|pesan terusan|الرسالة المعاد توجيهها|رسالة محو[ّ]?لة|ข้อความที่ส่งต่อ|הודעה שהועברה|转发的邮件|转发邮件|轉寄的郵件|転送メッセージ|전달된 (메일|메시지)|end of forwarded message)|(begin forwarded message|anfang der weitergeleiteten (nachricht|e-mail)|début du message (transféré|réexpédié)|inizio messaggio inoltrato|inicio del mensaje reenviado|início da mensagem (encaminhada|reencaminhada)|begin doorgestuurd bericht|vidarebefordrat brev|start på videresendt|początek przekazywanej wiadomości|начало переадресованного сообщения|下面是被转发的邮件|以下是转发的邮件|転送されたメッセージ)\s*[:：]?\s*$)/iu;
const HEADER_LABELS: [RegExp, RegExp] = [
  /^[\s>*]*(from|von|de|da|van|från|fra|lähettäjä|od|nadawca|feladó|de la|от|от кого|από|kimden|gönderen|מאת|من|від|šalje|sender|pošiljatelj|pošilja|nuo|no|saatja|từ|จาก|dari|dr\.|发件人|寄件者|寄件人|差出人|送信者|보낸 ?사람|보낸이|expéditeur|remitente|mittente)\s*\*?\s*[:：]/iu,
  /^[\s>*]*(sent|date|to|cc|subject|reply-to|gesendet|datum|an|betreff|kopie|envoyé( le)?|à|objet|enviado( el)?|para|asunto|fecha|assunto|data|enviada( em)?|inviato|a|oggetto|per|verzonden|aan|onderwerp|skickat|till|ämne|sendt|til|emne|lähetetty|päivämäärä|vastaanottaja|aihe|wysłano|do|temat|odesláno|komu|předmět|dátum|odoslané|predmet|küldve|címzett|tárgy|elküldve|trimis|către|subiect|отправлено|дата|кому|копия|тема|στάλθηκε|ημερομηνία|προς|θέμα|gönderildi|tarih|kime|konu|נשלח|אל|נושא|تاريخ|إلى|الموضوع|надіслано|изпратено|до|относно|poslano|poslato|prima|predmet|za|zadeva|išsiųsta|kam|tema|nosūtīts|tēma|saadetud|adressaat|teema|đã gửi|đến|tới|chủ đề|ngày|ส่ง|ถึง|เรื่อง|วันที่|dikirim|kepada|subjek|tanggal|enviat|per a|发送时间|发送日期|日期|时间|收件人|抄送|主题|傳送時間|寄件日期|收件者|主旨|送信日時|日時|宛先|件名|보낸 ?날짜|받는 ?사람|제목)\s*\*?\s*[:：]/iu,
];
const SUBJECT_LABEL =
  /^[\s>*]*(subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|aihe|temat|předmět|predmet|tárgy|subiect|тема|θέμα|konu|נושא|الموضوع|относно|zadeva|tema|tēma|teema|chủ đề|เรื่อง|subjek|主题|主旨|件名|제목)\s*\*?\s*[:：]/iu;
const WROTE =
  /(wrote|writes|said|schrieb|geschrieben|écrit|escribi(ó|o)|escreveu|ha scritto|scrisse|schreef|geschreven|skrev|kirjoitti|napisa(ł|l)(\(a\)|a)?|pisze|napsala?(\(a\))?|napísala?|írta|a scris|написала?(\(а\))?|пишет|пише|έγραψε|yazd(ı|i)|כתב(ה)?|كتب(ت)?|写道|寫道|さんは書きました|のメッセージ|님이 (작성|다음과 같이|씀)[^:]*|đã viết|menulis|va escriure|написал[аи]?|написа|napisao|napisala|rašė|rakstīja|kirjutas|เขียนว่า|ने लिखा)\s*(\([^)]*\))?\s*[:：]?\s*$/iu;
const WROTE_INSIDE = /^[\s>]*(am|op|den|på|fra|il|em) .{6,200} (schrieb|schreef|skrev|schrieben) .{1,200}[:：]\s*$/iu;
const WROTE_ON =
  /(^|\s|[>)])(wrote|schrieb|a écrit|escribió|ha scritto|schreef|kirjoitti|je) ((on|am|le|el|il|op) |(?=\d)).{6,60}[:：]\s*$/iu;
const QUOTING =
  /^[\s>]*(quoting|zitat von|citation de|citando( a)?|citat (från|fra|af)|citaat van|cytowanie|cytat) .{2,200}[:：]\s*$/iu;
const DATE_LABEL =
  /^[\s>*]*(sent|date|datum|gesendet|envoyé( le)?|enviado( el)?|fecha|data|enviada( em)?|inviato|verzonden|skickat|sendt|lähetetty|wysłano|odesláno|отправлено|дата|发送时间|日期|送信日時|subject|betreff|objet|asunto|oggetto|onderwerp)\s*\*?\s*[:：]\s*\S/iu;
const TIME = /\d{1,2}[:h]\d{2}/;
const DATE_LIKE =
  /\d{1,4}[./年-]\s?\d{1,2}|\d{1,2}[:.h]\d{2}|\b(19|20)\d{2}\b|\b(jan|feb|mar|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]*\b/iu;
const ADDRESS = /[^\s<>@]@[^\s<>@]{1,100}\.[^\s<>@]/u;
const ATTRIBUTION_START =
  /^[\s>*]*(on|am|le|el|il|em|op|den|på|dne|dňa|vào|pada|на|בתאריך|เมื่อ|w dniu|dnia|ons|ti|pe|ma|ke|to|la|su|în|la data|el día|\p{L}{2,4}[.,]|\d{1,4}[-./年]|在|於|于|\d{1,2} \p{L})/iu;
const QUOTED_PERSON = /[<(][^<>()\s]{1,100}@[^<>()\s]{1,100}[>)].{0,120}[:：]\s*$/u;
const NAME_AND_DATE = /^\s*\p{Lu}[\p{L}'.-]+( \p{Lu}[\p{L}'.-]+){0,3} ?[,;(].{0,40}\d.{0,40}[:：]\s*$/u;
const DATED_BARE = /^[\s>*]*\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.{0,120}<[^<>\s]{1,100}@[^<>\s]{1,100}>\s*$/u;
const STARTS_WITH_DATE = /^[\s>]*(\d|\p{L}{2,14}[.,] {0,2}\d)/u;
// in any language: a date, then an address in angle brackets at the end before a colon
const DATED_ADDRESS = /<[^<>\s]{1,100}@[^<>\s]{1,100}>\)?[^<>]{0,25}[:：]\s*$/u;

/** A line like `-----Original Message-----` in one of many languages. */
export const isOriginalMarker = (line: string) =>
  ABOVE.test(line.slice(0, LINE)) ||
  ABOVE_LINE.test(line.slice(0, LINE)) ||
  GROUPWISE.test(line.slice(0, LINE)) ||
  NOTES_BOX.test(line.slice(0, LINE)) ||
  WROTE_IN_DASHES.test(line.slice(0, LINE)) ||
  (/^[\s>*]*[-_–—=]{2}/.test(line) && ORIGINAL.test(line.slice(0, LINE)));

/** A line like `---------- Forwarded message ----------` or `Begin forwarded message:`. */
export const isForwardMarker = (line: string) => FORWARDED.test(line.slice(0, LINE));

/** BlackBerry's `Original Message` without dashes; a marker only above a header block. */
export const isBareOriginal = (line: string) => /^\s*original message\s*$/i.test(line.slice(0, LINE));

/** Outlook's ruler above a quoted header block. */
export const isRuler = (line: string) => /^\s*[_]{10,}\s*$|^\s*[-]{20,}\s*$/.test(line.slice(0, LINE));

/**
 * Does a block of mail headers (From with at least two of date, to, subject) begin at this line? One of them must be a
 * subject or hold an address: `From: Hamburg, To: Oslo, Date: …` of a shipment is the sender's own text.
 */
export function isHeaderBlock(lines: string[], at: number): boolean {
  const first = lines[at]!;
  if (!/[:：]/.test(first.slice(0, 40)) || !HEADER_LABELS[0].test(first.slice(0, LINE))) return false;
  // `From: a@b` and one more header directly below it are enough; without an address it takes two
  const next = (lines[at + 1] ?? '').slice(0, LINE);
  if (ADDRESS.test(first.slice(0, LINE)) && HEADER_LABELS[1].test(next)) return true;
  let labels = 0;
  let certain = ADDRESS.test(lines[at]!.slice(0, LINE));
  for (let i = at + 1; i < Math.min(at + 12, lines.length); i++) {
    const line = lines[i]!.slice(0, LINE);
    if (HEADER_LABELS[1].test(line)) {
      labels++;
      certain ||= SUBJECT_LABEL.test(line) || ADDRESS.test(line);
    } else if (line.trim() === '' && labels > 0 && !HEADER_LABELS[1].test((lines[i + 1] ?? '').slice(0, LINE))) break;
  }
  return labels >= 2 && certain;
}

/**
 * Does a block of mail headers begin here whose first is not From (Hotmail, GMX: `Date:`, `Sent:`, `Subject:` first)? It
 * takes a From among them and a subject or address, or a date with its time and an address.
 */
export function isDatedBlock(lines: string[], at: number): boolean {
  const first = lines[at]!.slice(0, LINE);
  if (!DATE_LABEL.test(first)) return false;
  let labels = 1;
  let from = false;
  let certain = SUBJECT_LABEL.test(first) || ADDRESS.test(first);
  let address = ADDRESS.test(first);
  for (let i = at + 1; i < Math.min(at + 9, lines.length); i++) {
    const line = lines[i]!.slice(0, LINE);
    const isFrom = HEADER_LABELS[0].test(line);
    if (!isFrom && !HEADER_LABELS[1].test(line)) break;
    labels++;
    from ||= isFrom;
    address ||= ADDRESS.test(line);
    certain ||= SUBJECT_LABEL.test(line) || address;
  }
  return (from && labels >= 3 && certain) || (labels >= 2 && address && TIME.test(first) && DATE_LIKE.test(first));
}

const ONLY_DATE =
  /^\s*(sent by: .{1,60})?\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d{2}(:\d{2})?( ?[ap]m)?( \w{2,5})?\s*$/i;

/** Old Lotus Notes: a name, a date with time alone on its line, then `To`, `cc` and `Subject` alone on theirs. */
export function isNotesHead(lines: string[], at: number): boolean {
  if (!ONLY_DATE.test((lines[at + 1] ?? '').slice(0, LINE))) return false;
  const names = lines
    .slice(at + 2, at + 14)
    .filter((line) => /^\s*(to|an|cc|kopie|subject|thema)\s*:?\s*$/i.test(line));
  return names.length >= 2;
}

/**
 * How many lines from here are an attribution (`On … X wrote:`); 0 when none begins here, negative when the lines are one
 * only if a quote follows.
 */
export function attributionLines(lines: string[], at: number): number {
  const first = lines[at]!.slice(0, LINE);
  if (first.trim() === '') return 0;
  if (!ATTRIBUTION_START.test(first) && !/[:：]\s*$/.test(first) && !first.includes('@')) return 0;
  let joined = '';
  for (let count = 1; count <= 4 && at + count <= lines.length; count++) {
    const line = lines[at + count - 1]!.slice(0, LINE);
    // an address may be broken before its closing bracket: `> wrote:`
    const closing = count > 1 && /<[^<>]*$/.test(joined) && /^>\s*\p{L}/u.test(line);
    if (line.trim() === '' || (!closing && count > 1 && /^\s*>/.test(line) && !/^\s*>/.test(first))) return 0;
    joined = `${joined} ${line.trim()}`.slice(-3 * LINE);
    if (WROTE_INSIDE.test(joined)) return count;
    if (WROTE_ON.test(joined) && DATE_LIKE.test(joined))
      return TIME.test(joined) || ADDRESS.test(joined) ? count : -count;
    if (QUOTING.test(joined)) return -count;
    if (WROTE.test(joined.slice(-60))) {
      const known = DATE_LIKE.test(joined) || ADDRESS.test(joined);
      if (known && (ATTRIBUTION_START.test(first) || ADDRESS.test(joined) || count === 1)) return count;
      return /[:：]\s*$/.test(joined) && count === 1 && joined.length < 120 ? -count : 0;
    }
    if (count === 1 && DATED_BARE.test(joined)) return lines[at + 1]?.trim() === '' ? count : -count;
    if (DATED_ADDRESS.test(joined) && DATE_LIKE.test(joined)) return STARTS_WITH_DATE.test(first) ? count : -count;
    if (QUOTED_PERSON.test(joined) || (count === 1 && NAME_AND_DATE.test(joined) && DATE_LIKE.test(joined)))
      return -count;
    if (!ATTRIBUTION_START.test(first) && !ADDRESS.test(joined)) {
      if (count >= 2) return 0;
    }
  }
  return 0;
}
