import { isInjection } from '../rules/find-injection.ts';

export type Refusal = { why: string; kind: 'injection' | 'decide' | 'delete' | 'send' | 'admin' | 'task' };

const DECIDE =
  /^(?:approve|reject|decline|deny|authori[sz]e|sign[- ]off|countersign|decide|withdraw|veto|ok|accept|confirm|delegate|take over)\b.*(?:\bar-\d+|\bapprovals?\b|\bproposals?\b|\brequests?\b|\bchanges?\b|\bsuggestions?\b|\bit\b|\bthem\b|\ball\b|\beverything\b|\bpending\b|\baward\b|\bpo\b|[a-z]{1,3}-\d+|\bthis\b|\bthat\b|\bthe\b)/u;
const DECIDE_BARE = /^(?:approve|reject|approved|rejected|authori[sz]e)[.!]?$/u;
const DECIDE_INSIDE =
  /^(?:apply|enact|carry out) (?:the |that |this )?(?:approval|proposal|request|ar-\d+)\b|\bar-\d+\b.{0,30}\b(?:on my behalf|in my name)\b|\b(?:and|then|also|please|just) (?:then )?(?:approve|reject|authori[sz]e|decide|sign off)\b(?! by\b)|\b(?:set|mark|change|move|flip|put|turn|make)\b.{0,30}\bar-\d+\b.{0,20}\b(?:approved|rejected|applied|accepted|decided|withdrawn|done)\b|\bi (?:hereby )?(?:approve|reject|authori[sz]e)\b|\b(?:give|grant) .{0,30}\b(?:approval|go-?ahead|green light)\b|\bapprove .{0,40}\b(?:on my behalf|for me|in my name|as marcus|as admin)\b|\b(?:cancel|delete|remove|drop|withdraw|close|expire|pull) (?:the )?(?:approval |request |proposal )*ar-\d+|^ar-\d+ ?[:=,-]? ?(?:is |are |= )?(?:approved?|rejected?|ok|okay|accepted|granted|declined|authori[sz]ed)\b|\b(?:approves?|rejects?|signs?[- ]?off|authori[sz]es?|countersigns?|green-?lights?)(?: on)? (?:the |my |our )?(?:request |proposal |approval )*ar-\d+/u;
const AROUND =
  /\b(?:without|skip(?:ping)?|bypass(?:ing)?|circumvent|ignor(?:e|ing)|avoid(?:ing)?|no need for|no)\b.{0,16}\b(?:approvals?|second (?:person|decision|pair)|four eyes|review|the process|sign-?off)\b|\bwithout (?:waiting|asking|telling|consulting|involving)\b|\b(?:force|override)\b.{0,30}\b(?:approval|status|policy|gate|change)\b|\b(?:directly|straight) in the (?:database|db|system)\b/u;
const DELETE =
  /^(?:permanently |completely )?(?:delete|erase|wipe|purge|destroy|truncate|drop|get rid of|trash|undo|archive)\b|^remove (?!.{0,40}\b(?:hold|vendor|supplier|buyer|date|budget|number|deadline)\b)|\b(?:and|then) (?:delete|erase|wipe|purge)\b|\bdrop table\b/u;
const SEND =
  /^(?:send|e-?mail|mail|reply|respond|forward|notify|message|call|phone|ring|text|write(?: (?:to|an?|back|him|her|them)|\s*$)|inform|contact|fax|invite|post|publish|upload|download|print|order|pay|transfer money|sign)\b|\b(?:and|then) (?:then )?(?:send|e-?mail|forward|notify|invite) (?:the |an? |him|her|them|it)/u;
const SQL =
  /\bsql\b|\bselect\s+(?:\*|[\w, ]+)\s+from\s+\w+|\binsert into\b|\bupdate \w+ set\b|\bdrop (?:table|database)\b|\b(?:run|execute|eval) (?:a |the |this |some )?(?:query|script|command|code|shell|statement)\b|\bquery the database\b|\bpsql\b|\brm -rf\b/u;
const SECRET =
  /\b(?:passwords?|passwd|api[- ]?keys?|secret(?: key)?s?|credentials?|access tokens?|private keys?|session cookies?|env(?:ironment)? variables?|connection string|bank details|iban)\b/u;
