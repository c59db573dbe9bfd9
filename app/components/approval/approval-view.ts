import type { z } from 'zod';
import type { approvalOutput } from '~server/approvals/approval.schema.ts';

/** An approval as the API answers it and its pages show it. */
export type ApprovalView = z.output<typeof approvalOutput>;
