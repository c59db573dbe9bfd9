// oxlint-disable-next-line no-control-regex
const UNSTORABLE = /\u0000/g;
const BROKEN = /\p{Surrogate}/gu;

/** Text that PostgreSQL can keep: NUL and halves of surrogate pairs become U+FFFD. */
export function storableText(text: string): string {
  return text.replace(UNSTORABLE, '\ufffd').replace(BROKEN, '\ufffd');
}

/** The same for every text inside plain data. */
export function storable<T>(value: T): T {
  if (typeof value === 'string') return storableText(value) as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [storableText(key), storable(part)])) as T;
  return value;
}
