import { useEffect, useState } from 'react';
import { classNames } from './class-names.ts';
import { Icon } from './icon.tsx';

/** A message about what was just done. `id` tells two equal ones apart. */
export interface ToastMessage {
  id: string;
  tone: 'ok' | 'warn' | 'bad';
  message: string;
}

const hideAfterMs = 8_000;

/** The message of the last action; rendered by the server, so it shows without script too. Good news leaves by itself. */
export function Toast({ toast }: { toast: ToastMessage | null }) {
  const [hidden, setHidden] = useState<string | null>(null);
  const [held, setHeld] = useState(false);
  const id = toast?.id;
  const leaves = toast?.tone === 'ok' && !held;
  useEffect(() => {
    if (!id || !leaves) return;
    const timer = setTimeout(() => setHidden(id), hideAfterMs);
    return () => clearTimeout(timer);
  }, [id, leaves]);

  const shown = toast && toast.id !== hidden ? toast : null;
  return (
    <div role="status" className="pointer-events-none fixed inset-x-3 bottom-4 z-40 flex justify-center">
      {shown ? (
        <div
          key={shown.id}
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          className="pointer-events-auto flex max-w-[52ch] animate-pop items-start gap-2 rounded-lg border border-line-strong bg-surface py-2 pr-1.5 pl-3 shadow-pop"
        >
          <Icon
            name={shown.tone === 'ok' ? 'check' : 'alert'}
            className={classNames('mt-0.5', { ok: 'text-ok', warn: 'text-warn', bad: 'text-bad' }[shown.tone])}
          />
          <span className="min-w-0 wrap-anywhere">{shown.message}</span>
          <button
            type="button"
            aria-label="Dismiss message"
            onClick={() => setHidden(shown.id)}
            className="grid size-6 shrink-0 place-items-center rounded-md text-muted hover:bg-sunken hover:text-text"
          >
            <Icon name="close" className="size-3.5" />
          </button>
        </div>
      ) : null}
    </div>
  );
}