const PROMPT =
  /\b(?:system|hidden|initial|original|your|developer) (?:prompt|instructions?|rules|guidelines|configuration|message)\b|\b(?:ignore|forget|disregard|override) (?:all |any |your |the |these |those |previous |prior |earlier |above )*(?:rules?|instructions?|prompts?|guidelines|restrictions|safety|polic(?:y|ies)|approval process)\b|\b(?:repeat|print|show|output|reveal|copy) (?:me )?(?:everything|all|the (?:text|words|lines)) (?:above|before|prior)|\bforget (?:what|everything|all) (?:you|i)\b|\bjailbreak\b|\b(?:pretend|act as|role-?play|imagine you are|you are now)\b|\b(?:act|log ?in|sign ?in|impersonate|do (?:it|this)) as (?:marcus|elena|admin|an admin|another|somebody|someone)\b/u;
const ADMIN =
  /\b(?:make|give|grant|promote|set|change|reset|raise|increase|lower|disable|deactivate|enable|activate|remove|add|create|invite|turn off|switch off|block|lock|unlock|edit|update|revoke|mint|issue|upgrade|demote)\b.{0,50}\b(?:admin(?:istrator)?s?|roles?|rights|permissions?|privileges?|users?|accounts?|decision limits?|approval limits?|limits?|thresholds?|polic(?:y|ies)|second decision|api tokens?|tokens?|decider|approver|audit (?:trail|log|event)s?|history|events?|escalation|mail domains?|trusted)\b/u;

/** Rights for oneself or another, asked as "give me" asks for a list. */
const PRIVILEGE =
  /^(?:give|grant|get|assign) (?:me|us|him|her|\p{L}+) (?:the |full |more )*(?:admin\w*|super ?user|root|write|approver|decider|higher)(?: (?:rights?|access|role|permissions?|privileges|powers?))?[.! ]*$|^(?:give|grant|get) (?:me|us|him|her|\p{L}+) .{0,20}\b(?:rights|permissions?|privileges|access)\b/u;

/** What the assistant never does, whoever asks; null when a folded sentence asks for none of it. */
export function findRefusal(folded: string, text: string): Refusal | null {
  if (PROMPT.test(folded) || isInjection(text))
    return {
      kind: 'injection',
      why: 'I keep to my rules and do not show or change them. Ask me about packages, tasks, approvals or mail.',
    };
  if (SQL.test(folded))
    return {
      kind: 'admin',
      why: 'I cannot run SQL or commands. I read packages, tasks, approvals, mail and history, create tasks and propose changes.',
    };
  if (SECRET.test(folded))
    return {
      kind: 'admin',
      why: 'I cannot show or change passwords, keys or bank details. A password is changed on your account page, or reset by an admin.',
    };
  if (PRIVILEGE.test(folded))
    return {
      kind: 'admin',
      why: 'I cannot change people, rights, limits, policy or the history. An admin does that on the Admin pages.',
    };
  if (DECIDE.test(folded) || DECIDE_BARE.test(folded) || DECIDE_INSIDE.test(folded))
    return {
      kind: 'decide',
      why: 'I cannot decide this: approvals are decided by a person on the approvals page, never by the assistant.',
    };
  if (AROUND.test(folded))
    return {
      kind: 'decide',
      why: 'I cannot go around an approval: a change to a package is a proposal until another person decides it on the approvals page. I can propose it.',
    };
  if (DELETE.test(folded))
    return {
      kind: 'delete',
      why: 'I cannot delete anything: what is recorded stays. A package can be proposed as cancelled or closed; a task can be cancelled on its page.',
    };
  if (SEND.test(folded))
    return {
      kind: 'send',
      why: 'I cannot send messages, call or order anything. I can create a task for somebody to do it.',
    };
  return null;
}

/** Orders about people, rights and policy; questions about them are none. */
export function findAdminOrder(folded: string): Refusal | null {
  if (!ADMIN.test(folded) || /\btask\b/u.test(folded)) return null;
  return {
    kind: 'admin',
    why: 'I cannot change people, rights, limits, policy or the history. An admin does that on the Admin pages.',
  };
}
