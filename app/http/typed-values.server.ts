/** A control's text, or null where it was left or made empty. */
export const orNull = (text: string): string | null => (text === '' ? null : text);
