import { Tabs } from '../ui/tabs.tsx';

const PAGES = [
  { label: 'People', to: '/admin/people' },
  { label: 'Tokens', to: '/admin/tokens' },
];

/** The pages of Admin that exist. */
export function AdminTabs() {
  return <Tabs label="Admin" items={PAGES} />;
}
