import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node';
import { useLoaderData } from '@remix-run/react';
import { FileChip } from '~/components/mail/mail-attachments.tsx';
import { buttonStyle } from '~/components/ui/button-style.ts';
import { Icon } from '~/components/ui/icon.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import { pageLoader } from '~/http/page.server.ts';
import { readAttachedMessage } from '~server/emails/read-attached-message.ts';

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${data?.message.subject || 'Attached message'} · PMIS` },
];

export function loader(args: LoaderFunctionArgs) {
  return pageLoader(args, async ({ db, actor, params }) => ({
    id: String(params.id),
    n: String(params.n),
    message: await readAttachedMessage(db, actor, params.id, params.n),
  }));
}

const people = (list: { name: string | null; address: string }[]) =>
  list.map(({ name, address }) => (name ? `${name} <${address}>` : address)).join(', ');

/** A message that came attached to another one. */
export default function AttachedMessage() {
  const { id, n, message } = useLoaderData<typeof loader>();
  const { from, to, cc } = message;
  return (
    <article className="grid content-start gap-4 px-3.5 py-4 md:px-[26px] md:py-[18px]">
      <header>
        <p className="mb-2 text-sm text-muted">
          Attached as {message.filename} to <TextLink to={`/mail/${id}`}>this message</TextLink>
        </p>
        <h1>{message.subject || '(no subject)'}</h1>
        <div className="mt-1.5 grid gap-0.5 text-sm text-muted">
          <p className="wrap-anywhere">{from ? people([from]) : 'Unknown sender'}</p>
          {to.length > 0 ? <p className="wrap-anywhere">to {people(to)}</p> : null}
          {cc.length > 0 ? <p className="wrap-anywhere">cc {people(cc)}</p> : null}
          {message.date ? (
            <p>
              <InstantText value={message.date} />
            </p>
          ) : null}
        </div>
      </header>
      <p dir="auto" className="max-w-[66ch] leading-[1.55] wrap-anywhere whitespace-pre-wrap">
        {message.text || <span className="text-muted">It has no text.</span>}
      </p>
      {message.attachments.length > 0 ? (
        <section aria-label="Its attachments">
          <h2>Its attachments</h2>
          <ul className="mt-2 flex flex-wrap gap-2">
            {message.attachments.map((file) => (
              <FileChip key={file.n} emailId={id} file={file} />
            ))}
          </ul>
        </section>
      ) : null}
      <p>
        <a
          href={`/api/emails/${id}/attachments/${n}`}
          download={message.filename}
          className={buttonStyle('quiet', 'sm', '-ml-2')}
        >
          <Icon name="download" /> Save it
        </a>
      </p>
    </article>
  );
}
