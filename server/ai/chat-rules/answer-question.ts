import { findFields } from './field-words.ts';
import { narrowLast, pointsBack } from './follow-up.ts';
import type { ChatContext, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { readQuestion } from './read-question.ts';

const WIDER = /\b(?:packages|projects?|all|every|which|vendors|my|mine|me|i|approvals)\b/u;
export const WHAT_I_DO =
  'I answer questions about packages, tasks, approvals, mail and history, create tasks, and propose changes for another person to decide.';

/** What a sentence that orders nothing asks for; a package that is not named is the one last talked about. */
export function answerQuestion(text: string, folded: string, named: NamedPackages, context: ChatContext): Intent {
  if (named.unknown.length > 0 && named.codes.length === 0)
    return {
      kind: 'clarify',
      ask: `There is no package ${named.unknown.join(', ')}. Which package do you mean?`,
      candidates: [],
    };
  let subject = named;
  const earlier = context.last?.packages ?? [];
  if (
    named.by === null &&
    earlier.length > 0 &&
    earlier.length <= 5 &&
    (pointsBack(folded) ||
      (findFields(folded).length > 0 && folded.split(/\s+/).length <= 6 && !/\bpackages\b/u.test(folded)))
  )
    subject = { ...named, codes: earlier, by: 'code' };
  else if (named.by === null && context.about && earlier.length === 0 && !WIDER.test(folded))
    subject = { ...named, codes: [context.about], by: 'code' };
  const intent = readQuestion(text, subject, context);
  const narrowed = subject === named && named.by !== 'code' ? narrowLast(text, intent, context) : null;
  if (narrowed) return narrowed;
  if (intent) return intent;
  if (findFields(folded).length > 0 || pointsBack(folded))
    return { kind: 'clarify', ask: 'Which package do you mean? Give its code or name, such as P-001.', candidates: [] };
  return {
    kind: 'clarify',
    ask: `I did not understand that. ${WHAT_I_DO} For example: “What is the delivery date of ${context.world.packages[0]?.code ?? 'P-001'}?”`,
    candidates: [],
    unclear: true,
  };
}
