import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { failureOf, formObject, internalPath } from '../../../app/http/page.server.ts';
import { errorsOf, failureIn, typedIn } from '../../../app/components/ui/form-state.ts';
import { DomainError } from '../../../server/errors.ts';

describe('internalPath', () => {
  it.each(['/', '/packages/P-001?tab=mail#x', '/a/../b'])('keeps %s inside', (path) => {
    expect(internalPath(path)).toMatch(/^\/(?!\/)/);
  });
  it.each([
    'https://evil.example/',
    '//evil.example/',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    'javascript:alert(1)',
    'packages',
    '',
    null,
    undefined,
  ])('sends %j home', (path) => expect(internalPath(path)).toBe('/'));
  it('keeps path, query and fragment', () => {
    expect(internalPath('/packages?q=a%20b&x=1#top')).toBe('/packages?q=a%20b&x=1#top');
    expect(internalPath('/.//evil.example')).not.toMatch(/^\/\//);
  });
});

it('formObject keeps texts, makes lists of repeated names and leaves files out', () => {
  const form = new FormData();
  form.append('a', '1');
  form.append('b', '1');
  form.append('b', '2');
  form.append('f', new Blob(['x']), 'x.txt');
  expect(formObject(form)).toEqual({ a: '1', b: ['1', '2'] });
});

it('failureOf names the fields of expected failures only', () => {
  const zod = z.strictObject({ name: z.string() }).safeParse({ x: 1 });
  expect(failureOf(zod.error)).toMatchObject({ status: 422, fields: [{ field: 'name' }, { field: 'x' }] });
  const fields = [{ field: 'email', message: 'Taken.' }];
  expect(failureOf(new DomainError('conflict', 'Taken.', { fields }))).toEqual({
    status: 409,
    message: 'Taken.',
    fields,
  });
  expect(failureOf(new Error('a bug'))).toBeNull();
});

it('a form shows its errors and what was typed, else what is stored', () => {
  const failure = {
    ok: false as const,
    message: 'No.',
    fields: [{ field: 'limit.amount', message: 'Wrong.' }],
    values: { a: ['x', 'y'] },
  };
  expect(failureIn(failure)).toBe(failure);
  expect([failureIn(undefined), failureIn({ ok: true })]).toEqual([null, null]);
  expect([errorsOf(failure, 'limit'), errorsOf(failure, 'lim'), errorsOf(null, 'limit')]).toEqual([['Wrong.'], [], []]);
  expect([typedIn(failure, 'a', 's'), typedIn(failure, 'b', 's'), typedIn(null, 'a')]).toEqual(['x', 's', '']);
});
