import { useId } from 'react';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import { Pill } from './pill.tsx';
import type { Tone } from './tone.ts';

interface CardProps {
  /** Becomes the section's heading and name. Without one the card is a plain box. */
  title?: ReactNode;
  /** A pill beside the title: a number or a short text. */
  count?: ReactNode;
  countTone?: Tone;
  /** At the right of the header: a link, a small note, a button. */
  end?: ReactNode;
  /** Adds the card's own padding around the content. Tables and lists come without. */
  padded?: boolean;
  id?: string;
  className?: string;
  children: ReactNode;
}

/** A titled section on a surface. */
export function Card({ title, count, countTone, end, padded = false, id, className, children }: CardProps) {
  const titleId = useId();
  const Tag = title ? 'section' : 'div';
  return (
    <Tag
      id={id}
      aria-labelledby={title ? titleId : undefined}
      className={classNames('min-w-0 rounded-lg border bg-surface shadow-card', className)}
    >
      {title ? (
        <header className="flex min-h-[41px] flex-wrap items-center gap-x-2 gap-y-1 border-b px-3.5 py-2">
          <h2 id={titleId}>{title}</h2>
          {count !== undefined && count !== null ? <Pill tone={countTone}>{count}</Pill> : null}
          {end ? <div className="ml-auto flex items-center gap-2 text-sm text-muted">{end}</div> : null}
        </header>
      ) : null}
      {padded ? <div className="px-3.5 py-3">{children}</div> : children}
    </Tag>
  );
}
