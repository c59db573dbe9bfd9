import { Form } from '@remix-run/react';
import { InstantText } from '~/components/ui/instant-text.tsx';
import { StatusDot } from '~/components/ui/status-dot.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { Table, Td, Th, Tr } from '~/components/ui/table.tsx';
import type { Tone } from '~/components/ui/tone.ts';
import type { SourceState } from '~server/sources/source.policy.ts';
import type { HeldItem, SourceItem } from '~server/sources/source.schema.ts';

const STATES: Record<SourceState, [Tone, string]> = {
  ok: ['ok', 'Works'],
  retrying: ['warn', 'Retrying'],
  down: ['bad', 'Down'],
};

/** What there is to know beside the state, as short pieces. */
function piecesOf(source: SourceItem): string[] {
  return [
    source.waiting > 0 ? `${source.waiting} to be tried again` : '',
    source.givenUp > 0 ? `${source.givenUp} left in the mailbox` : '',
    source.refused > 0 ? `${source.refused} turned away` : '',
  ].filter(Boolean);
}

/** The ways in for mail: how each stands, when it last brought something, and a button that tries it. */
export function SourceTable({ sources }: { sources: SourceItem[] }) {
  return (
    <Table
      label="Mail sources"
      head={
        <>
          <Th>Way in</Th>
          <Th>State</Th>
          <Th numeric>Last mail</Th>
          <Th numeric>Last 24 h</Th>
          <Th>
            <span className="sr-only">Try it</span>
          </Th>
        </>
      }
    >
      {sources.map((source) => {
        const [tone, word]: [Tone, string] =
          source.silent && source.state === 'ok' ? ['warn', 'Silent'] : STATES[source.state];
        const pieces = piecesOf(source);
        return (
          <Tr key={source.name}>
            <Td primary className="py-2">
              <div>{source.title}</div>
              <div className="text-sm font-normal wrap-anywhere text-muted">{source.target}</div>
            </Td>
            <Td className="py-2 max-sm:basis-full">
              <StatusDot tone={tone}>{word}</StatusDot>
              <div className="max-w-[60ch] text-sm wrap-anywhere text-muted">
                {source.says}
                {source.nextTryAt && source.state !== 'ok' ? (
                  <>
                    {' '}
                    Next try <InstantText value={source.nextTryAt} format="short" />.
                  </>
                ) : null}
                {pieces.length > 0 ? ` ${pieces.join(', ')}.` : null}
              </div>
              {source.lastError ? (
                <div className="max-w-[60ch] text-sm wrap-anywhere text-muted">
                  Last trouble <InstantText value={source.lastErrorAt} format="short" />:{' '}
                  <span className={source.state === 'ok' ? undefined : 'text-bad'}>{source.lastError}</span>
                </div>
              ) : null}
            </Td>
            <Td label="Last mail" numeric muted>
              {source.lastMailAt ? <InstantText value={source.lastMailAt} format="short" /> : 'never'}
            </Td>
            <Td label="Last 24 h" numeric>
              {source.lastDay}
            </Td>
            <Td>
              <Form method="post" className="flex sm:justify-end">
                <SubmitButton
                  size="sm"
                  variant="default"
                  name="name"
                  value={source.name}
                  aria-label={`Test ${source.title}`}
                >
                  Test
                </SubmitButton>
              </Form>
            </Td>
          </Tr>
        );
      })}
    </Table>
  );
}

const HELD: Record<HeldItem['status'], [Tone, string]> = {
  waiting: ['warn', 'Tried again'],
  unmarked: ['warn', 'Stored, not marked'],
  refused: ['bad', 'Too large'],
  failed: ['bad', 'Given up'],
};

/** Messages that could not be taken; they are still in their mailbox. */
export function HeldTable({ held }: { held: HeldItem[] }) {
  return (
    <Table
      label="Messages that could not be taken"
      head={
        <>
          <Th>Message</Th>
          <Th>State</Th>
          <Th numeric>Attempts</Th>
          <Th numeric>Since</Th>
        </>
      }
    >
      {held.map((one) => {
        const [tone, word] = HELD[one.status];
        return (
          <Tr key={one.id}>
            <Td primary className="py-2">
              <div className="wrap-anywhere">{one.subject ?? `A message in ${one.source}`}</div>
              <div className="max-w-[80ch] text-sm font-normal wrap-anywhere text-muted">
                {[one.sender, one.source].filter(Boolean).join(' · ')}: {one.reason}
              </div>
            </Td>
            <Td>
              <StatusDot tone={tone}>{word}</StatusDot>
            </Td>
            <Td label="Attempts" numeric>
              {one.attempts}
            </Td>
            <Td numeric muted>
              <InstantText value={one.createdAt} format="short" />
            </Td>
          </Tr>
        );
      })}
    </Table>
  );
}
