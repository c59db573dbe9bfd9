import { floatDays, isPlanFrozen, lateDays } from '~server/packages/package-dates.policy.ts';
import { fieldLabel, MILESTONES } from '~server/packages/package-fields.schema.ts';
import { Card } from '../ui/card.tsx';
import { formatDate } from '../ui/format.ts';
import { Pill } from '../ui/pill.tsx';
import { countDays } from './days.ts';
import type { PackageView } from './package-view.ts';

/** The three dates of each milestone, how late it is, and the float to the date required on site. */
export function DatesCard({ pkg, today }: { pkg: PackageView; today: string }) {
  const float = floatDays(pkg);
  const heads = [pkg.contractFrozen ? 'Contract' : 'Plan', 'Forecast', 'Actual'];
  return (
    <Card title="Dates">
      <table aria-label="Dates" className="w-full text-md">
        <thead>
          <tr className="[&>th]:h-[30px] [&>th]:border-b [&>th]:text-xs [&>th]:font-normal [&>th]:text-muted">
            <th scope="col" className="pl-3.5 text-left">
              Milestone
            </th>
            {heads.map((head) => (
              <th key={head} scope="col" className="pl-2 text-right last:pr-3.5">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {MILESTONES.map((milestone) => {
            const late = lateDays(pkg, milestone);
            return (
              <tr key={milestone} className="align-top [&>*]:py-1.5">
                <th scope="row" className="pl-3.5 text-left font-normal text-muted">
                  {fieldLabel(milestone, pkg.type)}
                  {late !== null && late > 0 ? (
                    <span className="block">
                      <Pill tone="bad">{late} d late</Pill>
                    </span>
                  ) : null}
                </th>
                <Cell
                  date={pkg[`${milestone}Plan`]}
                  today={today}
                  note={isPlanFrozen(pkg, milestone) ? 'frozen' : undefined}
                />
                <Cell date={pkg[milestone]} today={today} />
                <Cell date={pkg[`${milestone}Actual`]} today={today} />
              </tr>
            );
          })}
        </tbody>
      </table>
      <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1.5 border-t px-3.5 py-2.5 text-md">
        <dt className="text-muted">Required on site</dt>
        <dd className="num text-right">{pkg.requiredOnSite ? formatDate(pkg.requiredOnSite) : <None />}</dd>
        {float === null ? null : (
          <>
            <dt className="text-muted">Float</dt>
            <dd className={float < 0 ? 'num text-right text-bad' : 'num text-right'}>
              {float < 0 ? `−${countDays(-float)}` : countDays(float)}
            </dd>
          </>
        )}
      </dl>
    </Card>
  );
}

const None = () => <span className="text-faint">—</span>;

/** "12 Sep" of this year, "12 Sep 25" of another; the whole date in its title. */
function Cell({ date, today, note }: { date: string | null; today: string; note?: string }) {
  return (
    <td className="num pl-2 text-right whitespace-nowrap last:pr-3.5">
      {date ? (
        <time dateTime={date} title={formatDate(date) + (note ? `, ${note}` : '')}>
          {formatDate(date, 'short')}
          {date.slice(0, 4) === today.slice(0, 4) ? null : ` ${date.slice(2, 4)}`}
        </time>
      ) : (
        <None />
      )}
    </td>
  );
}
