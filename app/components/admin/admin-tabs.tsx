import { Tabs } from '../ui/tabs.tsx';

const PAGES = [
  { label: 'Overview', to: '/admin' },
  { label: 'People', to: '/admin/people' },
  { label: 'Tokens', to: '/admin/tokens' },
  { label: 'Projects and policy', to: '/admin/projects' },
  { label: 'Filing rules', to: '/admin/filing-rules' },
  { label: 'Mail sources', to: '/admin/sources' },
  { label: 'Assistant', to: '/admin/assistant' },
  { label: 'Jobs', to: '/admin/jobs' },
  { label: 'Audit', to: '/admin/audit' },
  { label: 'Doctor', to: '/admin/doctor' },
];

/** The pages of Admin that exist. */
export function AdminTabs() {
  return <Tabs label="Admin" items={PAGES} />;
}
