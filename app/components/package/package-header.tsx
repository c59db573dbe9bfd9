import { lateDays } from '~server/packages/package-dates.policy.ts';
import type { ApprovalView } from '../approval/approval-view.ts';
import { PageHeader } from '../shell/page-header.tsx';
import { LinkButton } from '../ui/button.tsx';
import { IconButton } from '../ui/icon-button.tsx';
import { Menu, MenuLink } from '../ui/menu.tsx';
import { Pill } from '../ui/pill.tsx';
import { countDays } from './days.ts';
import { delayIfApproved } from './delay-if-approved.ts';
import { PackageStatusDot } from './package-status.tsx';
import type { PackageView } from './package-view.ts';

interface PackageHeaderProps {
  pkg: PackageView;
  pending: ApprovalView[];
  canPropose: boolean;
  canAddTask: boolean;
}

/** What it is, how it stands, how late it is and would be, and what can be done. */
export function PackageHeader({ pkg, pending, canPropose, canAddTask }: PackageHeaderProps) {
  const late = lateDays(pkg, 'deliveryDate') ?? 0;
  const wouldBe = delayIfApproved(pkg, pending);
  return (
    <PageHeader
      code={pkg.code}
      title={pkg.title}
      breadcrumbs={[
        { label: 'Packages', to: '/packages' },
        { label: pkg.project, to: `/packages?project=${pkg.project}` },
      ]}
      status={
        <>
          <PackageStatusDot pkg={pkg} />
          {late > 0 ? <Pill tone="bad">{countDays(late)} late</Pill> : null}
          {wouldBe > 0 ? <Pill tone="bad">{countDays(wouldBe)} late if approved</Pill> : null}
        </>
      }
      actions={
        <>
          <Menu trigger={<IconButton icon="more" label="More" />}>
            <MenuLink to={`/packages/${pkg.code}/history`} icon="clock">
              Whole history
            </MenuLink>
            <MenuLink to={`/mail?package=${pkg.code}`} icon="mail">
              All messages
            </MenuLink>
            <MenuLink to={`/tasks?tab=team&package=${pkg.code}`} icon="tasks">
              All tasks
            </MenuLink>
          </Menu>
          <LinkButton to={`/assistant?package=${pkg.code}`}>Ask about {pkg.code}</LinkButton>
          {canAddTask ? (
            <LinkButton to="?do=add-task" shortcut="c">
              Add task
            </LinkButton>
          ) : null}
          {canPropose ? (
            <LinkButton to="?do=propose" variant="primary" shortcut="p">
              Propose change
            </LinkButton>
          ) : null}
        </>
      }
      description={
        pkg.description ? <p className="max-w-[90ch] wrap-anywhere whitespace-pre-line">{pkg.description}</p> : null
      }
    />
  );
}
