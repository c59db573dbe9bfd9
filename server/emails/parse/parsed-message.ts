/** A mailbox of a header. `address` keeps the sender's spelling; it may lack a domain (`root`). */
export type MailAddress = { name: string | null; address: string };

/** What stands in a calendar part. Times: an ISO instant where the zone is known, else local time without offset. */
export type CalendarInvite = {
  method: string;
  uid: string | null;
  summary: string | null;
  description: string | null;
  location: string | null;
  organizer: MailAddress | null;
  start: string | null;
  end: string | null;
  timeZone: string | null;
  allDay: boolean;
};

export type ParsedAttachment = {
  /** Position in the message, from 1. */
  n: number;
  filename: string;
  size: number;
  contentType: string;
  sha256: string;
  /** Without angle brackets. */
  contentId: string | null;
  inline: boolean;
  content: Uint8Array;
  /** `winmail`: unpacked from a winmail.dat; `truncated`: the message ended before the part was closed. */
  note?: 'truncated' | 'winmail';
};

export type BounceReport = {
  recipients: string[];
  originalMessageId: string | null;
  /** True for a warning that delivery is only late: the recipients have not failed. */
  delayed: boolean;
};

export type MessageFlags = {
  smime?: 'signed' | 'encrypted';
  pgp?: 'signed' | 'encrypted';
  calendar?: CalendarInvite;
  charsetGuessed?: string;
  /** The beginning of text that the HTML hides from its reader; only to be searched for attacks, never to be read out. */
  hiddenText?: string;
  /** The message was packed by Outlook into winmail.dat. */
  winmail?: 'unpacked' | 'kept';
  /** Codes of what is wrong with the message's form, e.g. `two_from`, `bad_date`, `missing_end_boundary`. */
  malformed: string[];
};

export type ParsedMessage = {
  /** With angle brackets, like all ids here; null when missing or malformed. */
  messageId: string | null;
  inReplyTo: string | null;
  references: string[];
  from: MailAddress | null;
  sender: MailAddress | null;
  replyTo: MailAddress[];
  to: MailAddress[];
  cc: MailAddress[];
  bcc: MailAddress[];
  /** The envelope sender; '' for the null sender `<>`, null when there is no such header. */
  returnPath: string | null;
  multipleFrom: boolean;
  /** ISO instant; null when the header is missing or cannot be read. */
  date: string | null;
  /** The sender's offset from UTC in minutes; null when not stated. */
  dateOffsetMinutes: number | null;
  subject: string | null;
  text: string;
  /** Text of the HTML form where it has words that `text` lacks; for search. */
  htmlOnly: string | null;
  /** Sanitised for the sandboxed frame; inline images stay `cid:` references. Null when there is no HTML part. */
  html: string | null;
  /** What the sender wrote now. Empty only when he wrote nothing (a bare forward, a bare quote). */
  replyText: string;
  /** What was cut from `text` as quote or forwarded history. */
  quotedText: string;
  /** Subject and text of messages attached as message/rfc822 (bounded); for suggestions only. */
  forwardedText: string;
  /** What was cut from `text` as signature or disclaimer. */
  signatureText: string;
  kind: 'normal' | 'auto' | 'bounce';
  /** The rule that made it `auto` or `bounce`; null for normal. */
  kindReason: string | null;
  bounce: BounceReport | null;
  headers: { name: string; value: string }[];
  authenticationResults: string[];
  receivedCount: number;
  attachments: ParsedAttachment[];
  /** sha256 hex over From, Date, Subject, decoded text and attachment hashes. */
  contentHash: string;
  flags: MessageFlags;
};

/** What reading for suggestions looks at: all of it is kept with the stored message. */
export type ReadableMessage = Pick<
  ParsedMessage,
  | 'from'
  | 'replyTo'
  | 'to'
  | 'cc'
  | 'multipleFrom'
  | 'date'
  | 'dateOffsetMinutes'
  | 'subject'
  | 'text'
  | 'replyText'
  | 'quotedText'
  | 'kind'
  | 'headers'
  | 'authenticationResults'
> & { flags: Pick<MessageFlags, 'hiddenText'> };

export type ParseFailureCode = 'too_deep' | 'too_many_parts' | 'timeout' | 'too_large' | 'unparseable' | 'crash';

/** Why a message could not be read; `reason` is a sentence for a person. */
export type ParseFailure = { reason: string; code: ParseFailureCode };

/** The one error that reading a message throws. */
export class ParseError extends Error {
  readonly code: ParseFailureCode;
  constructor(code: ParseFailureCode, reason: string) {
    super(reason);
    this.name = 'ParseError';
    this.code = code;
  }
}

/** Limits of one message. Depth counts multipart levels and nested messages together. */
export const parseLimits = {
  bytes: 64 * 1024 * 1024,
  depth: 20,
  parts: 1000,
  headerBytes: 1024 * 1024,
  headerCount: 2000,
  keptHeaders: 200,
  keptHeaderLength: 4000,
  textLength: 8 * 1024 * 1024,
  htmlLength: 8 * 1024 * 1024,
  htmlOnlyLength: 200_000,
  subjectLength: 250_000,
  addresses: 2000,
  references: 200,
  forwardedLength: 64 * 1024,
} as const;
