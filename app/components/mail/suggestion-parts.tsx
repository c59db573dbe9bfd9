import { Link, useNavigation } from '@remix-run/react';
import { useEffect, useRef } from 'react';
import type { ReactNode } from 'react';
import { Disclosure } from '~/components/ui/disclosure.tsx';
import { SubmitButton } from '~/components/ui/submit-button.tsx';
import { VisuallyHidden } from '~/components/ui/visually-hidden.tsx';

/** Lights the sentences of suggestions in the text; [] lights none. */
export type Point = (numbers: readonly number[]) => void;

/** Where on the page the sentence of a suggestion stands. */
export type QuoteTarget = (quote: string) => string;

interface SuggestionCardProps {
  label: ReactNode;
  name: string;
  numbers: readonly number[];
  point: Point;
  pills?: ReactNode;
  children: ReactNode;
}

/** A box for what waits; while the pointer or keyboard is in it, its sentences are lit in the text. */
export function SuggestionCard({ label, name, numbers, point, pills, children }: SuggestionCardProps) {
  const ref = useRef<HTMLElement>(null);
  const lit = numbers.join();
  useEffect(() => {
    const card = ref.current;
    const on = () => point(lit.split(',').map(Number));
    const off = () => point([]);
    const events = [
      ['mouseenter', on],
      ['focusin', on],
      ['mouseleave', off],
      ['focusout', off],
    ] as const;
    for (const [type, listener] of events) card?.addEventListener(type, listener);
    return () => {
      for (const [type, listener] of events) card?.removeEventListener(type, listener);
    };
  }, [lit, point]);
  return (
    <section ref={ref} aria-label={name} className="rounded-lg border bg-surface px-3.5 py-3 shadow-card">
      <div className="mb-0.5 flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm text-muted">
        <span className="mr-auto">{label}</span>
        {pills}
      </div>
      {children}
    </section>
  );
}

interface QuoteLinkProps {
  n: number;
  quote: string;
  target: QuoteTarget;
  point: Point;
}

/** The words that something was read from, as the way to where they stand in the message. */
export function QuoteLink({ n, quote, target, point }: QuoteLinkProps) {
  return (
    <Link
      to={{ search: target(quote), hash: `q${n}` }}
      onClick={() => point([n])}
      className="mt-1.5 block rounded-r-sm border-l-[3px] border-line-strong py-0.5 pl-2 text-sm text-muted hover:border-accent hover:text-text"
    >
      <VisuallyHidden>Show in the message: </VisuallyHidden>
      <span className="line-clamp-3 wrap-anywhere">“{quote.replace(/\s+/g, ' ').trim()}”</span>
    </Link>
  );
}

interface SuggestionActionsProps {
  id: string;
  /** What accepting does: `propose`, `create` or `confirm-sender`. */
  intent: string;
  label: string;
  /** The fields to edit first; open when they came back with errors. */
  edit: ReactNode;
  editOpen: boolean;
}

/** Accept, edit and dismiss, inside the suggestion's form. */
export function SuggestionActions({ id, intent, label, edit, editOpen }: SuggestionActionsProps) {
  const { state, formData } = useNavigation();
  const pressed = state !== 'idle' && formData?.get('suggestion') === id ? formData.get('intent') : null;
  return (
    <div className="mt-2.5 flex flex-wrap items-start gap-1.5">
      <input type="hidden" name="suggestion" value={id} />
      <SubmitButton name="intent" value={intent} loading={pressed === intent}>
        {label}
      </SubmitButton>
      {edit ? (
        <Disclosure label="Edit" variant="button" open={editOpen} className="open:order-first open:mb-1 open:w-full">
          <div className="grid gap-2.5">{edit}</div>
        </Disclosure>
      ) : null}
      <SubmitButton variant="quiet" name="intent" value="dismiss" loading={pressed === 'dismiss'}>
        Dismiss
      </SubmitButton>
    </div>
  );
}
