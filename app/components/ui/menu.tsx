import { Link } from '@remix-run/react';
import { DropdownMenu as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';
import type { IconName } from './icon.tsx';

interface MenuProps {
  /** The element that opens it (one element that takes a ref, such as Button or IconButton). */
  trigger: ReactNode;
  align?: 'start' | 'end';
  /** MenuLinks. */
  children: ReactNode;
}

/** More actions. It needs script: each of them is reachable elsewhere too. */
export function Menu({ trigger, align = 'end', children }: MenuProps) {
  return (
    <Radix.Root modal={false}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          align={align}
          sideOffset={4}
          collisionPadding={8}
          className="z-50 min-w-44 animate-pop rounded-lg border border-line-strong bg-surface p-1 shadow-pop focus-visible:outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

const itemStyle =
  'flex h-[30px] items-center gap-2 rounded-md px-2 text-md outline-none data-[disabled]:opacity-50 data-[highlighted]:bg-sunken dark:data-[highlighted]:bg-line';

/** A menu entry that goes somewhere. */
export function MenuLink({ to, icon, children }: { to: string; icon?: IconName; children: ReactNode }) {
  return (
    <Radix.Item asChild>
      <Link to={to} className={itemStyle}>
        {icon ? <Icon name={icon} className="text-muted" /> : null}
        {children}
      </Link>
    </Radix.Item>
  );
}
