import { Fragment } from 'react';
import { classNames } from '~/components/ui/class-names.ts';
import { markQuotes, type MessageQuote } from './place-quotes.ts';

interface MarkedTextProps {
  text: string;
  /** The message's whole text, which the quotes are of. */
  whole: string;
  quotes: readonly MessageQuote[];
  /** The suggestions that are pointed at. */
  active: readonly number[];
}

const lit = 'bg-accent-soft outline-1 outline-accent';

/** The text of a message; the sentences that suggestions stand on are marked, and reached as `#q1`. */
export function MarkedText({ text, whole, quotes, active }: MarkedTextProps) {
  if (!text) return <p className="text-muted">No text of its own.</p>;
  return (
    <p dir="auto" className="max-w-[66ch] leading-[1.55] wrap-anywhere whitespace-pre-wrap">
      {markQuotes(whole, text, quotes).map((part, index) =>
        part.quotes.length === 0 ? (
          <Fragment key={index}>{part.text}</Fragment>
        ) : (
          <mark
            key={index}
            id={part.anchors.length > 0 ? `q${part.anchors[0]}` : undefined}
            className={classNames(
              'scroll-mt-24 target:bg-accent-soft target:outline-1 target:outline-accent has-target:bg-accent-soft',
              part.quotes.some((n) => active.includes(n)) && lit,
            )}
          >
            {part.anchors.slice(1).map((n) => (
              <span key={n} id={`q${n}`} className="scroll-mt-24" />
            ))}
            {part.text}
          </mark>
        ),
      )}
    </p>
  );
}
