import type { ReadableMessage } from '../../emails/parse/parsed-message.ts';
import { foldText } from './fold-text.ts';

const FORWARD_SUBJECT = /^\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|tr|rv|i|enc|doorst|vs|转发|轉寄)\s*[:：]/iu;
const HEADER_LINE =
  /^[ >|*]*(?:(?:from|sent|date|to|cc|subject|importance|von|gesendet|an|betreff|de|envoye|envoyé|objet|para|asunto|enviado|da|inviato|a|oggetto|发件人|发送时间|收件人|主题)\*?\s*[:：].*|-{2,}.*|_{5,}\s*)$/iu;
const ADDRESS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+/u;
const DOUBT =
  /\b(?:no need|nothing to do|not true|wrong|ignore|disagree|do not accept|don't accept|not accept\w*|reject\w*|is this (?:right|true|correct)|can this be|what do you think|rumou?r|unconfirmed|not agreed|push(?:ing)? back|challenge|dispute)\b|\?/u;

export type Forwarded = {
  /** Address of who wrote it; null when the header names none. */
  from: string | null;
  text: string;
  /** The forwarder passes it on as it stands: what it states may be proposed. */
  endorsed: boolean;
};

/** The message that one of ours forwarded, without its header lines; null when it is none. */
export function readForwarded(message: ReadableMessage, internal: boolean): Forwarded | null {
  if (!FORWARD_SUBJECT.test(message.subject ?? '') || message.quotedText.trim() === '') return null;
  const lines = message.quotedText.slice(0, 20_000).split('\n');
  let at = 0;
  let from: string | null = null;
  for (; at < Math.min(lines.length, 14); at++) {
    const line = lines[at]!;
    if (line.trim() !== '' && !HEADER_LINE.test(line)) break;
    from ??= /^[ >|*]*(?:from|von|de|da|发件人)\*?\s*[:：]/iu.test(line)
      ? (ADDRESS.exec(line)?.[0].toLowerCase() ?? null)
      : null;
  }
  const rest = lines.slice(at);
  const older = rest.findIndex((line) => /^[ >]*(?:-{3,}.*-{3,}|_{8,}|on .{5,80} wrote:|from: )/iu.test(line));
  const text = (older < 0 ? rest : rest.slice(0, older)).join('\n');
  return { from, text, endorsed: internal && !DOUBT.test(foldText(message.replyText)) };
}
