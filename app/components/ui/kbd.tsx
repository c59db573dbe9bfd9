/** A key's name, as a hint. Shown where a keyboard is likely: not on small screens. */
export function Kbd({ children }: { children: string }) {
  return (
    <kbd className="rounded-sm border border-current/40 px-1 font-mono text-2xs leading-[15px] opacity-80 max-md:hidden">
      {children}
    </kbd>
  );
}
