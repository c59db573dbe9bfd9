import type { UserActor } from '../actor.ts';
import type { Change, Intent } from '../ai/chat-rules/intent.ts';
import { createTask, moveTask } from '../ai/tools/create-task.ts';
import { getPackage, packageEvidence, type PackageRow } from '../ai/tools/get-package.ts';
import { proposeChange } from '../ai/tools/propose-change.ts';
import type { Db } from '../db.ts';
import { DomainError } from '../errors.ts';
import { PACKAGE_FIELDS } from '../packages/package-fields.schema.ts';
import { allowedTransitions, labelOfStatus } from '../packages/package.policy.ts';
import type { ChatInput } from './chat.schema.ts';
import { sayDate, sayList } from './say.ts';
import { sayValue } from './say-package.ts';
import { sayPatch } from './say-rows.ts';
import type { Turn } from './turn.ts';

/** Which call of which turn writes: made at most once. */
export type WriteCall = { turnId: string; callId: string };

type Write = Extract<Intent, { kind: 'create_task' | 'move_task' }>;
type Propose = Extract<Intent, { kind: 'propose_change' }>;

/** Creates a task, or moves the one that the conversation created. Throws what the task operations throw. */
export async function runTask(db: Db, actor: UserActor, intent: Write, query: string, call: WriteCall): Promise<Turn> {
  const { kind, args } = intent;
  const task =
    kind === 'create_task'
      ? await createTask(db, actor, args, query, { ...call, tool: 'create_task', args })
      : await moveTask(db, actor, intent.code, args);
  const whose = task.assignee?.name ?? 'the buyer';
  const due = task.dueDate ? `due ${sayDate(task.dueDate)}` : 'without a due date';
  return {
    action: 'create_task',
    tool: 'create_task',
    args,
    response: `${kind === 'create_task' ? 'Created' : 'Moved'} ${task.code} “${task.title}” on ${task.package} for ${whose}, ${due}.`,
    evidence: [{ type: 'package', id: task.packageId, code: task.package, package: task.package }],
    resource: { type: 'task', id: task.id, code: task.code },
  };
}

/** The same value as the package has now. */
function isPresent(pkg: PackageRow, { field, value }: Change): boolean {
  const present = pkg[field] ?? null;
  if (present === null || value === null) return present === value;
  if (PACKAGE_FIELDS[field].kind === 'money') return Number(present) === Number(value);
  if (field === 'buyer') return pkg.buyer?.email === value;
  return String(present).toLowerCase() === String(value).toLowerCase();
}

const nothing = { tool: null, args: {}, resource: null };

/**
 * Proposes a change: pending until another person decides. What policy refuses comes back as `refuse` with the reason
 * and the allowed steps, what is missing or changes nothing as `clarify`. Throws `forbidden`.
 */
export async function runProposal(
  db: Db,
  actor: UserActor,
  intent: Propose,
  input: ChatInput,
  call: WriteCall,
): Promise<Turn> {
  const {
    items: [pkg],
  } = await getPackage(db, actor, { package: intent.package });
  if (!pkg) throw new DomainError('not_found', `There is no package ${intent.package}.`);
  const evidence = [packageEvidence(pkg)];
  const named = `${pkg.code} ${pkg.title}`;
  const clarify = (response: string): Turn => ({ ...nothing, action: 'clarify', response, evidence });
  if (intent.changes.some(({ value }) => value === 'resume') && pkg.status !== 'on_hold')
    return clarify(`${named} is not on hold; its status is already ${labelOfStatus(pkg.status)}.`);
  const changes = intent.changes
    .map((one) =>
      one.field === 'status' && one.value === 'resume' ? { field: one.field, value: pkg.heldFrom ?? 'planned' } : one,
    )
    .map((one) =>
      one.field === 'status' && one.value === 'delivered' && pkg.type !== 'goods'
        ? { ...one, value: 'completed' }
        : one,
    );
  const fresh = changes.filter((change) => !isPresent(pkg, change));
  if (fresh.length === 0) {
    const facts = changes.map(
      ({ field }) => `${PACKAGE_FIELDS[field].label.toLowerCase()} ${sayValue(field, pkg[field], pkg.currency)}`,
    );
    return clarify(`${named} already has ${sayList(facts)}: there is nothing to change. What else shall I propose?`);
  }
  // The policy asks for a reason where a step is unusual: the person's own words are what the decider reads.
  const reason = intent.reason || `Asked in chat: “${input.query.slice(0, 500)}”`;
  const args = { package: pkg.code, ...(fresh.length === 1 ? fresh[0] : { changes: fresh }), reason };
  try {
    const change = { package: pkg.code, changes: fresh, reason, effectiveDate: intent.effectiveDate };
    const approval = await proposeChange(
      db,
      actor,
      change,
      {
        quote: input.query,
        currency: currencyAfter(fresh, pkg),
        impact_level: input.impact_level,
        uncertainty_level: input.uncertainty_level,
      },
      { ...call, tool: 'propose_change', args },
    );
    const turn = approval.turn ? `${approval.turn.name} decides` : 'it waits for a decider';
    const second = approval.requiredDecisions > 1 ? ' (two decisions)' : '';
    return {
      action: 'propose_patch',
      tool: 'propose_change',
      args,
      response: `Proposed ${approval.code} for ${named}: ${sayPatch(approval.patch, currencyAfter(fresh, pkg))}. Level ${approval.level}; ${turn}${second}. Nothing has changed yet.`,
      evidence,
      resource: { type: 'approval', id: approval.id, code: approval.code },
    };
  } catch (error) {
    if (!(error instanceof DomainError) || (error.code !== 'conflict' && error.code !== 'invalid')) throw error;
    if (error.code === 'invalid') return clarify(`I cannot propose that for ${named} yet: ${error.message}`);
    const steps = allowedTransitions(pkg).map(({ to }) => labelOfStatus(to));
    return {
      ...nothing,
      action: 'refuse',
      response: `That is not allowed for ${named}: ${error.message} It could go to ${sayList(steps) || 'no other status'}.`,
      evidence,
    };
  }
}

const currencyAfter = (changes: readonly Change[], pkg: PackageRow) =>
  String(changes.find(({ field }) => field === 'currency')?.value ?? pkg.currency);
