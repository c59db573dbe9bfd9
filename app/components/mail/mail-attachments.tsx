import { Link } from '@remix-run/react';
import { buttonStyle } from '~/components/ui/button-style.ts';
import { Icon } from '~/components/ui/icon.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';

/** A size in words: "12 kB", "3.4 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

const SHOWN = /^(application\/pdf|image\/(png|jpe?g|gif|webp|bmp))$/i;
const MESSAGE = /^message\/(rfc822|global)$/i;

/** `n` is its number, or the path to it inside attached messages. */
export type FileOfMessage = { n: number | string; filename: string; contentType: string; size: number };

/** The way to look at a file: pictures and PDF in a tab of their own, an attached message on its page. */
function OpenFile({ emailId, file }: { emailId: string; file: FileOfMessage }) {
  const style = 'flex items-center rounded-r-lg border-l px-2.5 text-sm font-medium text-accent hover:bg-hover';
  if (MESSAGE.test(file.contentType) || /\.eml$/i.test(file.filename))
    return (
      <Link to={`/mail/${emailId}/message/${file.n}`} aria-label={`Open ${file.filename}`} className={style}>
        Open
      </Link>
    );
  if (!SHOWN.test(file.contentType)) return null;
  return (
    <a
      href={`/api/emails/${emailId}/attachments/${file.n}?inline=1`}
      target="_blank"
      rel="noreferrer"
      aria-label={`Open ${file.filename} in a new tab`}
      className={style}
    >
      Open
    </a>
  );
}

/** One file in a list: its name saves it. */
export function FileChip({ emailId, file }: { emailId: string; file: FileOfMessage }) {
  return (
    <li className="max-w-full min-w-0">
      <span className="flex items-stretch rounded-lg border bg-surface">
        <a
          href={`/api/emails/${emailId}/attachments/${file.n}`}
          download={file.filename}
          className="flex min-w-0 items-center gap-2 rounded-l-lg px-2.5 py-1.5 hover:bg-hover"
        >
          <Icon name="paperclip" className="text-muted" />
          <span className="min-w-0 truncate">{file.filename}</span>
          <span className="num shrink-0 text-sm text-muted">{sizeText(file.size)}</span>
        </a>
        <OpenFile emailId={emailId} file={file} />
      </span>
    </li>
  );
}

/** The attachments of a message, and the message as it came. */
export function MailAttachments({ email, rawSize }: { email: EmailJson; rawSize: number }) {
  const files = email.attachments.filter((attachment) => !attachment.inline || email.html === null);
  return (
    <section aria-label="Attachments" className="grid gap-2">
      {files.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {files.map((file) => (
            <FileChip key={file.n} emailId={email.id} file={file} />
          ))}
        </ul>
      ) : null}
      <p>
        <a href={`/api/emails/${email.id}/raw`} download className={buttonStyle('quiet', 'sm', '-ml-2')}>
          <Icon name="download" /> Message as it {email.source === 'sent' ? 'was sent' : 'came'} ({sizeText(rawSize)})
        </a>
      </p>
    </section>
  );
}
