import type { PackageSuggestion } from '~server/suggestions/suggestion-page.queries.ts';
import { patchPhrase } from '../approval/patch-rows.ts';
import { Card } from '../ui/card.tsx';
import { DateText } from '../ui/date-text.tsx';
import { InstantText } from '../ui/instant-text.tsx';
import { Pill } from '../ui/pill.tsx';
import { RowLink, Table, Td, Tr } from '../ui/table.tsx';
import type { PackageView } from './package-view.ts';

interface SuggestedCardProps {
  pkg: PackageView;
  suggestions: PackageSuggestion[];
  more: boolean;
}

/** What mail suggests for a package and nobody accepted yet; each leads to its message. Nothing when there is none. */
export function SuggestedCard({ pkg, suggestions, more }: SuggestedCardProps) {
  if (suggestions.length === 0) return null;
  return (
    <Card id="suggested" title="Suggested from mail" count={`${suggestions.length}${more ? '+' : ''}`} countTone="ai">
      <Table label="Suggested from mail">
        {suggestions.map(({ id, content, emailId, subject, sender, receivedAt }) => (
          <Tr key={id}>
            <Td primary>
              <RowLink to={`/mail/${emailId}`}>
                {content.kind === 'task'
                  ? content.title
                  : patchPhrase({ [content.field]: { from: content.before, to: content.value } }, pkg)}
              </RowLink>
              <div className="text-sm font-normal text-muted">
                {content.kind === 'task' ? (
                  <>
                    Task
                    {content.due ? (
                      <>
                        , due <DateText value={content.due} format="short" />
                      </>
                    ) : null}
                  </>
                ) : (
                  <Pill tone="ai">change</Pill>
                )}{' '}
                · {sender ?? 'Unknown sender'}: {subject || '(no subject)'}
              </div>
            </Td>
            <Td numeric muted>
              <InstantText format="date" value={receivedAt} />
            </Td>
          </Tr>
        ))}
      </Table>
    </Card>
  );
}
