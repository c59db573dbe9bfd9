import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ENDPOINTS } from '../../app/http/openapi/endpoints.ts';
import { SCOPES } from '../../server/users/role.policy.ts';
import { callEndpoint, fieldsOf, type Got } from './matrix/call-endpoint.ts';
import { CASES } from './matrix/cases.ts';
import { type MatrixWorld, openMatrixWorld } from './matrix/matrix-world.ts';
import { fieldKinds, nastyValues, withValue } from './matrix/nasty.ts';
import { markOfTables } from './matrix/table-marks.ts';

let m: MatrixWorld;
beforeAll(async () => {
  m = await openMatrixWorld();
});
afterAll(() => m.close());

const writes = ENDPOINTS.filter((one) => one.body).flatMap((endpoint) => {
  const name = `${endpoint.method} ${endpoint.path}`;
  const test = CASES[name];
  return test ? [{ name, endpoint, test }] : [];
});

const isLong = (value: unknown) => typeof value === 'string' && value.length > 100_000;
const shown = (value: unknown) => (JSON.stringify(value) ?? 'undefined').slice(0, 60);

/** A refusal of a field: 422, naming it, with a sentence that says something. */
function expectRefusal(got: Got, path: string, value: unknown): void {
  const what = `${path} = ${shown(value)}: ${got.text.slice(0, 300)}`;
  expect(got.status, what).toBe(422);
  const top = path.split('.')[0]!;
  const named = fieldsOf(got).filter((field) => field.split('.')[0] === top);
  expect(named, what).not.toEqual([]);
  for (const { message } of got.body!.error!.details!.fields!) {
    expect(message.length, what).toBeGreaterThan(5);
    expect(message, what).not.toMatch(/^Invalid input(: expected \w+, received \w+)?$/);
    expect(message.length, what).toBeLessThan(1500);
  }
}

describe.each(writes)('$name', { timeout: 60_000 }, ({ endpoint, test }) => {
  const fields = fieldKinds(endpoint.body!, test.inside ?? []);
  const person = test.seeks ?? test.as ?? test.least;
  const send = async (given: { params?: string[]; body?: unknown }, path: string, value: unknown) => {
    const token = await m.bearer(person, [...SCOPES]);
    return callEndpoint(endpoint, { params: given.params, token, body: withValue(given.body, path, value) });
  };

  it('refuses what no field can hold, names the field and writes nothing', async () => {
    const given = await (test.bad ?? test.given)(m);
    await m.bearer(person, [...SCOPES]);
    const before = await markOfTables(m.database.db);
    for (const { path, kind } of fields) {
      const values = nastyValues(kind).never.filter((value) => !test.long?.includes(path) || !isLong(value));
      const answers = await Promise.all(values.map((value) => send(given, path, value)));
      for (const [i, got] of answers.entries()) expectRefusal(got, path, values[i]);
    }
    expect(await markOfTables(m.database.db)).toBe(before);
  });

  it('takes or refuses hostile text, and a refusal writes nothing', async () => {
    for (const { path, kind } of fields) {
      const given = await (test.bad ?? test.given)(m);
      let before = await markOfTables(m.database.db);
      for (const value of nastyValues(kind).perhaps) {
        const got = await send(given, path, value);
        expect(got.status, `${path} = ${shown(value)}: ${got.text.slice(0, 300)}`).toBeOneOf([200, 201, 202, 409, 422]);
        const after = await markOfTables(m.database.db);
        if (got.status === 422) {
          expect(fieldsOf(got), `${path} = ${shown(value)}: ${got.text.slice(0, 300)}`).not.toEqual([]);
          expect(after, `${path} = ${shown(value)}`).toBe(before);
        }
        before = after;
      }
    }
  });

  it('deep, double and hostile JSON is a 4xx and writes nothing', async () => {
    const given = await (test.bad ?? test.given)(m);
    const before = await markOfTables(m.database.db);
    const token = await m.bearer(person, [...SCOPES]);
    const raw = async (body: string | Uint8Array) =>
      (await callEndpoint(endpoint, { params: given.params, token, body })).status;
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const deepObject = `${'{"a":'.repeat(10_000)}1${'}'.repeat(10_000)}`;
    const first = fields[0]!.path;
    expect(await raw(deep)).toBe(422);
    expect(await raw(deepObject)).toBe(422);
    for (const { path } of fields.filter((one) => !one.path.includes('.'))) {
      expect(await raw(`{"${path}":${deep}}`), path).toBe(422);
      expect(await raw(`{"${path}":${deepObject}}`), path).toBe(422);
    }
    expect(await raw(`{"${first}":"x","${first}":{"a":1}}`)).toBe(422);
    expect(await raw(`{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}`)).toBe(422);
    expect(await raw(Uint8Array.of(0x7b, 0x22, 0x61, 0x22, 0x3a, 0x22, 0xff, 0xfe, 0x22, 0x7d))).toBe(400);
    expect(await raw('\0')).toBe(400);
    expect(await markOfTables(m.database.db)).toBe(before);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
  });
});
