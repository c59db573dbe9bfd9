/**
 * The phrases of a raw template: one a line, or several parted by " | ". Each is a piece of a regular expression over
 * folded text; a value put in stands as it is.
 */
export function phrases({ raw }: TemplateStringsArray, ...values: string[]): string[] {
  return raw
    .map((text, i) => text + (values[i] ?? ''))
    .join('')
    .split(/\s*\n\s*| \| /u)
    .map((phrase) => phrase.trim())
    .filter((phrase) => phrase !== '');
}

/** Source of a pattern that takes any of the phrases; of two that begin alike the one written first. */
export function oneOf(...lists: readonly string[][]): string {
  return `(?:${lists.flat().join('|')})`;
}

/** The same, as whole words of a Latin script. */
export function wholeWords(...lists: readonly string[][]): string {
  return `\\b${oneOf(...lists)}\\b`;
}

/** A pattern for any of the sources, to be tested once over a text. */
export function anyOf(...sources: readonly string[]): RegExp {
  return new RegExp(sources.join('|'), 'u');
}
