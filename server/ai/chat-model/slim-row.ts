const LONGEST_TEXT = 400;
const LONGEST_OUTPUT = 14_000;

/** Fields that others wrote: shown to a model between marks, as data. */
const FOREIGN = new Set(['quote', 'subject', 'description', 'reason', 'waitingFor', 'from', 'title', 'customFields']);
const LEFT_OUT = new Set([
  'id',
  'packageId',
  'projectId',
  'vendorId',
  'subjectId',
  'subjectType',
  'hash',
  'prevHash',
  'version',
  'evidence',
  'levelReasons',
  'planFrozen',
  'contractFrozen',
  'createdAt',
  'updatedAt',
  'entityId',
  'predecessors',
  'actor',
  'packageTitle',
  'firstDueDate',
  'dueMoves',
  'source',
  'createdBy',
]);

function slim(value: unknown, mark: string, depth: number): unknown {
  if (Array.isArray(value)) return value.slice(0, 30).map((one) => slim(one, mark, depth + 1));
  if (typeof value === 'string') return value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  if (typeof value !== 'object' || value === null) return value;
  const person = value as { name?: unknown; email?: unknown };
  if (typeof person.name === 'string' && typeof person.email === 'string') return `${person.name} <${person.email}>`;
  const entries = Object.entries(value).flatMap(([key, one]): [string, unknown][] => {
    if (one === null || one === '' || (depth === 0 && LEFT_OUT.has(key)) || (Array.isArray(one) && one.length === 0))
      return [];
    const inner = slim(one, mark, depth + 1);
    const foreign = FOREIGN.has(key) && typeof inner === 'string' && key !== 'title';
    return [[key, foreign ? `[[data:${mark}]]${inner}[[/data:${mark}]]` : inner]];
  });
  return Object.fromEntries(entries);
}

/**
 * What a tool gives a model: rows without our ids, long texts cut, what others wrote between marks that nobody can
 * guess; at most about 14,000 characters.
 */
export function slimRows(items: readonly unknown[], more: boolean, mark: string): { rows: unknown[]; more: boolean } {
  const rows: unknown[] = [];
  let size = 0;
  for (const item of items) {
    const row = slim(item, mark, 0);
    size += JSON.stringify(row).length;
    if (size > LONGEST_OUTPUT) return { rows, more: true };
    rows.push(row);
  }
  return { rows, more };
}
