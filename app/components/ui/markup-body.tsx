import type { Markup } from './markup.ts';

/** A table's body of rows that `markup` made; the one place that sets HTML. */
export function MarkupBody({ rows }: { rows: readonly Markup[] }) {
  // oxlint-disable-next-line react/no-danger -- Markup holds what `markup` escaped, nothing else
  return <tbody role="rowgroup" dangerouslySetInnerHTML={{ __html: rows.join('') }} />;
}
