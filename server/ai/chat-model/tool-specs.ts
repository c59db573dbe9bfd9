import { z } from 'zod';
import { plainDate } from '../../dates/date.schema.ts';
import { oneLine } from '../../text/text.schema.ts';
import { createTaskInput } from '../tools/create-task.ts';
import { getPackageInput } from '../tools/get-package.ts';
import { getTimelineInput } from '../tools/get-timeline.ts';
import { listApprovalsInput } from '../tools/list-approvals.ts';
import { listTasksInput } from '../tools/list-tasks.ts';
import { proposeChangeInput } from '../tools/propose-change.ts';
import { searchEmailsInput } from '../tools/search-emails.ts';
import { searchPackagesInput } from '../tools/search-packages.ts';

const { shape } = proposeChangeInput;
const change = shape.changes.element.shape;

/** propose_change as PRODUCT.md has it: one field and value, or several changes. */
export const proposeChangeCall = z.strictObject({
  package: shape.package,
  field: change.field.optional(),
  value: change.value.optional(),
  changes: shape.changes.optional(),
  reason: shape.reason.optional(),
  effectiveDate: plainDate.optional(),
});

const createTaskCall = createTaskInput.extend({ assignee: oneLine(320).nullable(), due: plainDate.nullable() });

type Spec = { description: string; input: z.ZodObject; writes: boolean };

/** All that a model may call. Nothing here decides, deletes, sends or runs SQL. */
export const CHAT_TOOLS = {
  search_packages: {
    description:
      'Packages by status, type, buyer (e-mail), vendor (name), currency, words, lateness, amounts or dates.',
    input: searchPackagesInput,
    writes: false,
  },
  get_package: { description: 'All fields of one package, or of a few.', input: getPackageInput, writes: false },
  list_tasks: {
    description: 'Tasks by overdue, assignee (e-mail or "me"), package, status or due date.',
    input: listTasksInput,
    writes: false,
  },
  list_approvals: {
    description: 'Approvals (proposed changes) with who decides or decided: by status, package, approver, requester.',
    input: listApprovalsInput,
    writes: false,
  },
  search_emails: {
    description: 'Sentences of mail about a package or from a vendor that fit a few words.',
    input: searchEmailsInput,
    writes: false,
  },
  get_timeline: { description: 'What happened on a package, newest first.', input: getTimelineInput, writes: false },
  create_task: {
    description: 'Creates a task on a package for a colleague (e-mail). Only when the person asks for a task.',
    input: createTaskCall,
    writes: true,
  },
  propose_change: {
    description:
      'Proposes a change of one or several fields of a package; another person decides. Only when the person asks for it.',
    input: proposeChangeCall,
    writes: true,
  },
} as const satisfies Record<string, Spec>;

export type ChatTool = keyof typeof CHAT_TOOLS;

export const CHAT_TOOL_NAMES = Object.keys(CHAT_TOOLS) as ChatTool[];

export const isChatTool = (name: string): name is ChatTool => Object.hasOwn(CHAT_TOOLS, name);
