import type { ReactNode } from 'react';

/** Things under each other with the page's gap. */
export function Stack({ children }: { children: ReactNode }) {
  return <div className="grid min-w-0 gap-4">{children}</div>;
}

/** The page's main column with a 316 px column beside it; under it on small screens. */
export function Columns({ side, children }: { side: ReactNode; children: ReactNode }) {
  return (
    <div className="grid grid-cols-1 items-start gap-4 md:grid-cols-[minmax(0,1fr)_316px]">
      <Stack>{children}</Stack>
      <Stack>{side}</Stack>
    </div>
  );
}

/** Form fields in as many columns as fit, 220 px each at least. */
export function FieldGrid({ children }: { children: ReactNode }) {
  return (
    <div className="grid grid-cols-[repeat(auto-fit,minmax(min(220px,100%),1fr))] gap-x-4 gap-y-3">{children}</div>
  );
}

/** The buttons at the end of a form or a card: the primary first. */
export function Actions({ children }: { children: ReactNode }) {
  return <div className="mt-3 flex flex-wrap items-center gap-2">{children}</div>;
}
