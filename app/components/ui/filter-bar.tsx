import { Form, useLocation, useSearchParams, useSubmit } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import type { FormEvent, ReactNode } from 'react';
import { Button, LinkButton } from './button.tsx';

interface FilterBarProps {
  /** The fields, each with the name of its search parameter. */
  children: ReactNode;
  /** Parameters that are kept though they are no filter, such as `sort` or `view`. */
  keep?: string[];
  /** At the right: a count, an export link. */
  end?: ReactNode;
}

/**
 * Filters of a list, in the address. A chosen option applies at once, text with Enter, and without script by the
 * button. A changed filter starts again at the first page.
 */
export function FilterBar({ children, keep = ['sort'], end }: FilterBarProps) {
  const [params] = useSearchParams();
  const { pathname } = useLocation();
  const submit = useSubmit();
  const kept = keep.flatMap((name) => params.getAll(name).map((value) => [name, value] as const));
  const filtered = [...params.keys()].some((name) => name !== 'cursor' && !keep.includes(name) && params.get(name));

  // The fields are uncontrolled: an address that did not come from here (Back, Clear, a link) fills them anew, while
  // one that did leaves them, and the keyboard's place, as they are.
  const own = useRef(params.toString());
  const [generation, setGeneration] = useState(0);
  useEffect(() => {
    if (own.current === params.toString()) return;
    own.current = params.toString();
    setGeneration((present) => present + 1);
  }, [params]);

  const apply = (form: HTMLFormElement) => {
    const chosen = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (typeof value === 'string' && value) chosen.append(name, value);
    own.current = chosen.toString();
    submit(chosen, { method: 'get', action: pathname, preventScrollReset: true });
  };
  const onChange = (event: FormEvent<HTMLFormElement>) => {
    if (event.target instanceof HTMLSelectElement || isTick(event.target)) apply(event.currentTarget);
  };
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    apply(event.currentTarget);
  };
  return (
    <Form
      method="get"
      action={pathname}
      role="search"
      key={generation}
      onChange={onChange}
      onSubmit={onSubmit}
      className="mb-3 flex flex-wrap items-end gap-2 max-sm:[&>div]:grow"
    >
      {kept.map(([name, value]) => (
        <input key={`${name}=${value}`} type="hidden" name={name} value={value} />
      ))}
      {children}
      <Button type="submit" className="h-8">
        Apply
      </Button>
      {filtered ? (
        <LinkButton
          variant="quiet"
          className="h-8"
          to={{ pathname, search: new URLSearchParams(kept.map(([name, value]) => [name, value])).toString() }}
        >
          Clear
        </LinkButton>
      ) : null}
      {end ? <div className="ml-auto flex items-center gap-2 text-sm text-muted">{end}</div> : null}
    </Form>
  );
}

function isTick(target: EventTarget): boolean {
  return target instanceof HTMLInputElement && (target.type === 'checkbox' || target.type === 'radio');
}
