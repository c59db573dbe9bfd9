/** An amount as people type it: thousands commas taken out, everything else left for the schema to judge. */
export function amountText(text: string): string {
  const trimmed = text.trim();
  return /^\d{1,3}(,\d{3})+(\.\d+)?$/.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
}

/** A control's text, or null where it was left or made empty. */
export const orNull = (text: string): string | null => (text === '' ? null : text);
