import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { ENDPOINTS } from '../../app/http/openapi/endpoints.ts';
import { addComment } from '../../server/comments/add-comment.ts';
import { replyToEmail } from '../../server/emails/reply-to-email.ts';
import { proposeChange } from '../../server/packages/propose-change.ts';
import { SCOPES } from '../../server/users/role.policy.ts';
import { createPerson } from '../factories/governance.ts';
import { callEndpoint, fieldsOf } from './matrix/call-endpoint.ts';
import { taughtRule } from './matrix/filing-cases.ts';
import { type MatrixWorld, openMatrixWorld } from './matrix/matrix-world.ts';

type List = {
  sorts: string[];
  /** Adds an item to the list. */
  grow: (m: MatrixWorld) => Promise<unknown>;
  /** What makes the walker see all of them. */
  query?: () => string;
};

const both = (...fields: string[]) => fields.flatMap((field) => [field, `-${field}`]);

let m: MatrixWorld;
let token: string;
let traced: string;
let commented: string;

const LISTS: Record<string, List> = {
  '/api/packages': {
    sorts: both('code', 'title', 'status', 'deliveryDate', 'budgetAmount', 'contractAmount', 'updatedAt'),
    grow: () => m.pkg({ delivery_date: m.next() % 3 === 0 ? null : '2026-11-30' }),
  },
  '/api/approvals': { sorts: both('createdAt'), grow: () => m.approval() },
  '/api/tasks': { sorts: both('dueDate', 'createdAt'), grow: () => m.task() },
  '/api/vendors': { sorts: both('name', 'createdAt'), grow: () => m.vendor() },
  '/api/projects': { sorts: both('code', 'name'), grow: () => m.project() },
  '/api/audit/{entityType}/{idOrCode}': {
    sorts: [],
    grow: () => proposeChange(m.database.db, m.world.bob, { package: traced, body: { title: `Title ${m.next()}` } }),
  },
  '/api/emails': { sorts: both('receivedAt'), grow: () => m.email() },
  '/api/outgoing-emails': {
    sorts: [],
    grow: async () => replyToEmail(m.database.db, m.world.bob, await m.email(), { text: 'By Friday, please.' }),
  },
  '/api/filing-rules': { sorts: [], grow: (m) => taughtRule(m) },
  '/api/jobs': { sorts: [], grow: () => m.deadJob() },
  '/api/comments': {
    sorts: both('createdAt'),
    grow: () => addComment(m.database.db, m.world.bob, { about: commented, text: `Line ${m.next()}` }),
    query: () => `about=${commented}`,
  },
  '/api/notifications': { sorts: both('createdAt'), grow: () => m.notification('admin') },
  '/api/users': { sorts: both('name', 'email'), grow: () => createPerson(m.database.db, 'Same Name', 'viewer') },
  '/api/tokens': { sorts: [], grow: () => m.token('admin'), query: () => 'all=true' },
};

/** Has a query and no further pages: a report by day, the best finds of a search. */
const REPORTS = ['/api/assistant/usage', '/api/search'];
const described = ENDPOINTS.filter((one) => one.query && !REPORTS.includes(one.path));
const lists = described.flatMap((endpoint) => {
  const list = LISTS[endpoint.path];
  return list ? [{ path: endpoint.path, endpoint, list }] : [];
});

beforeAll(async () => {
  m = await openMatrixWorld();
  token = await m.bearer('admin', [...SCOPES]);
  traced = (await m.pkg()).code;
  commented = await m.task();
  for (let i = 0; i < 8; i++) await Promise.all(Object.values(LISTS).map(({ grow }) => grow(m)));
});
afterAll(() => m.close());

it('every endpoint with a query is a list here, and every list is one', () => {
  expect(Object.keys(LISTS).sort()).toEqual(described.map(({ path }) => path).sort());
});

const encode = (text: string) => Buffer.from(text).toString('base64url');
const UUID = '00000000-0000-4000-8000-000000000000';
const PARTS = [
  'null',
  '1',
  '-1',
  '1.5',
  '1e400',
  '"x"',
  '""',
  '"2026-02-30"',
  '"2026-02-30T00:00:00Z"',
  '"foo 1"',
  '"a\\u0000"',
  '{}',
  '[]',
  'true',
  '"infinity"',
  '"9999-12-31"',
  '"2026-01-01T25:00:00Z"',
];
const BAD_CURSORS = [
  'zzz',
  '%%%',
  'e30',
  '\0',
  'x'.repeat(1001),
  encode('{"length":2}'),
  encode('[]'),
  encode('null'),
  encode('"'),
  ...PARTS.map((part) => encode(`[${part},"x"]`)),
  ...PARTS.map((part) => encode(`[${part},null]`)),
  encode(`["x","${UUID}","x"]`),
];

