/** From least to most. */
export const ROLES = ['viewer', 'operator', 'analyst', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export const SCOPES = ['read', 'write', 'admin'] as const;
export type Scope = (typeof SCOPES)[number];

/** Who may do an action: the least role, the token scope it takes, and whether assistants and system actors may. */
interface ActionRule {
  role: Role;
  scope: Scope;
  ai: boolean;
  system: boolean;
}

function reading(role: Role = 'viewer'): ActionRule {
  return { role, scope: 'read', ai: true, system: true };
}

function writing(role: Role, ai = false): ActionRule {
  return { role, scope: 'write', ai, system: true };
}

function managing(): ActionRule {
  return { role: 'admin', scope: 'admin', ai: false, system: true };
}

/** What only a person does, whoever stands behind the call. */
function personal(role: Role, scope: Scope): ActionRule {
  return { role, scope, ai: false, system: false };
}

/**
 * The matrix. `approval.decide` is a floor only: who may decide a given approval is canDecide in approval.policy.ts.
 * `approval.withdraw`, `approval.edit`, `notification.mark`, `account.edit` and `token.manage` concern a person's own; the operation
 * checks whose it is.
 */
const RULES = {
  'package.read': reading(),
  'package.create': writing('analyst'),
  'package.propose': writing('operator', true),
  'approval.read': reading(),
  'approval.decide': personal('operator', 'write'),
  'approval.edit': personal('operator', 'write'),
  'approval.withdraw': personal('operator', 'write'),
  'task.read': reading(),
  'task.write': writing('operator', true),
  'email.read': reading(),
  'email.ingest': writing('operator'),
  'email.file': writing('operator'),
  'email.send': personal('operator', 'write'),
  'suggestion.read': reading(),
  'suggestion.decide': personal('operator', 'write'),
  'vendor.read': reading(),
  'vendor.create': writing('analyst'),
  'vendor.propose': writing('operator'),
  'project.read': reading(),
  'project.manage': managing(),
  'user.read': reading(),
  'user.manage': managing(),
  'account.edit': personal('viewer', 'write'),
  'token.manage': personal('viewer', 'write'),
  'token.manage_any': managing(),
  'policy.read': reading(),
  'policy.manage': managing(),
  'notification.read': reading(),
  'notification.mark': personal('viewer', 'write'),
  'comment.read': reading(),
  'comment.write': personal('operator', 'write'),
  'search.use': reading(),
  'chat.use': { role: 'viewer', scope: 'read', ai: false, system: false },
  'rule.read': { ...reading('admin'), ai: false },
  'assistant.usage': { ...reading('admin'), ai: false },
  'assistant.rehearse': managing(),
  'job.read': { ...reading('admin'), ai: false },
  'job.manage': managing(),
  'source.read': { ...reading('admin'), ai: false },
  'source.test': managing(),
  'audit.read': reading(),
  'audit.export': { ...reading('admin'), ai: false },
} satisfies Record<string, ActionRule>;

export type Action = keyof typeof RULES;

export const ACTIONS = Object.keys(RULES) as Action[];

/** The token scope that each action takes. A scope does not contain another: `write` alone reads nothing. */
export const SCOPE_OF = Object.fromEntries(ACTIONS.map((action) => [action, RULES[action].scope])) as Record<
  Action,
  Scope
>;

/** The part of an actor that rights depend on (server/actor.ts has the whole). `scopes: null` is a session: all. */
export type ActorRights =
  { kind: 'user'; role: Role; scopes: readonly string[] | null; ai: boolean } | { kind: 'system' };

/** Whether the first role is the second or stands above it. */
export function isAtLeast(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** Whether a person of the role may do the action, tokens and assistants aside. */
export function can(role: Role, action: Action): boolean {
  return isAtLeast(role, RULES[action].role);
}

/**
 * Whether an actor may do the action: scopes ∩ role. An assistant reads, proposes and writes tasks within its user's
 * rights and never decides or manages; a system actor does everything but what is a person's own.
 */
export function canDo(actor: ActorRights, action: Action): boolean {
  const rule: ActionRule = RULES[action];
  if (actor.kind === 'system') return rule.system;
  if (actor.ai && !rule.ai) return false;
  return can(actor.role, action) && (actor.scopes === null || actor.scopes.includes(rule.scope));
}

/**
 * The scopes a new token gets: those asked for, less what the calling token lacks itself. Scopes above the owner's
 * role are kept: they grant nothing until the role does.
 */
export function mintableScopes(actor: ActorRights, asked: readonly Scope[]): Scope[] {
  if (actor.kind === 'system' || actor.scopes === null) return [...asked];
  const held = actor.scopes;
  return asked.filter((scope) => held.includes(scope));
}
