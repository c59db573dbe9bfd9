import type { Role } from '~server/users/role.policy.ts';

/** The roles with what each may do. */
export const ROLE_OPTIONS: { value: Role; label: string }[] = [
  { value: 'viewer', label: 'Viewer: reads' },
  { value: 'operator', label: 'Operator: tasks, mail, proposals' },
  { value: 'analyst', label: 'Analyst: also packages and vendors' },
  { value: 'admin', label: 'Admin: decides, manages people' },
];
