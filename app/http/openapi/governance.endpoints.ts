import { z } from 'zod';
import {
  approvalListInput,
  approvalListOutput,
  approvalOutput,
  decisionInput,
  editApprovalInput,
} from '~server/approvals/approval.schema.ts';
import {
  createPackageInput,
  packageListInput,
  packageListOutput,
  packageOutput,
  packagePatchInput,
} from '~server/packages/package.schema.ts';
import type { Endpoint } from './endpoint.ts';

const conflict = {
  about:
    'The outcome is another one: superseded or apply_failed. `error.details.approval` is the approval as it stands.',
  schema: z.object({
    error: z.object({
      code: z.literal('conflict'),
      message: z.string(),
      details: z.object({ approval: approvalOutput }),
    }),
  }),
};

/** Packages and approvals. */
export const governanceEndpoints: Endpoint[] = [
  {
    method: 'get',
    path: '/api/packages',
    tag: 'Packages',
    summary: 'List packages',
    scope: 'read',
    query: packageListInput,
    answers: { 200: { about: 'A page of packages.', schema: packageListOutput } },
  },
  {
    method: 'post',
    path: '/api/packages',
    tag: 'Packages',
    summary: 'Create a draft',
    description: 'Analysts and above. A status or a contract amount is proposed afterwards, never given here.',
    scope: 'write',
    body: createPackageInput,
    answers: { 201: { about: 'The draft.', schema: packageOutput } },
    refusals: [409],
  },
  {
    method: 'get',
    path: '/api/packages/{idOrCode}',
    tag: 'Packages',
    summary: 'One package',
    scope: 'read',
    answers: { 200: { about: 'The package.', schema: packageOutput } },
    refusals: [404],
  },
  {
    method: 'patch',
    path: '/api/packages/{idOrCode}',
    tag: 'Packages',
    summary: 'Propose a change',
    description:
      'Nothing important changes here: the answer is an approval that another person decides. What the policy calls low is applied at once.',
    scope: 'write',
    body: packagePatchInput,
    answers: {
      200: { about: 'Applied at once: its level is low.', schema: approvalOutput },
      202: { about: 'Waits for a decision.', schema: approvalOutput },
    },
    refusals: [404, 409],
  },
  {
    method: 'get',
    path: '/api/approvals',
    tag: 'Approvals',
    summary: 'List approvals',
    scope: 'read',
    query: approvalListInput,
    answers: { 200: { about: 'A page of approvals.', schema: approvalListOutput } },
  },
  {
    method: 'get',
    path: '/api/approvals/{idOrCode}',
    tag: 'Approvals',
    summary: 'One approval',
    scope: 'read',
    answers: { 200: { about: 'The approval.', schema: approvalOutput } },
    refusals: [404],
  },
  {
    method: 'patch',
    path: '/api/approvals/{idOrCode}',
    tag: 'Approvals',
    summary: 'Edit a pending approval',
    description: 'Forgets the decisions taken so far; whoever edits can no longer decide it.',
    scope: 'write',
    body: editApprovalInput,
    answers: { 200: { about: 'The approval.', schema: approvalOutput } },
    refusals: [404, 409],
  },
  ...(['approve', 'reject'] as const).map((verb): Endpoint => ({
    method: 'post',
    path: `/api/approvals/{idOrCode}/${verb}`,
    tag: 'Approvals',
    summary: verb === 'approve' ? 'Approve' : 'Reject, with a reason',
    description:
      'Never by whoever requested, accepted or edited it, admins included. Critical changes take a reason and two people.',
    scope: 'write',
    body: decisionInput,
    answers: { 200: { about: 'The approval.', schema: approvalOutput }, 409: conflict },
    refusals: [404],
  })),
  {
    method: 'post',
    path: '/api/approvals/{idOrCode}/withdraw',
    tag: 'Approvals',
    summary: 'Withdraw one’s own request',
    scope: 'write',
    body: decisionInput,
    answers: { 200: { about: 'The approval.', schema: approvalOutput } },
    refusals: [404, 409],
  },
];
