import { Card } from '~/components/ui/card.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { ReplayDifference, ReplayResult } from '~server/ai/replay/replay.schema.ts';

const GROUPS = [
  { key: 'packages', label: 'Packages' },
  { key: 'tasks', label: 'Tasks' },
  { key: 'patches', label: 'Changes' },
] as const satisfies { key: keyof ReplayDifference; label: string }[];

/** What a rehearsed reader read otherwise, message by message: + only it, − only the stored reading. */
export function ReplayResultView({ result }: { result: ReplayResult }) {
  return (
    <>
      <Card title="Messages that differ" count={result.items.length || null}>
        {result.items.length === 0 ? (
          <EmptyState title="No difference">
            {result.read === 0 ? 'There was no message to read.' : 'It reads every message as it stands.'}
          </EmptyState>
        ) : (
          <ul className="divide-y divide-line">
            {result.items.map((item) => (
              <li key={item.id} className="px-3.5 py-2.5">
                <div className="flex flex-wrap items-baseline gap-x-2">
                  <TextLink to={`/mail/${item.id}`}>{item.subject || 'Without a subject'}</TextLink>
                  <span className="ml-auto text-sm text-muted">
                    <InstantText value={item.date} format="short" /> · read by {item.before}
                  </span>
                </div>
                {GROUPS.map(({ key, label }) => (
                  <Group key={key} label={label} difference={item.difference[key]} />
                ))}
              </li>
            ))}
          </ul>
        )}
      </Card>
      {result.failures.length > 0 ? (
        <Card title="Not read" count={result.failures.length} countTone="warn">
          <ul className="divide-y divide-line">
            {result.failures.map((one) => (
              <li key={one.id} className="px-3.5 py-2">
                <TextLink to={`/mail/${one.id}`}>{one.subject || 'Without a subject'}</TextLink>
                <div className="text-sm text-muted">{one.reason}</div>
              </li>
            ))}
          </ul>
        </Card>
      ) : null}
    </>
  );
}

function Group({ label, difference }: { label: string; difference: ReplayDifference['tasks'] }) {
  const { added, removed, changed } = difference;
  if (added.length + removed.length + changed.length === 0) return null;
  return (
    <div className="mt-1.5 grid gap-0.5 text-md sm:grid-cols-[84px_minmax(0,1fr)]">
      <span className="text-muted">{label}</span>
      <ul className="grid gap-0.5 wrap-anywhere">
        {added.map((text) => (
          <li key={`+${text}`} className="text-ok">
            + {text}
          </li>
        ))}
        {removed.map((text) => (
          <li key={`-${text}`} className="text-bad">
            − {text}
          </li>
        ))}
        {changed.map(({ from, to }) => (
          <li key={`${from} ${to}`}>
            {from} → {to}
          </li>
        ))}
      </ul>
    </div>
  );
}
