import type { ChatEvidence } from '~server/chat/chat.schema.ts';
import { Quote } from '../ui/quote.tsx';
import { TextLink } from '../ui/text-link.tsx';

const PATHS = { package: '/packages', task: '/tasks', approval: '/approvals', email: '/mail' } as const;
const SHOWN = 12;

function pathOf({ type, id, code, package: pkg }: ChatEvidence): string {
  if (type === 'event') return `/packages/${pkg ?? ''}/history`;
  return `${PATHS[type]}/${code ?? id}`;
}

/** The place of a sentence in the page that a browser scrolls to and marks (text fragment). */
function atQuote(quote: string): string {
  const line = quote.split('\n', 1)[0] ?? '';
  return line ? `#:~:text=${encodeURIComponent(line.trim().slice(0, 120)).replaceAll('-', '%2D')}` : '';
}

/** The rows that an answer rests on, each opening where it stands; the sentences of mail as quotes. */
export function EvidenceCards({ evidence }: { evidence: readonly ChatEvidence[] }) {
  const rows = evidence.filter((one) => one.type !== 'event' && !one.quote);
  const event = evidence.find((one) => one.type === 'event');
  const quotes = evidence.filter((one) => one.quote);
  if (evidence.length === 0)
    return <p className="mt-2 text-sm text-muted">No row or message stands behind this answer.</p>;
  return (
    <div className="mt-2">
      <ul aria-label="Evidence" className="flex flex-wrap gap-1.5">
        {[...rows.slice(0, SHOWN), ...(event ? [event] : [])].map((one) => (
          <li key={`${one.type}${one.id}`} className="rounded border bg-sunken px-2 py-0.5 text-sm">
            <TextLink to={pathOf(one)} plain>
              {one.type === 'event' ? `History of ${one.package ?? ''}` : (one.code ?? one.type)}
            </TextLink>
          </li>
        ))}
        {rows.length > SHOWN ? (
          <li className="px-1 py-0.5 text-sm text-muted">and {rows.length - SHOWN} more</li>
        ) : null}
      </ul>
      {quotes.map((one) => (
        <Quote
          key={one.id}
          text={one.quote ?? ''}
          source={
            <TextLink to={`${pathOf(one)}${atQuote(one.quote ?? '')}`} reloadDocument>
              open the sentence
            </TextLink>
          }
        />
      ))}
    </div>
  );
}
