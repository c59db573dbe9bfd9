import { useNavigate } from '@remix-run/react';
import { useEffect, useMemo, useRef } from 'react';
import { sayDays } from '~server/dates/date.policy.ts';
import { lateDays } from '~server/packages/package-dates.policy.ts';
import type { PackageRow } from '~server/packages/package-page.queries.ts';
import { statusLabel } from '~server/packages/package.policy.ts';
import { formatDate, formatDecimal } from '../ui/format.ts';
import { MarkupBody } from '../ui/markup-body.tsx';
import { markup } from '../ui/markup.ts';
import { Th } from '../ui/table.tsx';
import type { Tone } from '../ui/tone.ts';
import { packageStatusTone } from './package-status.tsx';

/**
 * The packages. A page has a hundred rows, which would be two thirds of the page's cost as elements: they are a template
 * of escaped HTML (docs/decisions/023), the look of their cells stands once, on the table, and one handler follows their
 * links.
 */
export function PackageTable({ rows }: { rows: readonly PackageRow[] }) {
  const ref = useFollowRow();
  const markups = useMemo(() => rows.map(packageRow), [rows]);
  return (
    <div ref={ref} className="relative min-w-0 sm:max-lg:overflow-x-auto">
      <table role="table" aria-label="Packages" className={TABLE_STYLE}>
        <thead role="rowgroup" className="max-sm:sr-only">
          <tr role="row" className="[&>th:first-child]:rounded-tl-lg [&>th:last-child]:rounded-tr-lg">
            <Th sortField="code" defaultSort="code">
              Code
            </Th>
            <Th sortField="title">Title</Th>
            <Th sortField="status">Status</Th>
            <Th>Vendor</Th>
            <Th>Buyer</Th>
            <Th numeric sortField="budgetAmount">
              Budget
            </Th>
            <Th numeric sortField="contractAmount">
              Contract
            </Th>
            <Th numeric sortField="deliveryDate">
              Delivery
            </Th>
          </tr>
        </thead>
        <MarkupBody rows={markups} />
      </table>
    </div>
  );
}

const TABLE_STYLE = [
  'w-full border-separate border-spacing-0 max-sm:block max-sm:[&>tbody]:block',
  '[&_td]:h-9 [&_td]:border-b [&_td]:px-2 [&_td]:py-1 sm:[&_td:first-child]:pl-3.5 sm:[&_td:last-child]:pr-3.5 [&_th]:px-2! [&_th:first-child]:pl-3.5! [&_th:last-child]:pr-3.5! [&>tbody>tr:last-child>td]:border-b-0',
  '[&>tbody>tr]:relative [&>tbody>tr]:transition-colors [&>tbody>tr:hover]:bg-hover',
  '[&_td:nth-child(1)]:font-mono [&_td:nth-child(1)]:text-sm [&_td:nth-child(1)]:whitespace-nowrap [&_td:nth-child(1)]:text-muted',
  'sm:[&_td:nth-child(2)]:w-full sm:[&_td:nth-child(2)]:max-w-0 sm:[&_td:nth-child(2)]:min-w-42 sm:[&_td:nth-child(2)]:truncate',
  'sm:[&_td:nth-child(4)]:max-w-32 xl:[&_td:nth-child(4)]:max-w-36 2xl:[&_td:nth-child(4)]:max-w-48 sm:[&_td:nth-child(4)]:truncate sm:[&_td:nth-child(5)]:max-w-32 2xl:[&_td:nth-child(5)]:max-w-40 sm:[&_td:nth-child(5)]:truncate',
  '[&_td:nth-child(3)]:whitespace-nowrap [&_td:nth-child(n+6)]:text-right [&_td:nth-child(n+6)]:whitespace-nowrap [&_td:nth-child(n+6)]:tabular-nums',
  '[&_td_a]:rounded-xs [&_td_a]:text-text [&_td_a]:after:absolute [&_td_a]:after:inset-0 [&_td_a]:after:rounded-md [&_td_a:hover]:text-accent',
  '[&_td_a:focus-visible]:outline-none [&_td_a:focus-visible]:after:outline-2 [&_td_a:focus-visible]:after:-outline-offset-2 [&_td_a:focus-visible]:after:outline-accent',
  // below 640 px: a card a row, its title first, the columns' names before the values
  'max-sm:[&>tbody>tr]:flex max-sm:[&>tbody>tr]:flex-wrap max-sm:[&>tbody>tr]:items-center max-sm:[&>tbody>tr]:gap-x-4 max-sm:[&>tbody>tr]:gap-y-1 max-sm:[&>tbody>tr]:border-b max-sm:[&>tbody>tr:last-child]:border-b-0 max-sm:[&>tbody>tr]:px-3.5 max-sm:[&>tbody>tr]:py-2.5',
  'max-sm:[&_td]:h-auto max-sm:[&_td]:border-0 max-sm:[&_td]:p-0 max-sm:[&_td]:text-md max-sm:[&_td:empty]:hidden',
  'max-sm:[&_td:nth-child(2)]:-order-1 max-sm:[&_td:nth-child(2)]:basis-full max-sm:[&_td:nth-child(2)]:text-base max-sm:[&_td:nth-child(2)]:font-medium',
  'max-sm:[&_td:nth-child(n+4)]:before:mr-1.5 max-sm:[&_td:nth-child(n+4)]:before:text-muted',
  "max-sm:[&_td:nth-child(4)]:before:content-['Vendor'] max-sm:[&_td:nth-child(5)]:before:content-['Buyer'] max-sm:[&_td:nth-child(6)]:before:content-['Budget']",
  "max-sm:[&_td:nth-child(7)]:before:content-['Contract'] max-sm:[&_td:nth-child(8)]:before:content-['Delivery'] max-sm:[&_td[data-label]]:before:content-[attr(data-label)]!",
].join(' ');

