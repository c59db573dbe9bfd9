import { Link } from '@remix-run/react';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { Point, QuoteTarget } from './suggestion-parts.tsx';
import { saidDate } from './suggestion-view.ts';

interface DriftLineProps {
  writer: string;
  wrote: string;
  /** The package's or task's code, and the date it has. */
  code: string;
  says: string;
  href: string;
  /** The number of the suggestion, and its sentence. */
  n: number;
  quote: string;
  target: QuoteTarget;
  point: Point;
}

/** "Hydrotec wrote 3 July; P-002 says 15 June": each half leads to where it says so. */
export function DriftLine({ writer, wrote, code, says, href, n, quote, target, point }: DriftLineProps) {
  return (
    <p className="mt-1 text-sm text-muted">
      <Link
        to={{ search: target(quote), hash: `q${n}` }}
        onClick={() => point([n])}
        className="underline underline-offset-2 hover:text-text"
      >
        {writer} wrote {saidDate(wrote, says)}
      </Link>
      ;{' '}
      <TextLink to={href}>
        {code} says {saidDate(says, wrote)}
      </TextLink>
    </p>
  );
}
