import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appRoot } from '../../server/app-root.ts';
import { must } from './call-api.ts';
import { readMessage } from './messages.ts';
import { packageIn, newPackage, newTask, propose, day } from './rows.ts';

/** Addresses to look at for each route module that renders a page; one with several states has several. */
export const PAGES: Record<string, (rows: Rows) => string[]> = {
  $: () => ['/nowhere/at/all'],
  _index: () => ['/'],
  account: () => ['/account'],
  'admin._index': () => ['/admin'],
  'admin.assistant.$id': ({ replay }) => [`/admin/assistant/${replay}`],
  'admin.assistant._index': () => ['/admin/assistant'],
  'admin.audit': () => ['/admin/audit'],
  'admin.filing-rules': () => ['/admin/filing-rules', '/admin/filing-rules?q=nothingmatches'],
  'admin.doctor': () => ['/admin/doctor'],
  'admin.jobs': () => ['/admin/jobs', '/admin/jobs?tab=done'],
  'admin.people.$id': ({ userId }) => [`/admin/people/${userId}`],
  'admin.people._index': () => ['/admin/people', '/admin/people?add'],
  'admin.projects.$code': () => ['/admin/projects/NORTHGATE'],
  'admin.projects._index': () => ['/admin/projects', '/admin/projects?do=add'],
  'admin.sources': () => ['/admin/sources'],
  'admin.tokens': () => ['/admin/tokens'],
  'api.docs': () => ['/api/docs'],
  'approvals.$code': ({ pending, applied }) => [
    `/approvals/${pending}`,
    `/approvals/${pending}?do=edit`,
    `/approvals/${applied}`,
  ],
  'approvals._index': () => ['/approvals?tab=pending', '/approvals?tab=decided', '/approvals?q=nothingmatches'],
  'assistant.($id)': ({ code }) => ['/assistant', `/assistant?package=${code}&new=1`],
  mail: () => ['/mail?tab=triage'],
  'mail.$id_.message.$n': ({ nested }) => [`/mail/${nested}/message/1`],
  'mail.$id': ({ mail, triage, reply }) => [
    `/mail/${reply}`,
    `/mail/${mail}?do=reply`,
    `/mail/${mail}`,
    `/mail/${mail}?view=html`,
    `/mail/${mail}?view=headers`,
    `/mail/${triage}`,
  ],
  'mail._index': () => ['/mail', '/mail?tab=quarantine', '/mail?tab=sent'],
  notifications: () => ['/notifications', '/notifications?tab=all'],
  'packages.$code': ({ code }) => [
    '/packages/P-001',
    `/packages/${code}`,
    `/packages/${code}?do=propose`,
    `/packages/${code}?do=add-task`,
  ],
  'packages.$code_.history': ({ code }) => [`/packages/${code}/history`],
  'packages._index': () => ['/packages', '/packages?status=planned', '/packages?q=nothingmatches'],
  'packages.new': () => ['/packages/new'],
  search: ({ code }) => ['/search', `/search?q=${code}`, '/search?q=nothingmatches'],
  'sign-in': () => [],
  'tasks.$code': ({ task }) => [`/tasks/${task}`, `/tasks/${task}?do=edit`],
  'tasks._index': () => ['/tasks', '/tasks?tab=team', '/tasks?do=add'],
  'unsubscribe.$token': () => ['/unsubscribe/nonsense'],
  'vendors.$id': ({ vendorId }) => [`/vendors/${vendorId}`, `/vendors/${vendorId}?do=propose`],
  'vendors._index': () => ['/vendors', '/vendors?do=add'],
};

interface Rows {
  code: string;
  pending: string;
  applied: string;
  task: string;
  mail: string;
  triage: string;
  /** A message with a message attached. */
  nested: string;
  reply: string;
  vendorId: string;
  userId: string;
  replay: string;
}

/** Names of the route modules that render a page: those with a default export. */
export function pageRoutes(): string[] {
  const folder = join(appRoot, 'app/routes');
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = entry.isDirectory() ? join(entry.name, 'route.tsx') : entry.name;
    const renders = /^export default /m.test(readFileSync(join(folder, file), 'utf8'));
    return renders ? [entry.name.replace(/\.tsx$/, '')] : [];
  });
}

/** Rows that the pages show: a package with a pending and an applied proposal, a late task and a message. */
export async function makeRows(): Promise<Rows> {
  const { code } = await packageIn('planned', { vendor: 'Voltara Energy' });
  const pending = await propose('alice', code, {
    deliveryDate: day(260),
    budgetAmount: '420000.00',
    reason: 'The mill is full until spring',
    evidence: ['We cannot roll the plates before March.'],
  });
  const applied = await propose('alice', code, { wbsCode: '4.2', customFields: { Heat: 'A-77' } });
  const task = await newTask({ package: code, dueDate: day(-4), assignee: 'charlie@northgate.example' });
  const mail = await readMessage({
    subject: `${(await newPackage()).code} drawings`,
    text: 'The drawings are attached.\r\n\r\nOn Monday you wrote:\r\n> When do they come?',
    html: '<p>The drawings are <b>attached</b>.</p>',
    attachment: { filename: 'drawing.txt', contentType: 'text/plain', content: 'A' },
  });
  const triage = await readMessage({ subject: 'A question', text: 'When may we come?' });
  const reply = (await must<{ id: string }>('bob', 'POST', `/api/emails/${mail}/reply`, { text: 'By Friday, please.' }))
    .id;
  const nested = await readMessage({
    subject: 'Fw: Plates',
    text: 'See the attached mail.',
    attachment: {
      filename: 'Plates.eml',
      contentType: 'message/rfc822',
      content: 'From: Mill <mill@steel.example>\r\nSubject: Plates\r\n\r\nThey are late.\r\n',
    },
  });
  const { items } = await must<{ items: { id: string }[] }>('charlie', 'GET', '/api/vendors?q=Voltara');
  const me = await must<{ id: string }>('bob', 'GET', '/api/me');
  const replay = await must<{ id: string }>('charlie', 'POST', '/api/assistant/replays', {
    provider: 'rules',
    since: '2026-01-01',
  });
  return {
    code,
    pending: pending.code,
    applied: applied.code,
    task: task.code,
    mail,
    triage,
    nested,
    reply,
    vendorId: items[0]!.id,
    userId: me.id,
    replay: replay.id,
  };
}
