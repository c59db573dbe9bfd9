import { usageInput, usageOutput } from '~server/ai/model/usage.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { z } from 'zod';
import { replayInput, replayOutput } from '~server/ai/replay/replay.schema.ts';
import { reads, writes } from './shapes.ts';

/** What the assistant's model is and uses. */
export const assistantEndpoints: Endpoint[] = [
  reads(
    {
      path: '/api/assistant/usage',
      tag: 'Assistant',
      summary: 'The model, its state, budgets, usage and cost by day',
      description: 'For admins. Days are UTC; cost in US dollars by AI_PRICES. Never a key.',
      query: usageInput,
    },
    'Usage, newest day first.',
    usageOutput,
  ),
  writes(
    {
      path: '/api/assistant/replays',
      tag: 'Assistant',
      summary: 'Rehearse another reader of mail',
      description: 'Past messages through another model or the rules; a job reads them and writes nothing of it.',
      scope: 'admin',
      body: replayInput,
    },
    202,
    'The rehearsal, whose result comes with its job.',
    z.object({ id: z.uuid(), status: z.literal('waiting') }),
  ),
  reads(
    { path: '/api/assistant/replays/{id}', tag: 'Assistant', summary: 'One rehearsal', refusals: [404] },
    'The rehearsal and what differs.',
    replayOutput,
  ),
];
