import { repliedOutput, replyInput } from '~server/emails/reply.schema.ts';
import { listOutgoingInput, outgoingOutput } from '~server/outgoing/outgoing.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { pageOf, reads, writes } from './shapes.ts';

/** Mail that we send. */
export const outgoingEndpoints: Endpoint[] = [
  writes(
    {
      path: '/api/emails/{id}/reply',
      tag: 'Mail',
      summary: 'Reply to a message by mail',
      description:
        'The reply is stored in the conversation and sent by a job; `GET /api/outgoing-emails` says how it stands. Machines are not answered (409). 503 with no mail server configured, 429 above MAIL_THREAD_CAP.',
      body: replyInput,
      refusals: [404, 409],
    },
    202,
    'Queued to be sent.',
    repliedOutput,
  ),
  reads(
    {
      path: '/api/outgoing-emails',
      tag: 'Mail',
      summary: 'List mail that we send',
      description: 'Replies; admins may ask for another kind.',
      query: listOutgoingInput,
    },
    'A page of mails, newest first.',
    pageOf(outgoingOutput),
  ),
  writes(
    {
      path: '/api/outgoing-emails/{id}/retry',
      tag: 'Mail',
      summary: 'Send a failed reply again',
      description: 'With the same Message-ID. One that `maybeSent` marks may arrive twice.',
      refusals: [404, 409],
    },
    200,
    'The mail waits to be sent.',
    outgoingOutput.pick({ id: true, status: true }),
  ),
];
