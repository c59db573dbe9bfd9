import { DateText } from '~/components/ui/date-text.tsx';
import { Pill } from '~/components/ui/pill.tsx';

interface DueTextProps {
  dueDate: string | null;
  /** Calendar days past it in the project's zone; 0 today, negative ahead; null: it does not count (done, paused). */
  daysLate: number | null;
}

/** A due date, with how late it is: "10 Mar 3 d late", "today". */
export function DueText({ dueDate, daysLate }: DueTextProps) {
  if (!dueDate) return <span className="text-faint">No date</span>;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      {daysLate !== null && daysLate > 0 ? <Pill tone="bad">{daysLate} d late</Pill> : null}
      {daysLate === 0 ? <Pill tone="warn">today</Pill> : null}
      <DateText value={dueDate} />
    </span>
  );
}
