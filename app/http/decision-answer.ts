import type { Decided } from '~server/approvals/decide-approval.ts';

/** A decision's JSON and status: 409 with the approval where its outcome is not the one that was asked for. */
export function decisionAnswer({ json, problem }: Decided): [body: unknown, status: number] {
  if (problem === null) return [json, 200];
  return [{ error: { code: 'conflict', message: problem, details: { approval: JSON.parse(json) } } }, 409];
}
