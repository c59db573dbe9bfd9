import type { Tone } from '~/components/ui/tone.ts';
import type { OutgoingStatus } from '~server/outgoing/outgoing.schema.ts';

/** How a mail that we send stands, in a word. */
export const SENT_WORDS: Record<OutgoingStatus, { tone: Tone; word: string }> = {
  queued: { tone: 'warn', word: 'Waits to be sent' },
  sending: { tone: 'warn', word: 'Being sent' },
  sent: { tone: 'ok', word: 'Sent' },
  failed: { tone: 'bad', word: 'Not sent' },
  bounced: { tone: 'bad', word: 'Came back' },
  capped: { tone: 'warn', word: 'Held back' },
};
