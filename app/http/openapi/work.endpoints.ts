import { eventOutput, timelineInput } from '~server/audit/event.schema.ts';
import {
  createProjectInput,
  projectListInput,
  projectOutput,
  updateProjectInput,
} from '~server/projects/project.schema.ts';
import { createTaskInput, taskListInput, taskOutput, updateTaskInput } from '~server/tasks/task.schema.ts';
import { foundOutput, searchInput } from '~server/search/search.schema.ts';
import { approvalOutput } from '~server/approvals/approval.schema.ts';
import { vendorDomainsInput } from '~server/vendors/propose-domains.ts';
import { createVendorInput, vendorListInput, vendorOutput } from '~server/vendors/vendor.schema.ts';
import type { Endpoint } from './endpoint.ts';
import { pageOf, reads, writes } from './shapes.ts';

const tasks = { path: '/api/tasks', tag: 'Tasks' };
const task = { path: '/api/tasks/{idOrCode}', tag: 'Tasks', refusals: [404, 409] as (404 | 409)[] };
const vendors = { path: '/api/vendors', tag: 'Vendors' };
const vendor = { path: '/api/vendors/{idOrName}', tag: 'Vendors', refusals: [404, 409] as (404 | 409)[] };
const projects = { path: '/api/projects', tag: 'Projects' };
const project = { path: '/api/projects/{idOrCode}', tag: 'Projects', refusals: [404, 409] as (404 | 409)[] };

/** Tasks, vendors, projects, the audit trail and the search over all. */
export const workEndpoints: Endpoint[] = [
  reads(
    {
      path: '/api/search',
      tag: 'Search',
      summary: 'Search packages, tasks, approvals, vendors and mail',
      description:
        'What carries exactly the code asked for stands first, then packages, tasks, approvals, vendors and messages. There is one page: each kind’s own list goes further. Bids that are not yours to read are not found.',
      query: searchInput,
    },
    'What was found.',
    pageOf(foundOutput),
  ),
  reads({ ...tasks, summary: 'List tasks', query: taskListInput }, 'A page of tasks.', pageOf(taskOutput)),
  writes({ ...tasks, summary: 'Create a task', body: createTaskInput, refusals: [409] }, 201, 'The task.', taskOutput),
  reads({ ...task, summary: 'One task', refusals: [404] }, 'The task.', taskOutput),
  writes(
    {
      ...task,
      method: 'patch',
      summary: 'Change a task',
      description: 'Moving an overdue date takes a reason; blocked takes what we wait for and a look-again date.',
      body: updateTaskInput,
    },
    200,
    'The task.',
    taskOutput,
  ),
  reads({ ...vendors, summary: 'List vendors', query: vendorListInput }, 'A page of vendors.', pageOf(vendorOutput)),
  writes(
    { ...vendors, summary: 'Create a vendor', body: createVendorInput, refusals: [409] },
    201,
    'The vendor.',
    vendorOutput,
  ),
  reads({ ...vendor, summary: 'One vendor', refusals: [404] }, 'The vendor.', vendorOutput),
  writes(
    {
      ...vendor,
      method: 'patch',
      summary: 'Propose a vendor’s mail domains',
      description: 'Mail from these domains is believed, so another person decides.',
      body: vendorDomainsInput,
    },
    202,
    'Waits for a decision.',
    approvalOutput,
  ),
  reads(
    { ...projects, summary: 'List projects', query: projectListInput },
    'A page of projects.',
    pageOf(projectOutput),
  ),
  writes(
    { ...projects, scope: 'admin', summary: 'Create a project', body: createProjectInput, refusals: [409] },
    201,
    'The project.',
    projectOutput,
  ),
  reads({ ...project, summary: 'One project', refusals: [404] }, 'The project.', projectOutput),
  writes(
    {
      ...project,
      method: 'patch',
      scope: 'admin',
      summary: 'Change a project or its policy',
      description: 'Time zone, calendar, thresholds by currency, and whether critical changes take two people.',
      body: updateProjectInput,
    },
    200,
    'The project.',
    projectOutput,
  ),
  reads(
    {
      path: '/api/audit/{entityType}/{idOrCode}',
      tag: 'Audit',
      summary: 'The trail of an entity, newest first',
      description: 'For `package`: every event with that package, whatever its entity.',
      query: timelineInput,
      refusals: [404],
    },
    'A page of events.',
    pageOf(eventOutput),
  ),
  {
    method: 'get',
    path: '/api/audit/export',
    tag: 'Audit',
    summary: 'Export the trail as JSON Lines',
    description: 'Admins. `pmis audit verify FILE` checks it without the database.',
    scope: 'read',
    answers: { 200: { about: 'One event a line.', type: 'application/x-ndjson' } },
  },
];
