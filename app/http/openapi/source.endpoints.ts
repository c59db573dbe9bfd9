import { z } from 'zod';
import { receivedOutput } from '~server/emails/email.schema.ts';
import { sourceOutput, testedSourceOutput, testSourceInput } from '~server/sources/source.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { reads, writes } from './shapes.ts';

const inbound = (
  path: string,
  provider: string,
  description: string,
  bodyTypes: string[],
  schema: z.ZodType = receivedOutput,
): Endpoint => ({
  method: 'post',
  path: `/api/inbound/${path}`,
  tag: 'Mail sources',
  summary: `A message from ${provider}`,
  description: `${description} 404 where it is not configured; 401 without the provider’s signature.`,
  scope: null,
  bodyTypes,
  answers: { 200: { about: 'Stored and committed.', schema } },
  refusals: [404],
});

/** The ways in for mail, and what providers of mail call. */
export const sourceEndpoints: Endpoint[] = [
  reads(
    { path: '/api/sources', tag: 'Mail sources', summary: 'List the ways in for mail', description: 'Admins.' },
    'Every configured way in, and messages that could not be taken.',
    sourceOutput,
  ),
  writes(
    {
      path: '/api/sources/check',
      tag: 'Mail sources',
      scope: 'admin',
      summary: 'Try a way in',
      description: 'Connects, signs in and lists the mailboxes, or checks that a listener or Redis answers.',
      body: testSourceInput,
    },
    200,
    'Whether it works.',
    testedSourceOutput,
  ),
  inbound('postmark', 'Postmark', 'The inbound webhook with RawEmail.', ['application/json']),
  inbound('mailgun/mime', 'Mailgun', 'A route’s forward with body-mime.', ['multipart/form-data']),
  inbound('sendgrid', 'SendGrid', 'Inbound Parse with the raw message.', ['multipart/form-data']),
  inbound(
    'ses',
    'Amazon SES',
    'A notification of SNS; a subscription is confirmed.',
    ['text/plain'],
    z.union([receivedOutput, z.object({ confirmed: z.boolean() })]),
  ),
];
