import { buttonStyle } from '~/components/ui/button-style.ts';
import { Icon } from '~/components/ui/icon.tsx';
import type { EmailJson } from '~server/emails/email.schema.ts';

/** A size in words: "12 kB", "3.4 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}

/** The attachments of a message, and the message as it came. */
export function MailAttachments({ email, rawSize }: { email: EmailJson; rawSize: number }) {
  const files = email.attachments.filter((attachment) => !attachment.inline || email.html === null);
  return (
    <section aria-label="Attachments" className="grid gap-2">
      {files.length > 0 ? (
        <ul className="flex flex-wrap gap-2">
          {files.map((file) => (
            <li key={file.n} className="max-w-full min-w-0">
              <a
                href={`/api/emails/${email.id}/attachments/${file.n}`}
                download={file.filename}
                className="flex items-center gap-2 rounded-lg border bg-surface px-2.5 py-1.5 hover:bg-hover"
              >
                <Icon name="paperclip" className="text-muted" />
                <span className="min-w-0 truncate">{file.filename}</span>
                <span className="num shrink-0 text-sm text-muted">{sizeText(file.size)}</span>
              </a>
            </li>
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
