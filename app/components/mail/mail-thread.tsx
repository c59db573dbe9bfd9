import { Link } from '@remix-run/react';
import { Avatar } from '~/components/ui/avatar.tsx';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import { Icon } from '~/components/ui/icon.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import type { ThreadMessage } from '~server/emails/mail-view.queries.ts';
import { sizeText } from './mail-attachments.tsx';

interface MailThreadProps {
  messages: ThreadMessage[];
  currentId: string;
  search: string;
}

const text = 'max-w-[66ch] leading-[1.55] wrap-anywhere whitespace-pre-wrap';

/** A thread as one conversation: what each wrote, oldest first, what they quoted folded away. */
export function MailThread({ messages, currentId, search }: MailThreadProps) {
  return (
    <ol aria-label="Conversation" className="grid gap-3">
      {messages.map((message) => (
        <li
          key={message.id}
          aria-current={message.id === currentId ? 'true' : undefined}
          className="rounded-lg border bg-surface px-3.5 py-3 [contain-intrinsic-size:auto_160px] [content-visibility:auto] aria-[current]:border-accent"
        >
          {message.restricted ? (
            <p className="text-muted">
              <Icon name="lock" className="mr-1 inline size-3.5" /> A message about a bid
              {message.at ? (
                <>
                  {' '}
                  · <InstantText value={message.at} format="short" />
                </>
              ) : null}
            </p>
          ) : (
            <ShownMessage message={message} search={search} />
          )}
        </li>
      ))}
    </ol>
  );
}

function ShownMessage({ message, search }: { message: ThreadMessage & { restricted: false }; search: string }) {
  const fresh = message.text.trim();
  return (
    <article>
      <header className="mb-1.5 flex items-center gap-2">
        <Avatar name={message.from} />
        <b className="min-w-0 truncate font-medium" title={message.address ?? undefined}>
          {message.from}
        </b>
        {message.kind === 'normal' ? null : <Pill>{message.kind === 'auto' ? 'automatic' : 'bounce'}</Pill>}
        <Link
          to={{ pathname: `/mail/${message.id}`, search }}
          className="num ml-auto shrink-0 rounded-xs text-sm text-muted hover:text-text"
        >
          <InstantText value={message.at} format="short" />
        </Link>
      </header>
      <p dir="auto" className={text}>
        {fresh || <span className="text-muted">No text of its own.</span>}
      </p>
      {message.quoted.trim() ? (
        <Disclosure label="Quoted" className="mt-2">
          <p dir="auto" className={`${text} border-l-2 border-line-strong pl-3 text-muted`}>
            {message.quoted.trim()}
          </p>
        </Disclosure>
      ) : null}
      {message.attachments.length > 0 ? (
        <ul className="mt-2 flex flex-wrap gap-x-3 gap-y-1 text-sm">
          {message.attachments.map((file) => (
            <li key={file.n} className="min-w-0">
              <a
                href={`/api/emails/${message.id}/attachments/${file.n}`}
                download={file.filename}
                className="rounded-xs text-accent wrap-anywhere hover:underline"
              >
                {file.filename}
              </a>{' '}
              <span className="num text-muted">{sizeText(file.size)}</span>
            </li>
          ))}
        </ul>
      ) : null}
    </article>
  );
}