describe.each(lists)('$path', ({ endpoint, list, path }) => {
  const params = () => ['package', traced].slice(0, path.split('{').length - 1);
  const get = (query: string) =>
    callEndpoint(endpoint, { params: params(), query: [list.query?.(), query].filter(Boolean).join('&'), token });

  it('422 names a wrong limit, cursor, sort or unknown parameter', async () => {
    const wrong = [
      ...['0', '1001', '-1', 'abc', '1.5', '1e2', '', ' 5', '0x10', '99999999999'].map((value) => ['limit', value]),
      ...BAD_CURSORS.map((value) => ['cursor', value]),
      ...['nope', '--code', 'code,title', '__proto__', 'id;drop'].map((value) => ['sort', value]),
      ['nonsense', '1'],
      ['__proto__', '1'],
      ['constructor', '1'],
    ] as [string, string][];
    for (const [name, value] of wrong) {
      const got = await get(`${encodeURIComponent(name)}=${encodeURIComponent(value)}`);
      expect([name, value.slice(0, 60), got.status], got.text).toEqual([name, value.slice(0, 60), 422]);
      expect(fieldsOf(got)).toContain(name);
    }
    const twice = await get('limit=5&limit=6');
    expect([twice.status, fieldsOf(twice)]).toEqual([422, ['limit']]);
  });

  it('a cursor with a right id and any other key is a 422 or a page, of every sort', async () => {
    for (const sort of list.sorts.length > 0 ? list.sorts.map((one) => `sort=${one}&`) : [''])
      for (const part of PARTS) {
        const got = await get(`${sort}cursor=${encode(`[${part},"${UUID}"]`)}`);
        expect([200, 422], `${sort}${part}: ${got.text}`).toContain(got.status);
        expect((await get(`${sort}cursor=${encode(`[${part}]`)}`)).status).toBeOneOf([200, 422]);
      }
  });

  it('any text in any filter is a page or a 422 that names it', async () => {
    const { properties } = z.toJSONSchema(endpoint.query!, { io: 'input', unrepresentable: 'any' }) as {
      properties: Record<string, unknown>;
    };
    const texts = [
      '',
      ' ',
      '\0',
      'a\0b',
      '%',
      '_',
      '\\',
      "'",
      "' or 1=1 --",
      '"',
      '%00',
      '\ufeff',
      '😀',
      'ß',
      '‮txt',
      '\n',
      '<script>',
      '(',
      '" & | ! <-> :*',
      'me',
      '2026-02-30',
      'x'.repeat(5000),
      UUID,
      '{}',
      'true',
      ',',
    ];
    const names = Object.keys(properties).filter((name) => !['limit', 'cursor', 'sort'].includes(name));
    for (const name of names)
      for (const text of texts) {
        const got = await get(
          `${list.query?.().startsWith(name) ? 'limit=5&' : ''}${name}=${encodeURIComponent(text)}`,
        );
        expect([200, 422], `${name}=${text.slice(0, 20)}: ${got.text.slice(0, 300)}`).toContain(got.status);
        if (got.status === 422) expect(fieldsOf(got).map((field) => field.split('.')[0])).toContain(name);
      }
  });

  it.each(list.sorts.length > 0 ? list.sorts.map((one) => `sort=${one}&`) : [''])(
    'pages by %snextCursor without gaps or repeats while rows are added',
    async (sort) => {
      type Page = { items: { id: string }[]; nextCursor: string | null };
      const page = async (query: string) => {
        const got = await get(`${sort}${query}`);
        expect(got.status, got.text.slice(0, 300)).toBe(200);
        return got.body as unknown as Page;
      };
      const first = await page('limit=1000');
      expect(first.nextCursor).toBeNull();
      const there = first.items.map(({ id }) => id);
      expect(there.length).toBeGreaterThan(7);
      const seen: string[] = [];
      let cursor = '';
      for (;;) {
        const { items, nextCursor } = await page(`limit=3${cursor}`);
        seen.push(...items.map(({ id }) => id));
        if (nextCursor === null) break;
        expect(items).toHaveLength(3);
        cursor = `&cursor=${nextCursor}`;
        if (seen.length < 12) await list.grow(m);
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.filter((id) => there.includes(id))).toEqual(there);
    },
  );
});