const DOT = 'inline-flex items-center gap-1.5 before:size-2 before:rounded-full before:bg-';
const DOTS: Record<Tone, string> = {
  neutral: `${DOT}faint`,
  ok: `${DOT}ok`,
  warn: `${DOT}warn`,
  bad: `${DOT}bad`,
  ai: `${DOT}accent`,
};

const PILL = 'inline-flex rounded-full px-2 text-xs leading-5 font-medium whitespace-nowrap';
/** An amount as a list shows it: without cents where there are none. */
const amount = (decimal: string) => formatDecimal(decimal).replace(/\.00$/, '');

/** One row; its values are escaped by `markup`. */
function packageRow(row: PackageRow) {
  const late = lateDays({ ...row, planFrozen: true }, 'deliveryDate');
  const delivery = row.deliveryDateActual ?? row.deliveryDate;
  const waiting =
    row.pending > 0
      ? markup`<span class="${PILL} float-right ml-2 bg-warn-soft text-warn">${row.pending} waiting</span>`
      : null;
  const lateBy =
    late !== null && late > 0
      ? markup`<span class="${PILL} mr-1.5 bg-bad-soft text-bad" title="${sayDays(late)} late">+${late} d</span>`
      : null;
  const completion = row.type === 'goods' ? null : markup` data-label="Completion"`;
  return markup`<tr role="row"><td role="cell">${row.code}</td>
<td role="cell">${waiting}<a href="/packages/${row.code}" data-row-link title="${row.title}">${row.title}</a></td>
<td role="cell"><span class="${DOTS[packageStatusTone(row.status)]}">${statusLabel(row)}</span></td>
<td role="cell">${row.vendor}</td>
<td role="cell">${row.buyer}</td>
<td role="cell">${row.budgetAmount === null ? null : `${row.currency} ${amount(row.budgetAmount)}`}</td>
<td role="cell">${row.contractAmount === null ? null : amount(row.contractAmount)}</td>
<td role="cell"${completion}>${lateBy}${delivery ? formatDate(delivery) : null}</td></tr>`;
}

/** Follows a row's link inside the page where script runs; modified clicks stay the browser's. */
function useFollowRow() {
  const ref = useRef<HTMLDivElement>(null);
  const navigate = useNavigate();
  useEffect(() => {
    const table = ref.current;
    const follow = (event: MouseEvent) => {
      const link = event.target instanceof Element ? event.target.closest('a[data-row-link]') : null;
      const modified = event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button !== 0;
      if (!link || modified || event.defaultPrevented) return;
      event.preventDefault();
      navigate(link.getAttribute('href') ?? '');
    };
    table?.addEventListener('click', follow);
    return () => table?.removeEventListener('click', follow);
  }, [navigate]);
  return ref;
}
