type List = { ordered: boolean; next: number };

/** Lays out the text of HTML: collapses white space, keeps at most one empty line, prefixes quotes and list items. */
export function createTextLayout() {
  const out: string[] = [];
  const lists: List[] = [];
  let quoteDepth = 0;
  let preDepth = 0;
  let atLineStart = true;
  let pendingLines = 0;
  let pendingSpace = false;
  let pendingCell = false;
  let wrote = false;

  const flushLines = () => {
    if (pendingLines > 0 && wrote) {
      const prefix = '> '.repeat(Math.min(quoteDepth, 20)).trimEnd();
      for (let i = 0; i < pendingLines; i++) out.push(i === 0 ? '\n' : `${prefix}\n`);
      atLineStart = true;
    }
    if (pendingLines > 0) {
      pendingSpace = false;
      pendingCell = false;
    }
    pendingLines = 0;
  };
  const write = (text: string) => {
    flushLines();
    if (atLineStart) {
      if (quoteDepth > 0) out.push('> '.repeat(Math.min(quoteDepth, 20)));
    } else if (pendingCell) out.push('\t');
    else if (pendingSpace) out.push(' ');
    pendingCell = false;
    pendingSpace = false;
    atLineStart = false;
    wrote = true;
    out.push(text);
  };
  const line = () => {
    pendingLines = Math.max(pendingLines, atLineStart && pendingLines === 0 ? 0 : 1);
  };
  const paragraph = () => {
    if (wrote) pendingLines = Math.max(pendingLines, 2);
  };

  return {
    /** A position for `since`. */
    length: () => out.length,
    /** What was written after a position; '' when that is more than a link's text would be. */
    since: (position: number) => (out.length - position > 60 ? '' : out.slice(position).join('')),
    line,
    paragraph,
    breakLine: () => {
      pendingLines = Math.min(pendingLines + 1, 2);
    },
    rule: () => {
      line();
      write('________________________________');
      line();
    },
    /** A line of its own that says where quoted text begins or ends; none inside a quotation. */
    quoteMark: (mark: string) => {
      if (quoteDepth > 0) return;
      line();
      write(mark);
      line();
    },
    signature: () => {
      const tail = out.at(-1)?.trim();
      if (!wrote || tail === '--') return;
      line();
      write('-- ');
      line();
    },
    preformatted: (step: 1 | -1) => {
      preDepth += step;
    },
    quote: (step: 1 | -1) => {
      if (step > 0) flushLines();
      quoteDepth += step;
    },
    openList: (ordered: boolean) => {
      lists.push({ ordered, next: 1 });
    },
    closeList: () => {
      lists.pop();
    },
    item: () => {
      const list = lists.at(-1);
      if (lists.length > 1) pendingLines = Math.min(pendingLines, 1);
      else if (list && list.next > 1) pendingLines = 1;
      write('  '.repeat(Math.min(Math.max(lists.length - 1, 0), 10)) + (list?.ordered ? `${list.next}.` : '-'));
      if (list) list.next++;
      pendingSpace = true;
    },
    cell: () => {
      if (!atLineStart && pendingLines === 0) pendingCell = true;
    },
    text: (raw: string) => {
      if (preDepth > 0) {
        for (const [i, part] of raw.split(/\r?\n/).entries()) {
          if (i > 0) pendingLines = Math.min(pendingLines + 1, 3);
          if (part !== '') write(part);
        }
        return;
      }
      const text = raw.replace(/[ \t\r\n\f\u00a0]+/g, ' ');
      if (text === ' ') {
        if (!atLineStart) pendingSpace = true;
        return;
      }
      if (text === '') return;
      if (text.startsWith(' ') && !atLineStart) pendingSpace = true;
      write(text.trim());
      pendingSpace = text.endsWith(' ');
    },
    finish: () =>
      out
        .join('')
        .replace(/\u200b|\u200c|\u00ad|\ufeff|\u034f/g, '')
        .replace(/[ \t]+\n/g, '\n')
        .trim(),
  };
}
