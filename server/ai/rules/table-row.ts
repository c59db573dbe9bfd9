/** A cell of a line that is set as columns: parted by bars, tabs or wide gaps. */
export type Cell = { start: number; end: number; text: string };

const GAP = /\s*\|\s*|\t+| {3,}|(?<=\S) {2}(?=\S)/gu;
const FEWEST = 3;

/** The cells of a line with at least three of them; none of another line. Wide gaps behind a full stop are typing. */
export function cellsOf(line: string): Cell[] {
  const gaps = [...line.matchAll(GAP)].filter(
    ({ 0: gap, index }) => gap.includes('|') || gap.includes('\t') || !/[.!?:,;]$/u.test(line.slice(0, index)),
  );
  if (gaps.length < FEWEST - 1) return [];
  const cells: Cell[] = [];
  let from = 0;
  for (const end of [...gaps.map(({ index }) => index), line.length]) {
    const gap = gaps[cells.length];
    const raw = line.slice(from, end);
    const lead = raw.length - raw.trimStart().length;
    cells.push({ start: from + lead, end: from + lead + raw.trim().length, text: raw.trim() });
    from = gap ? gap.index + gap[0].length : line.length;
  }
  const said = cells.filter(({ text }) => text !== '');
  return said.length >= FEWEST ? said : [];
}
