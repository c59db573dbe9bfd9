import { Form } from '@remix-run/react';
import { Card } from '~/components/ui/card.tsx';
import { DateText } from '~/components/ui/date-text.tsx';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Field } from '~/components/ui/field.tsx';
import { errorsOf, typedIn } from '~/components/ui/form-state.ts';
import { DateInput, Input } from '~/components/ui/input.tsx';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { Actions, FieldGrid } from '~/components/ui/layout.tsx';
import { Pill } from '~/components/ui/pill.tsx';
import { Select } from '~/components/ui/select.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { TextLink } from '~/components/ui/text-link.tsx';
import type { ActionFailure } from '~/http/page.server.ts';
import type { ReplayLine } from '~server/ai/replay/replay.queries.ts';

export const REPLAY_READERS: Record<ReplayLine['provider'], string> = {
  rules: 'Rules',
  azure: 'Azure OpenAI',
  openai: 'OpenAI',
  anthropic: 'Anthropic',
};

interface ReplayCardProps {
  replays: ReplayLine[];
  /** Readers that can be asked: those with a key, and rules. */
  readers: ReplayLine['provider'][];
  since: string;
  failure: ActionFailure | null;
}

/** Past messages through another reader, without writing: the form that asks for it, and what was asked before. */
export function ReplayCard({ replays, readers, since, failure }: ReplayCardProps) {
  return (
    <Card title="Rehearsal" count={replays.length || null}>
      <Form method="post" className="grid gap-3 px-3.5 py-3">
        <p className="max-w-[72ch] text-muted">
          Lets another reader read past messages and shows what it would link, ask and change otherwise. Nothing of it
          is kept.
        </p>
        <FieldGrid>
          <Field label="Reader" name="provider" error={errorsOf(failure, 'provider')} required>
            <Select
              options={readers.map((value) => ({ value, label: REPLAY_READERS[value] }))}
              defaultValue={typedIn(failure, 'provider', readers[0])}
            />
          </Field>
          <Field label="Messages since" name="since" error={errorsOf(failure, 'since')} required>
            <DateInput defaultValue={typedIn(failure, 'since', since)} />
          </Field>
          <Field label="At most" name="limit" error={errorsOf(failure, 'limit')} required>
            <Input type="number" min={1} max={1000} defaultValue={typedIn(failure, 'limit', '100')} />
          </Field>
        </FieldGrid>
        <Actions>
          <SubmitButton name="intent" value="replay">
            Rehearse
          </SubmitButton>
        </Actions>
      </Form>
      {replays.length === 0 ? (
        <EmptyState title="No rehearsal yet">Choose a reader and a day above.</EmptyState>
      ) : (
        <ul className="divide-y divide-line border-t border-line">
          {replays.map((one) => (
            <li key={one.id} className="flex flex-wrap items-baseline gap-x-2 px-3.5 py-2">
              <TextLink to={`/admin/assistant/${one.id}`}>
                {REPLAY_READERS[one.provider]} since <DateText value={one.since} />
              </TextLink>
              {one.status === 'waiting' ? <Pill tone="ai">runs</Pill> : null}
              {one.status === 'failed' ? <Pill tone="bad">failed</Pill> : null}
              {one.status === 'done' ? (
                <span className="text-sm">
                  {one.differing} of {one.read} differ
                </span>
              ) : null}
              <span className="ml-auto text-sm text-muted">
                {one.requestedBy ?? 'command line'}, <InstantText value={one.createdAt} format="short" />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
