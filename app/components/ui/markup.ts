const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const SPECIAL = /[&<>"']/;

/** HTML made by `markup` alone, so that nothing else is ever taken for HTML. */
export class Markup {
  readonly #html: string;

  constructor(html: string, made: typeof MADE_HERE) {
    if (made !== MADE_HERE) throw new TypeError('Markup is made by markup`…` only.');
    this.#html = html;
  }

  toString(): string {
    return this.#html;
  }
}

const MADE_HERE = Symbol('made by markup');

function escaped(value: string | number): string {
  const text = String(value);
  return SPECIAL.test(text) ? text.replace(/[&<>"']/g, (character) => ENTITIES[character]!) : text;
}

type Value = string | number | null | Markup | readonly Markup[];

function htmlOf(value: Value): string {
  if (value === null) return '';
  if (typeof value !== 'object') return escaped(value);
  if (value instanceof Markup) return value.toString();
  if (value.every((one) => one instanceof Markup)) return value.join('');
  throw new TypeError('A list in markup`…` holds markup only.');
}

/**
 * HTML as a template: what stands in `${…}` is escaped, in text and in quoted attributes, unless it is markup itself; null is
 * nothing. For long tables, whose rows cost React ten times as much; attributes are always quoted, and none is an address
 * that somebody else wrote.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  let html = parts[0]!;
  for (let n = 0; n < values.length; n += 1) html += htmlOf(values[n]!) + parts[n + 1]!;
  return new Markup(html, MADE_HERE);
}
