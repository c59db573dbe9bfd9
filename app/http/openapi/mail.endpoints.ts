import { z } from 'zod';
import {
  emailItemOutput,
  emailOutput,
  fileEmailInput,
  jsonMessageInput,
  listEmailsInput,
  receivedOutput,
  restrictedEmailOutput,
} from '~server/emails/email.schema.ts';
import { fileEmailsInput } from '~server/emails/file-emails.ts';
import { reprocessEmailsInput } from '~server/emails/reprocess-emails.ts';
import { setAsideInput } from '~server/emails/set-aside-email.ts';
import {
  changeFilingRuleInput,
  filingRuleOutput,
  listFilingRulesInput,
} from '~server/filing-rules/filing-rule.schema.ts';
import { jobOutput, listJobsInput } from '~server/queue/job.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { acceptSuggestionInput } from '~server/suggestions/accept-suggestion.ts';
import { dismissSuggestionInput } from '~server/suggestions/dismiss-suggestion.ts';
import { pageOf, reads, writes } from './shapes.ts';

const emails = { path: '/api/emails', tag: 'Mail' };
const oneEmail = z.union([emailOutput, restrictedEmailOutput]);

/** Mail and jobs. */
export const mailEndpoints: Endpoint[] = [
  reads(
    { ...emails, summary: 'List messages', query: listEmailsInput },
    'A page of messages; a hidden bid shows only that it exists.',
    pageOf(z.union([emailItemOutput, restrictedEmailOutput])),
  ),
  {
    method: 'post',
    ...emails,
    summary: 'Hand in a message',
    description:
      'The raw message, or JSON. It is stored before it is read: what was answered 202 is never lost. A repeat gives the first one’s id.',
    scope: 'write',
    body: jsonMessageInput,
    bodyTypes: ['message/rfc822'],
    answers: {
      200: { about: 'It was handed in before.', schema: receivedOutput },
      202: { about: 'Stored; it is read within a second.', schema: receivedOutput },
    },
  },
  reads({ path: '/api/emails/{id}', tag: 'Mail', summary: 'One message', refusals: [404] }, 'The message.', oneEmail),
  {
    method: 'get',
    path: '/api/emails/{id}/raw',
    tag: 'Mail',
    summary: 'The message as it came',
    scope: 'read',
    answers: { 200: { about: 'The raw bytes.', type: 'message/rfc822' } },
    refusals: [404],
  },
  {
    method: 'get',
    path: '/api/emails/{id}/attachments/{n}',
    tag: 'Mail',
    summary: 'An attachment by its number; `2.1` is the first file of the message that is attachment 2',
    scope: 'read',
    answers: { 200: { about: 'The attachment’s bytes, to be saved.', type: 'application/octet-stream' } },
    refusals: [404],
  },
  writes(
    {
      path: '/api/emails/{id}/links',
      tag: 'Mail',
      summary: 'File under a package, move, or take away',
      body: fileEmailInput,
      refusals: [404, 409],
    },
    200,
    'The message.',
    oneEmail,
  ),
  writes(
    {
      path: '/api/emails/file',
      tag: 'Mail',
      summary: 'File messages under one package',
      description: 'All or none; each has its own event.',
      body: fileEmailsInput,
      refusals: [409],
    },
    200,
    'How many were filed, and how many stood there already.',
    z.object({ package: z.string(), filed: z.int(), unchanged: z.int() }),
  ),
  writes(
    {
      path: '/api/emails/reprocess',
      tag: 'Mail',
      summary: 'Read quarantined messages again',
      description: 'Those that were read meanwhile stay as they are.',
      body: reprocessEmailsInput,
      refusals: [],
    },
    202,
    'How many are read again, and how many stay as they are.',
    z.object({ again: z.int(), unchanged: z.int() }),
  ),
  writes(
    {
      path: '/api/emails/{id}/set-aside',
      tag: 'Mail',
      summary: 'Take out of triage without filing',
      body: setAsideInput,
      refusals: [404, 409],
    },
    200,
    'Whether it is set aside now.',
    z.object({ id: z.uuid(), setAside: z.boolean() }),
  ),
  writes(
    {
      path: '/api/emails/{id}/reprocess',
      tag: 'Mail',
      summary: 'Read a quarantined message again',
      refusals: [404, 409],
    },
    202,
    'It is read again.',
    receivedOutput,
  ),
  writes(
    {
      path: '/api/emails/{id}/confirm-sender',
      tag: 'Mail',
      summary: 'Confirm a sender who is new to the package',
      description: 'The changes he suggests there may be proposed from now on.',
      refusals: [404, 409],
    },
    200,
    'Confirmed.',
    z.object({ address: z.string() }),
  ),
  writes(
    {
      path: '/api/suggestions/{id}/accept',
      tag: 'Suggestions',
      summary: 'Accept a suggestion',
      description:
        'A task is created; the changes of one message for one package become one proposal that somebody else decides.',
      body: acceptSuggestionInput,
      refusals: [404, 409],
    },
    200,
    'What it became.',
    z.object({
      id: z.uuid(),
      status: z.literal('accepted'),
      created: z.object({ type: z.enum(['task', 'approval']), id: z.uuid(), code: z.string() }),
    }),
  ),
  writes(
    {
      path: '/api/suggestions/{id}/dismiss',
      tag: 'Suggestions',
      summary: 'Dismiss a suggestion',
      body: dismissSuggestionInput,
      refusals: [404, 409],
    },
    200,
    'Dismissed.',
    z.object({ id: z.uuid(), status: z.literal('dismissed') }),
  ),
  reads(
    {
      path: '/api/filing-rules',
      tag: 'Mail',
      summary: 'List taught filing rules',
      description: 'Admins. A rule is taught by filing a message by hand.',
      query: listFilingRulesInput,
    },
    'A page of rules, newest first.',
    pageOf(filingRuleOutput),
  ),
  writes(
    {
      method: 'patch',
      path: '/api/filing-rules/{id}',
      tag: 'Mail',
      scope: 'admin',
      summary: 'Change a filing rule, or switch it on or off',
      body: changeFilingRuleInput,
      refusals: [404, 409],
    },
    200,
    'The rule.',
    filingRuleOutput,
  ),
  writes(
    {
      method: 'delete',
      path: '/api/filing-rules/{id}',
      tag: 'Mail',
      scope: 'admin',
      summary: 'Delete a filing rule',
      description: 'What it filed stays filed.',
      refusals: [404],
    },
    200,
    'Deleted.',
    z.object({ id: z.uuid(), deleted: z.literal(true) }),
  ),
  reads(
    { path: '/api/jobs', tag: 'Jobs', summary: 'List jobs', description: 'Admins.', query: listJobsInput },
    'A page of jobs.',
    pageOf(jobOutput),
  ),
  ...(['retry', 'drop'] as const).map((verb) =>
    writes(
      {
        path: `/api/jobs/{id}/${verb}`,
        tag: 'Jobs',
        scope: 'admin',
        summary: verb === 'retry' ? 'Run a dead job again' : 'Give a dead job up',
        refusals: [404, 409],
      },
      200,
      'The job and where it stands now.',
      jobOutput.pick({ id: true, status: true }),
    ),
  ),
];
