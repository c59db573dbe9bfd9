/**
 * Words of a model as plain text in one line, at most `longest` characters: no markup, no image, no address of a page.
 * What is shown of a model's answer leads nowhere.
 */
export function plainWords(text: string, longest: number): string {
  const plain = text
    .replace(/!?\[([^\]]*)\]\([^)]*\)?/g, '$1')
    .replace(/<[^>]*>?/g, ' ')
    .replace(/\b(?:[a-z][a-z0-9+.-]{1,20}:\/\/|javascript:|data:|mailto:|www\.)\S*/gi, ' ')
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .replace(/[`*_#>|]{2,}/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length <= longest ? plain : `${plain.slice(0, longest - 1).trimEnd()}…`;
}
