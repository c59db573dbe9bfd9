import type { Tone } from '~/components/ui/tone.ts';
import type { RecentChange } from '~server/audit/recent-changes-page.queries.ts';
import { fieldLabel, isPackageField, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';

/** The colour of its dot. */
export function toneOf(change: RecentChange): Tone {
  if (change.eventType === 'task_escalated' || change.eventType === 'approval_apply_failed') return 'bad';
  if (change.eventType === 'approval_created') return 'warn';
  if (change.eventType === 'approval_decided') return change.after?.decision === 'reject' ? 'bad' : 'ok';
  return change.eventType === 'package_patched' ? 'ok' : 'neutral';
}

/** What was done to a task: "started", "moved the date of". */
export function taskVerb({ before, after }: RecentChange): string {
  const status = before && after && before.status !== after.status ? after.status : undefined;
  if (status === 'cancelled') return 'cancelled';
  if (status === 'blocked') return 'marked as blocked';
  if (status === 'in_progress') return 'started';
  if (status === 'open') return 'reopened';
  return after && 'dueDate' in after ? 'moved the date of' : 'changed';
}

/** The new values of a proposal's event, by field. */
export function patchValues(after: RecentChange['after']): Record<string, unknown> {
  const patch = after?.patch;
  if (!patch || typeof patch !== 'object') return {};
  return Object.fromEntries(
    Object.entries(patch as Record<string, { to?: unknown }>).map(([field, side]) => [field, side?.to]),
  );
}

/** "status → Awarded and the vendor"; three fields at most by name. */
export function fieldsPhrase(values: Record<string, unknown> | null, vendor?: unknown): string {
  const names = Object.entries(values ?? {}).map(([field, to]) => {
    if (field === 'domains') return typeof vendor === 'string' ? `the mail domains of ${vendor}` : 'the mail domains';
    const label = isPackageField(field)
      ? fieldLabel(field)
          .toLowerCase()
          .replace(/^(po|wbs|rfq|fat)\b/, (short) => short.toUpperCase())
      : field;
    return field === 'status' && typeof to === 'string'
      ? `status → ${labelOfStatus(to as PackageStatus)}`
      : `the ${label}`;
  });
  if (names.length === 0) return 'something';
  const shown = names.length > 3 ? [...names.slice(0, 2), `${names.length - 2} more fields`] : names;
  return shown.length === 1 ? shown[0]! : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}
