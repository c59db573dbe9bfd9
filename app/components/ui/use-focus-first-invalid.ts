import { useEffect, useRef } from 'react';
import type { RefObject } from 'react';

/** Moves the keyboard to the first field in error when a form came back with errors. Give the ref to the form. */
export function useFocusFirstInvalid(errors: unknown): RefObject<HTMLFormElement> {
  const ref = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (errors) ref.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [errors]);
  return ref;
}
