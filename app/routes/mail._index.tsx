import type { MetaFunction } from '@remix-run/node';
import { EmptyState } from '~/components/ui/empty-state.tsx';
import { Kbd } from '~/components/ui/kbd.tsx';

export const meta: MetaFunction = () => [{ title: 'Mail · PMIS' }];

/** No message is open. */
export default function NoMessage() {
  return (
    <div className="grid h-full place-items-center">
      <EmptyState title="Choose a message" icon="mail">
        <Kbd>J</Kbd> and <Kbd>K</Kbd> go through the list, <Kbd>/</Kbd> searches.
      </EmptyState>
    </div>
  );
}
