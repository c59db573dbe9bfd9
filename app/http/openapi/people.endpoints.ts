import { z } from 'zod';
import { createdTokenOutput, createTokenInput, listTokensInput, tokenOutput } from '~server/tokens/token.schema.ts';
import { createUserInput, listUsersInput, updateUserInput, userOutput } from '~server/users/user.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { pageOf, reads, writes } from './shapes.ts';

const users = { path: '/api/users', tag: 'People' };
const user = { path: '/api/users/{idOrEmail}', tag: 'People', refusals: [404, 409] as (404 | 409)[] };
const tokens = { path: '/api/tokens', tag: 'Tokens' };

const health = z.object({
  status: z.enum(['ok', 'degraded', 'down']),
  version: z.string(),
  checks: z.record(z.enum(['database', 'migrations', 'redis', 'worker', 'mail']), z.enum(['ok', 'off', 'fail'])),
});

/** People, tokens and health. */
export const peopleEndpoints: Endpoint[] = [
  reads(
    { path: '/api/me', tag: 'People', summary: 'Who is calling' },
    'The caller, with the scopes of the token used (null: a session).',
    userOutput.extend({ scopes: z.array(z.string()).nullable(), tokenId: z.string().nullable() }),
  ),
  reads({ ...users, summary: 'List people', query: listUsersInput }, 'A page of people.', pageOf(userOutput)),
  writes(
    { ...users, scope: 'admin', summary: 'Create a person', body: createUserInput, refusals: [409] },
    201,
    'The person.',
    userOutput,
  ),
  reads({ ...user, summary: 'One person (`me` is the caller)', refusals: [404] }, 'The person.', userOutput),
  writes(
    {
      ...user,
      method: 'patch',
      summary: 'Change a person',
      description:
        'One’s own name and time zone; role, limit and access of others for admins. Nobody sets his own limit or role.',
      body: updateUserInput,
    },
    200,
    'The person.',
    userOutput,
  ),
  reads(
    { ...tokens, summary: 'List tokens', query: listTokensInput },
    'A page of tokens, never their secrets.',
    pageOf(tokenOutput),
  ),
  writes(
    { ...tokens, summary: 'Create a token of one’s own', body: createTokenInput },
    201,
    'The token; `token` is shown this once.',
    createdTokenOutput,
  ),
  {
    method: 'delete',
    path: '/api/tokens/{id}',
    tag: 'Tokens',
    summary: 'Revoke a token',
    scope: 'write',
    answers: { 200: { about: 'The revoked token.', schema: tokenOutput } },
    refusals: [404],
  },
  {
    method: 'get',
    path: '/health',
    tag: 'Health',
    summary: 'Whether PMIS works',
    scope: null,
    answers: {
      200: { about: 'It does, perhaps degraded (Redis or worker missing).', schema: health },
      503: { about: 'Database or migrations fail, or demo data is being loaded.', schema: health },
    },
  },
  {
    method: 'get',
    path: '/health/live',
    tag: 'Health',
    summary: 'Whether the process answers',
    scope: null,
    answers: { 200: { about: 'It does.', schema: z.object({ status: z.literal('ok') }) } },
  },
];
