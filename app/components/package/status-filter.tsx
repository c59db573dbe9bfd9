import { type RefObject, useEffect, useRef } from 'react';
import { PACKAGE_STATUSES, type PackageStatus } from '~server/packages/package-fields.schema.ts';
import { labelOfStatus } from '~server/packages/package.policy.ts';
import { Checkbox } from '../ui/choice.tsx';
import { classNames } from '../ui/class-names.ts';
import { Icon } from '../ui/icon.tsx';
import { controlStyle } from '../ui/input.tsx';

interface StatusFilterProps {
  chosen: readonly PackageStatus[];
  /** Packages in each status, all filters aside. */
  counts: Readonly<Record<string, number>>;
}

/** The statuses to show, several at once; opens without script. Statuses that no package has are left out. */
export function StatusFilter({ chosen, counts }: StatusFilterProps) {
  const ref = useRef<HTMLDetailsElement>(null);
  useCloseOutside(ref);
  const offered = PACKAGE_STATUSES.filter((status) => counts[status] || chosen.includes(status));
  const first = chosen[0];
  const label = !first ? 'Any status' : chosen.length === 1 ? labelOfStatus(first) : `${chosen.length} statuses`;
  return (
    <details ref={ref} className="group/status relative">
      <summary
        aria-label={`Status: ${label}`}
        className={classNames(controlStyle, 'flex h-8 min-w-32 items-center justify-between gap-2')}
      >
        {label}
        <Icon name="chevron-down" className="text-muted" />
      </summary>
      <div
        role="group"
        aria-label="Status"
        className="absolute left-0 z-20 mt-1 grid w-56 max-w-[calc(100vw-28px)] gap-1 rounded-lg border border-line-strong bg-surface p-2.5 shadow-pop"
      >
        {offered.map((status) => (
          <Checkbox
            key={status}
            name="status"
            value={status}
            defaultChecked={chosen.includes(status)}
            className="flex items-center gap-2 rounded-sm px-1 py-0.5 hover:bg-hover [&>input]:mt-0 [&>span]:flex-1"
            label={
              <span className="flex justify-between">
                {labelOfStatus(status)}
                <span className="num text-sm text-faint">{counts[status] ?? 0}</span>
              </span>
            }
          />
        ))}
      </div>
    </details>
  );
}

/** Closes an open `details` by Escape and by a press beside it. */
function useCloseOutside(ref: RefObject<HTMLDetailsElement>) {
  useEffect(() => {
    const close = (event: Event) => {
      const box = ref.current;
      if (!box?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== 'Escape') return;
        box.querySelector('summary')?.focus();
      } else if (event.target instanceof Node && box.contains(event.target)) return;
      box.open = false;
    };
    document.addEventListener('pointerdown', close);
    document.addEventListener('keydown', close);
    return () => {
      document.removeEventListener('pointerdown', close);
      document.removeEventListener('keydown', close);
    };
  }, [ref]);
}
