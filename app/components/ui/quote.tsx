import type { ReactNode } from 'react';

interface QuoteProps {
  text: string;
  /** The words inside `text` that carry the claim; marked when found. */
  highlight?: string | null;
  /** Who said it, when, and a link to it. */
  source?: ReactNode;
}

/** The words that something was read from. */
export function Quote({ text, highlight, source }: QuoteProps) {
  const start = highlight ? text.indexOf(highlight) : -1;
  return (
    <figure className="my-2.5 first:mt-0 last:mb-0 rounded-r-md border-l-[3px] border-line-strong bg-sunken px-3 py-2">
      <blockquote className="wrap-anywhere whitespace-pre-line">
        “
        {highlight && start >= 0 ? (
          <>
            {text.slice(0, start)}
            <mark>{highlight}</mark>
            {text.slice(start + highlight.length)}
          </>
        ) : (
          text
        )}
        ”
      </blockquote>
      {source ? <figcaption className="mt-0.5 text-sm text-muted">{source}</figcaption> : null}
    </figure>
  );
}
