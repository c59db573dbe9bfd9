import { z } from 'zod';

export type Kind = 'text' | 'date' | 'instant' | 'money' | 'integer' | 'boolean' | 'custom' | 'other';

/** Text that people or attackers may send: stored as it is or refused, never a failure. */
const LINES = [
  "Robert'); drop table packages; --",
  '<script>alert(1)</script><img src=x onerror=alert(1)>',
  '=HYPERLINK("http://evil.test")',
  '‮gnp.exe‬ ⁦x⁩',
  '😀👩‍👩‍👧‍👦 ﷽ ẞß İı Ⅷ',
  '%00%0d%0aSet-Cookie:a=b',
  '${7*7}{{7*7}}',
  '\\u0000 \\',
  'null',
  ' leading and trailing ',
];

/** Text that PostgreSQL, UTF-8 or a column cannot hold. */
const NEVER_TEXT: unknown[] = ['a\0b', '\ud800', 'x\udc00y', 'x'.repeat(1_000_000)];

const NEVER_DATE: unknown[] = [
  '2026-02-30',
  '2026-13-01',
  '0000-00-00',
  '99999-01-01',
  '2026-1-5',
  '20260105',
  '05.01.2026',
  '2026-03-05T00:00:00Z',
  '2026-03-05 ',
  '-2026-03-05',
  'tomorrow',
  'infinity',
  'epoch',
  1767225600000,
  20260305,
];

const NEVER_MONEY: unknown[] = [
  '-1',
  -1,
  '1e400',
  1e21,
  '1e21',
  '0.001',
  0.001,
  '99999999999999999999',
  '1,000',
  '1.000.000',
  'NaN',
  'Infinity',
  '0x10',
  '٣',
  '1 000',
  'EUR 5',
  '+5',
  '.5',
  '5.',
  2 ** 53,
];

const NEVER_INTEGER: unknown[] = ['1', 1.5, 1e21, -1e21, true, '', 'NaN'];

const NEVER_BOOLEAN: unknown[] = ['true', 1, 0, 'yes', ''];

/** What no scalar field takes. */
const NEVER_SCALAR: unknown[] = [[], {}, ['x', 'y'], [[]], { $gt: '' }, { toString: 'x' }];

/** Values that a field of this kind must refuse, and values that it may take or refuse. */
export function nastyValues(kind: Kind): { never: unknown[]; perhaps: unknown[] } {
  if (kind === 'date') return { never: [...NEVER_DATE, ...NEVER_TEXT, ...NEVER_SCALAR, true], perhaps: ['', null] };
  if (kind === 'instant')
    return { never: [...NEVER_DATE, ...NEVER_TEXT, ...NEVER_SCALAR, '2026-02-30T00:00:00Z'], perhaps: [null, ''] };
  if (kind === 'money') return { never: [...NEVER_MONEY, ...NEVER_TEXT, ...NEVER_SCALAR, true, ''], perhaps: [null] };
  if (kind === 'integer') return { never: [...NEVER_INTEGER, ...NEVER_SCALAR], perhaps: [null, 0, -1, 2 ** 53] };
  if (kind === 'boolean') return { never: [...NEVER_BOOLEAN, ...NEVER_SCALAR], perhaps: [null] };
  if (kind === 'text')
    return { never: [...NEVER_TEXT, ...NEVER_SCALAR, 7, true], perhaps: [...LINES, '', ' ', 'a\nb', '\u0007', null] };
  if (kind === 'custom')
    return { never: [...NEVER_TEXT, ...NEVER_SCALAR], perhaps: [...LINES, 'a\nb', null, 1e300, true] };
  return { never: [...NEVER_TEXT, { $gt: '' }, true, 1.5], perhaps: [...LINES, '', null, [], {}, [[]], 7] };
}

type Json = {
  type?: string;
  format?: string;
  anyOf?: Json[];
  enum?: unknown[];
  properties?: Record<string, Json>;
  not?: unknown;
};

const MONEY = /Amount$|^thresholds\.|\.amount$/;
const DATE = /Date(Plan|Actual)?$|^requiredOnSite$|\.date$/;

function kindOf(name: string, schema: Json): Kind {
  if (MONEY.test(name)) return 'money';
  if (DATE.test(name)) return 'date';
  if (name.startsWith('customFields.')) return 'custom';
  if (name === 'expiresAt') return 'instant';
  const types = [schema, ...(schema.anyOf ?? [])].flatMap((one) => one.type ?? []).filter((type) => type !== 'null');
  if (types.length !== 1) return 'other';
  if (types[0] === 'string') return 'text';
  if (types[0] === 'integer') return 'integer';
  if (types[0] === 'boolean') return 'boolean';
  return 'other';
}

/** The fields of a body with their kinds, and those named inside lists and objects. */
export function fieldKinds(body: z.ZodType, inside: readonly string[]): { path: string; kind: Kind }[] {
  const { properties = {} } = z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Json;
  const fields = Object.entries(properties)
    .filter(([, schema]) => schema.not === undefined)
    .map(([path, schema]) => ({ path, kind: kindOf(path, schema) }));
  const within = inside.map((path) => ({ path, kind: kindOf(path, {}) }));
  return [...fields, ...within];
}

/** The body with a value at a dotted path; containers are made where there are none. */
export function withValue(body: unknown, path: string, value: unknown): unknown {
  const [head, ...rest] = path.split('.');
  const index = /^\d+$/.test(head!);
  const base = index ? [] : { ...(body as Record<string, unknown> | undefined) };
  const before = (body as Record<string, unknown> | undefined)?.[head!];
  (base as Record<string, unknown>)[index ? '0' : head!] =
    rest.length > 0 ? withValue(before, rest.join('.'), value) : value;
  return base;
}
