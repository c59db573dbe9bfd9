import { useEffect, useRef } from 'react';

/**
 * Calls `handler` when the key is pressed: one character (`p`, `/`) or `mod+k` for Ctrl or Cmd.
 * Characters are ignored while somebody types in a field, while a dialog is open and with other modifiers held.
 * `null` binds nothing.
 */
export function useShortcut(key: string | null | undefined, handler: (event: KeyboardEvent) => void): void {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  useEffect(() => {
    if (!key) return;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || !matches(key, event)) return;
      event.preventDefault();
      latest.current(event);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [key]);
}

function matches(key: string, event: KeyboardEvent): boolean {
  const mod = key.startsWith('mod+');
  const wanted = mod ? key.slice('mod+'.length) : key;
  if (event.key.toLowerCase() !== wanted.toLowerCase() || event.altKey) return false;
  if (mod) return event.ctrlKey || event.metaKey;
  if (event.ctrlKey || event.metaKey) return false;
  return !isTyping(event.target) && !document.querySelector('[role="dialog"]');
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || target.closest('input, textarea, select') !== null)
  );
}
