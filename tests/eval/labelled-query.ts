/** A question with what is expected: action, asker, what was asked before and now, and of the call what must be in it. */
export type LabelledQuery = {
  want: string;
  user: string;
  text: string;
  before?: string[];
  tool?: string;
  args?: Record<string, unknown>;
};

/** A labelled question from its parts, the label first. */
export function labelled(
  want: string,
  user: string,
  text: string,
  tool?: string,
  args?: Record<string, unknown>,
  before?: string[],
): LabelledQuery {
  return {
    want,
    user,
    text,
    ...(tool ? { tool } : {}),
    ...(args ? { args } : {}),
    ...(before ? { before } : {}),
  };
}

/** Address of one of Northgate's people. */
export const at = (name: string): string => `${name}@northgate.example`;
