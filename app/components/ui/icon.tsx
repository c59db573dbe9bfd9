import { classNames } from './class-names.ts';

/** Stroke icons on a 16 × 16 grid, 1.5 px. Each is the `d` of one path. */
const paths = {
  home: 'M2.5 7 8 2.5 13.5 7v6a.5.5 0 0 1-.5.5h-3.25V9.5h-3.5v4H3a.5.5 0 0 1-.5-.5Z',
  package: 'M8 1.75 13.5 4.8v6.4L8 14.25 2.5 11.2V4.8Zm0 6.25v6.25M2.5 4.8 8 8l5.5-3.2M5.2 3.3l5.6 3.1',
  tasks: 'm2.25 4.25 1.25 1.25 2.25-2.5M2.25 11.25l1.25 1.25 2.25-2.5M8.25 4.5h5.5M8.25 11.5h5.5',
  approvals: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM5.25 8.25l2 2 3.5-4',
  mail: 'M2.25 3.5h11.5v9H2.25Zm.25.5L8 8.75 13.5 4',
  inbox: 'M2.25 9h3l1 2h3.5l1-2h3M4 3h8l1.75 6v3.5a.5.5 0 0 1-.5.5H2.75a.5.5 0 0 1-.5-.5V9Z',
  bell: 'M4.25 6.75a3.75 3.75 0 0 1 7.5 0c0 3 1.25 4 1.25 4.75H3c0-.75 1.25-1.75 1.25-4.75ZM6.75 13.75h2.5',
  building: 'M3.25 13.75V2.75h6v11M9.25 6.25h3.5v7.5M1.75 13.75h12.5M5.5 5.5h1.5M5.5 8h1.5M5.5 10.5h1.5',
  admin:
    'M2.25 4.5h6.5M12 4.5h1.75M2.25 11.5H4M7.25 11.5h6.5M10.4 2.9a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2ZM5.6 9.9a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2Z',
  menu: 'M2.5 4.25h11M2.5 8h11M2.5 11.75h11',
  close: 'm3.75 3.75 8.5 8.5M12.25 3.75l-8.5 8.5',
  check: 'm3 8.5 3.25 3.25L13 4.75',
  plus: 'M8 3v10M3 8h10',
  more: 'M3.5 8h.01M8 8h.01M12.5 8h.01',
  search: 'M7.25 2.5a4.75 4.75 0 1 1 0 9.5 4.75 4.75 0 0 1 0-9.5ZM10.75 10.75 13.5 13.5',
  filter: 'M2.25 4h11.5M4.5 8h7M6.75 12h2.5',
  edit: 'M10.5 3 13 5.5 5.75 12.75 2.75 13.25 3.25 10.25Z',
  trash: 'M2.75 4.25h10.5M6.25 4.25V2.75h3.5v1.5M4 4.25l.6 9h6.8l.6-9M6.75 7v3.75M9.25 7v3.75',
  'chevron-down': 'm4 6.25 4 4 4-4',
  'chevron-up': 'm4 9.75 4-4 4 4',
  'chevron-right': 'm6.25 4 4 4-4 4',
  'chevron-left': 'm9.75 4-4 4 4 4',
  sort: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  'arrow-right': 'M3 8h10M9 4l4 4-4 4',
  external: 'M9 2.75h4.25V7M13 3 7.5 8.5M11.25 9.5v3.25h-8.5v-8.5H6.5',
  link: 'M6.75 9.25a2.5 2.5 0 0 0 3.5 0l2-2a2.5 2.5 0 0 0-3.5-3.5l-.75.75M9.25 6.75a2.5 2.5 0 0 0-3.5 0l-2 2a2.5 2.5 0 0 0 3.5 3.5l.75-.75',
  paperclip: 'm12.75 7.5-5 5a3 3 0 0 1-4.25-4.25l5.25-5.25a2 2 0 0 1 2.85 2.85L6.5 10.9a1 1 0 0 1-1.4-1.4l4.4-4.4',
  clock: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 4.5V8l2.5 1.5',
  calendar: 'M2.5 3.75h11v9.5h-11Zm0 3h11M5.5 2.25v3M10.5 2.25v3',
  alert: 'M8 2.5 14 13H2Zm0 4v3M8 11.2h.01',
  info: 'M8 1.75a6.25 6.25 0 1 1 0 12.5 6.25 6.25 0 0 1 0-12.5ZM8 7.25v3.5M8 5.1h.01',
  lock: 'M3.5 7.25h9v6h-9Zm2-.25V5a2.5 2.5 0 0 1 5 0v2',
  user: 'M8 2.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5ZM2.75 13.75a5.25 5.25 0 0 1 10.5 0',
  'sign-out': 'M6.25 2.75h-3.5v10.5h3.5M6.5 8h7M10.75 5.25 13.5 8l-2.75 2.75',
  sun: 'M8 5.25a2.75 2.75 0 1 1 0 5.5 2.75 2.75 0 0 1 0-5.5ZM8 1.25v1.5M8 13.25v1.5M1.25 8h1.5M13.25 8h1.5M3.2 3.2l1.1 1.1M11.7 11.7l1.1 1.1M12.8 3.2l-1.1 1.1M4.3 11.7l-1.1 1.1',
  moon: 'M13.25 9.5A5.75 5.75 0 0 1 6.5 2.75a5.75 5.75 0 1 0 6.75 6.75Z',
  monitor: 'M2.25 3h11.5v7.5H2.25ZM8 10.5v2.75M5.25 13.25h5.5',
  refresh: 'M13.25 8A5.25 5.25 0 1 1 11.6 4.2M13 2v2.75h-2.75',
  download: 'M8 2.25v7.5M4.75 6.75 8 10l3.25-3.25M2.75 13.25h10.5',
  upload: 'M8 10V2.5M4.75 5.5 8 2.25l3.25 3.25M2.75 13.25h10.5',
} as const;

export type IconName = keyof typeof paths;

/** A decorative stroke icon in the text's colour, hidden from assistive technology: the word beside it speaks. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  return (
    <svg
      aria-hidden="true"
      viewBox="0 0 16 16"
      width="16"
      height="16"
      fill="none"
      stroke="currentColor"
      strokeWidth={name === 'more' ? 2.25 : 1.4}
      strokeLinecap="round"
      strokeLinejoin="round"
      className={classNames('shrink-0', className)}
    >
      <path d={paths[name]} />
    </svg>
  );
}
