import { useRef } from 'react';
import { Kbd } from '~/components/ui/kbd.tsx';
import { useShortcut } from '~/components/ui/use-shortcut.ts';

const KEYS: [key: string, does: string][] = [
  ['J', 'next message'],
  ['K', 'previous message'],
  ['A', 'file as suggested'],
  ['L', 'file under a package'],
  ['E', 'belongs to no package'],
  ['R', 'reply'],
  ['/', 'search'],
  ['?', 'these keys'],
];

/** The keys of the mail page, opened by `?` or a click. */
export function MailKeys() {
  const details = useRef<HTMLDetailsElement>(null);
  useShortcut('?', () => {
    const { current } = details;
    if (!current) return;
    current.open = !current.open;
    if (current.open) current.querySelector('summary')?.focus();
  });
  return (
    <details ref={details} className="border-t px-3.5 py-2 text-sm text-muted max-md:hidden">
      <summary className="cursor-pointer rounded-xs">
        Keys <Kbd>?</Kbd>
      </summary>
      <dl className="mt-2 grid grid-cols-[2rem_minmax(0,1fr)] gap-y-1">
        {KEYS.map(([key, does]) => (
          <div key={key} className="contents">
            <dt>
              <Kbd>{key}</Kbd>
            </dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
