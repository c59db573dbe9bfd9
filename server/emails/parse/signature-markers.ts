import { LINE } from './reply-markers.ts';

const MOBILE =
  /^\s*[([]?(sent (from|via|with|using) (?!.{0,60}\b(is|was|are|were|will|which|who)\b)(my |an? |the )?(\p{L}|[\d ,&'’-]){2,60}|(please )?(excuse|pardon|forgive) (my |the |any )?(brevity|typos?|errors).{0,40}sent from .{2,40}|get outlook for (ios|android|mac)|(sent|shared) from (yahoo|gmail|outlook|mail|proton|samsung|blackberry)|(von|mit) mein(em|er) .{2,40} gesendet|gesendet (von|mit|über) .{2,40}|diese nachricht wurde von mein.{2,60} gesendet|envoyé (de|depuis|à partir d) ?.{2,40}|enviado (desde|do|a partir|de) .{2,40}|inviato (da|dal|dall') ?.{2,40}|verzonden (vanaf|vanuit|met|via) .{2,40}|verstuurd (vanaf|vanuit) .{2,40}|skickat från .{2,40}|sendt fra .{2,40}|lähetetty .{2,40}|wysłane (z|ze) .{2,40}|odesláno ze? .{2,40}|odoslané z .{2,40}|trimis de pe .{2,40}|küldve (az? )?.{2,40}|(надіслано|відправлено) з .{2,40}|изпратено от .{2,40}|στάλθηκε από .{2,40}|.{2,30}(umdan|ımdan|dan|den) gönderildi|נשלח מ.{2,40}|(تم الإرسال|أُ?رسلت?|مرسل) من .{2,40}|poslano (s|z|iz) .{2,40}|saadetud .{2,40}|išsiųsta iš .{2,40}|nosūtīts no .{2,40}|enviat des .{2,40}|được gửi từ .{2,40}|ส่งจาก.{2,40}|dikirim dari .{2,40}|отправлено (с|из) .{2,40}|.{1,30}から送信|(从|從|发自|發自)我的 ?.{1,30}|나의 .{1,20}에서 보냄|(.{2,15} )?outlook (for|für|pour|para|per|voor|för|til|till|dla|для|pro|за|için).{0,20} ?(ios|android|mac)( .{2,15}|を(ダウンロード|入手))?|.{1,12}从? ?我的 ?.{1,20}(傳送|发送|傳來))[)\]]?\s*[.!]?\s*(<\S{1,200}>)?\s*$/iu;
const DEVICE =
  /iphon|ipad|ios|android|blackberry|mobile|handy|smartphone|telefon|phone|mail|outlook|samsung|huawei|galaxy|device|tablet|windows|proton|móvil|мобил|почт|portable|mobiel|celular|cellulare|email|手机/iu;
const DELIMITER = /^\s*(--|—|–|__|- -)\s*$/;
const SIGN_OFF =
  /^\s*((with )?(best|kind|warm|kindest|warmest|many)( personal)? (regards|wishes|thanks)|regards|sincerely( yours)?|yours (sincerely|faithfully|truly)|cheers|thanks( again)?( ?(and|&) (best |kind |warm )?regards)?|(many )?thanks in advance|thank you|mit (freundlichen|besten|herzlichen|vielen) (grüßen|gruessen|grüssen|dank)|(freundliche|beste|viele|herzliche|liebe) grü(ß|ss)e|mfg|vg|lg|cordialement|bien (cordialement|à vous)|salutations( distinguées)?|(un )?((cordial|atento) )?saludo|saludos( cordiales)?|atentamente|(cordiali|distinti) saluti|saluti|atenciosamente|cumprimentos|met vriendelijke groet(en)?|mvg|(med )?vänliga hälsningar|(med )?venlig hilsen|mvh|ystävällisin terveisin|pozdrawiam|z poważaniem|s pozdravem|üdvözlettel|cu stimă|с уважением|με εκτίμηση|saygılarımla|よろしくお願いします|此致|顺祝商祺)( aus .{3,30})?(\s*[/|] ?.{3,40})?\s*[,.!]*\s*$/iu;
const DISCLAIMER =
  /^[\s*_]*((confidentiality|legal|privacy|important) (notice|note|disclaimer)|disclaimer\b|this (e-?mail|message|communication|transmission)( and|,| \(| is| may| contains| \w+ (is|and)).{0,120}(confidential|privileged|intended|attach)|the (information|content)s? (contained )?(in|of) this (e-?mail|message).{0,120}(confidential|privileged|intended)|(p )?(please )?(consider|think of) the environment|der inhalt dieser (e-?mail|nachricht)|(diese|dieses) (e-?mail|nachricht).{0,120}(vertraulich|ausschließlich|bestimmt)|bitte (prüfen sie|denken sie an die umwelt)|ce (message|courriel|mail)( et|,| est| peut).{0,120}(confidentiel|destin)|este (mensaje|correo|mensagem|e-?mail).{0,120}(confidencial|destina)|(questo messaggio|questa (e-?mail|comunicazione)|le informazioni contenute).{0,120}(riservat|confidenzial|destinat)|(de informatie in )?dit (bericht|e-mailbericht|e-mail).{0,120}(vertrouwelijk|bestemd)|ta wiadomość.{0,120}(poufn|przeznaczon)|данное (сообщение|письмо).{0,120}конфиденциальн)/iu;
const CONTACT =
  /(\+?\d[\d ()/.-]{6,}\d)|@|www\.|https?:|\b(tel|phone|mobile?|fax|telefon|mob|gsm)\b|\b(gmbh|ltd|inc|llc|s\.?a\.?|b\.?v\.?|ag|corp|co\.)\b/iu;
// not a sentence: `Sent from my desk, which is quicker than my phone.`
const SENT_FROM =
  /^\s*[Ss]ent (from (my|a|an) (?!.{0,60}\b(is|was|are|were|will)\b).{1,60}|(from|via|with|using) \p{Lu}.{1,50})$/u;
// what a virus scanner leaves, below a ruler or without one
const SCANNED =
  /^[\s*_]*(this (e-?mail|message|mail) (has been|was|is) (checked|scanned|virus)|no virus found in this|virus-?free\b|virenfrei\b|(diese|dieses) (e-?mail|nachricht) wurde (von|auf|mit) .{0,40}(vir|avast)|l'absence de virus dans|este (correo|mensaje|e-?mail) .{0,40}virus|outgoing mail is certified virus free|scanned by )/iu;
// what a list says below a message
const LIST_WORDS =
  /^\s*(to unsubscribe\b|(if you (wish|want|would like) to|click here to) unsubscribe|.{1,60} reacted via gmail\b|you (received|are receiving) this (message|e-?mail) because|um sich (abzumelden|von dieser)|pour (se|vous) désabonner|para (darse de baja|cancelar la suscripción))/iu;
const BANNER =
  /^[\s*[_-]*(caution|warning|attention|achtung|vorsicht|important|external|extern|this (e-?mail|message) (originated|was sent|comes|came) from outside)/iu;
const OUTSIDE = /\b(outside|external|extern\w*|außerhalb|extérieure?)\b/iu;
const CAREFUL = /\b(click|open|links?|attachments?|anhänge|pièces jointes)\b/iu;
const FOOTER = [SCANNED, LIST_WORDS];
const RULER = /^\s*([-_=*~#━─═]{3,}|[—–]{2,})\s*$/;
const LIST_FOOTER = /^_{30,}\s*$/;
/** `--Jim Smith`, `-Jim`: a name behind dashes that are no list. */
const DASHED_NAME = /^\s{0,3}(--? ?)(\p{Lu}[\p{L}'’.-]*( \p{Lu}[\p{L}'’.-]*){0,3})\s*$/u;
const SHORT_RULE = /^---\s*$/;

const isMobile = (line: string) => {
  const shown = line.replace(/ ?<[^<>\s]{1,200}>|^\s*[*_]|[*_]\s*$/g, '');
  return shown.length < 160 && (DEVICE.test(shown) || /送信|보냄|我的/u.test(shown)) && MOBILE.test(shown);
};

/**
 * Where the signature of a block of the sender's own lines begins (an index into `lines`), or `lines.length`. Known:
 * `-- `, mobile clients' lines, legal notices, list footers, a sign-off or ruler followed by contact data, and a last paragraph
 * that begins with the sender's full name and says more about him. Never the first
 * line of what is said, unless something was said before these lines.
 */
export function signatureStart(lines: string[], saidBefore = false, sender: string | null = null): number {
  let end = lines.length;
  const texts = lines.map((line) => line.slice(0, LINE));
  const first = texts.findIndex((line) => line.trim() !== '');
  if (first < 0) return lines.length;
  const afterWords = (i: number) => saidBefore || i > first;
  const filled = (from: number, to: number) => texts.slice(from, to).filter((line) => line.trim() !== '').length;
  for (let i = first; i < end; i++) {
    const line = texts[i]!;
    const rest = i + 1 < end ? filled(i + 1, Math.min(end, i + 60)) : 0;
    // below so few lines the rest may be looked at as a whole: more often, long texts cost too much
    const near = end - i <= 60;
    const newParagraph = i === first || texts[i - 1]!.trim() === '' || RULER.test(texts[i - 1]!);
    if (DASHED_NAME.test(line) && i > first && isDashedName(texts, i, end, sender)) end = i;
    else if (
      near &&
      SHORT_RULE.test(line) &&
      i > first &&
      newParagraph &&
      rest <= 2 &&
      isNameLines(texts.slice(i + 1, end))
    )
      end = i;
    else if (DELIMITER.test(line) && afterWords(i) && (line === '-- ' ? rest <= 40 : rest <= 15)) end = i;
    else if ((isMobile(line) && rest <= 4) || (SENT_FROM.test(line) && rest === 0)) end = i;
    else if (LIST_FOOTER.test(line) && afterWords(i) && rest <= 12) end = i;
    else if (newParagraph && afterWords(i) && DISCLAIMER.test(line) && rest <= 30) end = aboveRuler(texts, i);
    else if (near && afterWords(i) && RULER.test(line) && rest >= 2 && rest <= 8 && hasContact(texts.slice(i + 1, end)))
      end = i;
    else if (near && newParagraph && line.trim() !== '' && i > first && isNameBlock(texts.slice(i, end), sender))
      end = i;
    else if (afterWords(i) && FOOTER.some((footer) => footer.test(line)) && rest <= 6) end = aboveRuler(texts, i);
    else if (
      near &&
      i > first &&
      SIGN_OFF.test(line) &&
      rest >= 1 &&
      rest <= 14 &&
      hasContact(untilDelimiter(texts.slice(i + 1, end)))
    )
      end = i;
  }
  while (end > 0 && end < lines.length && texts[end - 1]!.trim() === '') end--;
  return end;
}

/** Where a footer begins whose words stand at `at`: at the ruler above it, if there is one. */
function aboveRuler(lines: string[], at: number): number {
  let top = at;
  while (top > 0 && lines[top - 1]!.trim() === '') top--;
  return top > 0 && RULER.test(lines[top - 1]!) ? top - 1 : at;
}

/** How many lines on top are the warning that a mail gateway sets above a message from outside; 0 without words below. */
export function bannerLines(lines: string[]): number {
  const start = lines.findIndex((line) => line.trim() !== '');
  if (start < 0 || !BANNER.test(lines[start]!.slice(0, LINE))) return 0;
  const end = lines.findIndex((line, i) => i > start && line.trim() === '');
  if (end < 0 || end - start > 6 || lines.slice(end).every((line) => line.trim() === '')) return 0;
  const words = lines
    .slice(start, end)
    .join(' ')
    .slice(0, 3 * LINE);
  return OUTSIDE.test(words) && CAREFUL.test(words) ? end : 0;
}

/** `Jim Smith | Enrolment Manager`, `Jim Smith` above his company: short lines under the sender's own full name. */
function isNameBlock(lines: string[], sender: string | null): boolean {
  const name = sender?.trim().toLowerCase() ?? '';
  if (!/\S \S/.test(name)) return false;
  const filled = lines.filter((line) => line.trim() !== '');
  const head = filled[0]!.trim().toLowerCase();
  if (!head.startsWith(name) || filled.length > 7 || filled.some((line) => line.length > 90)) return false;
  return filled.length > 1 || /^[\s]*[|,/•·–—-]/.test(head.slice(name.length));
}

/** A dashed name that ends what is said: after an empty line, no item of a list, with at most a list's footer below it. */
function isDashedName(lines: string[], at: number, end: number, sender: string | null): boolean {
  const [, dashes, name] = DASHED_NAME.exec(lines[at]!)!;
  const known = (sender ?? '').toLowerCase().split(/\s+/).includes(name!.split(' ')[0]!.toLowerCase());
  const certain = known || (dashes === '--' && /\s/.test(name!)) || (dashes === '-' && /\s/.test(name!));
  const next = lines.slice(at + 1, end).find((line) => line.trim() !== '');
  const alone = lines[at - 1]!.trim() === '' && (next === undefined || LIST_FOOTER.test(next));
  return certain && alone && !lines.slice(0, at).some((line) => /^\s*-/.test(line));
}

/** One or two short lines without a sentence: who wrote, below a short rule. */
function isNameLines(lines: string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return (
    filled.length > 0 &&
    filled.every((line) => /^\s*\p{Lu}[^.!?:]{1,40}$/u.test(line) && line.trim().split(/\s+/).length <= 4)
  );
}

function untilDelimiter(lines: string[]): string[] {
  const at = lines.findIndex((line) => DELIMITER.test(line));
  return at < 0 ? lines : lines.slice(0, at);
}

function hasContact(lines: string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return filled.every((line) => line.length <= 160) && filled.some((line) => CONTACT.test(line));
}
