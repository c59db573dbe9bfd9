import { z } from 'zod';
import { cursorInput, filterText, limitInput, strictInput } from '../lists/list.schema.ts';
import { oneLine } from '../text/text.schema.ts';

/** Query of `GET /api/filing-rules`: `q` looks in sender, words and package. */
export const listFilingRulesInput = strictInput({
  limit: limitInput,
  cursor: cursorInput,
  q: filterText(200),
  package: filterText(100),
  enabled: z.enum(['true', 'false'], { error: 'Give true or false.' }).optional(),
});
export type ListFilingRules = z.output<typeof listFilingRulesInput>;

/** Body of `PATCH /api/filing-rules/:id`. */
export const changeFilingRuleInput = strictInput({
  words: oneLine(120).optional(),
  package: oneLine(100).optional(),
  enabled: z.boolean({ error: 'Give true or false.' }).optional(),
  expectedVersion: z.int({ error: 'Give the version as a whole number.' }).optional(),
});

const person = z.object({ email: z.string(), name: z.string() });

/** A taught rule. `uses`: messages that it filed or suggested; `sentence`: the rule as a person reads it. */
export const filingRuleOutput = z.object({
  id: z.uuid(),
  sender: z.string(),
  words: z.string(),
  package: z.string(),
  packageId: z.uuid(),
  packageTitle: z.string(),
  sentence: z.string(),
  enabled: z.boolean(),
  taughtBy: person.nullable(),
  emailId: z.uuid().nullable(),
  uses: z.int(),
  lastUsedAt: z.string().nullable(),
  createdAt: z.string(),
  version: z.int(),
});
export type FilingRuleJson = z.output<typeof filingRuleOutput>;
