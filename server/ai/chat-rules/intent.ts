import type { PackageField } from '../../packages/package-fields.schema.ts';
import type { WorldView } from '../rules/understanding.ts';

/** The tools that only read. */
export type ReadTool =
  'search_packages' | 'get_package' | 'list_tasks' | 'list_approvals' | 'search_emails' | 'get_timeline';

/** One field to change; `value` as the package's PATCH takes it. `resume` stands for the status that on_hold remembers. */
export type Change = { field: PackageField; value: string | number | null };

/** What an answer about a package dwells on; `all` is its card, `margin` what its budget leaves over the contract. */
export type Facet = PackageField | 'all' | 'late' | 'float' | 'margin';

export type TaskArgs = { title: string; package: string; assignee: string; due: string | null };

/** What a sentence asks of the assistant. `args` are those of the tool (server/ai/tools). */
export type Intent =
  | { kind: 'read'; tool: ReadTool; args: Record<string, unknown>; facets?: Facet[]; total?: AmountField }
  | { kind: 'create_task'; args: TaskArgs }
  | { kind: 'move_task'; code: string; args: TaskArgs }
  | { kind: 'propose_change'; package: string; changes: Change[]; reason: string; effectiveDate: string | null }
  /** `about`: codes of packages or approvals that the refusal concerns. */
  | { kind: 'refuse'; why: string; about: string[] }
  | { kind: 'clarify'; ask: string; candidates: string[]; unclear?: boolean };

export type AmountField = 'budgetAmount' | 'contractAmount';

/** An earlier turn of the conversation that the person may refer to. */
export type LastTurn = {
  query: string;
  action: 'query' | 'create_task' | 'propose_patch' | 'refuse' | 'clarify';
  tool: string | null;
  args: Record<string, unknown>;
  /** Codes of packages among its evidence. */
  packages: string[];
  /** The task it created. */
  task: string | null;
};

/** All that reading a sentence may look at. */
export type ChatContext = {
  world: WorldView;
  /** `YYYY-MM-DD` where the person is. */
  today: string;
  user: { email: string; name: string; mayPropose: boolean; mayWriteTasks: boolean };
  last: LastTurn | null;
  /** Code of the package that the conversation was begun about. */
  about?: string | null;
};
