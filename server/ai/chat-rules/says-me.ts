/** Whether a folded sentence speaks of the person who says it. */
export const saysMe = (folded: string) => /\b(?:my|mine|me|i|i'm|myself|i am|i've)\b/u.test(folded);
