import { oneOf, phrases } from './phrases.ts';

/** Verbs of a text, longest first, so that none hides a longer one. */
function anyVerb(words: string): string {
  const verbs = words.trim().split(/\s+/u);
  return `(?:${verbs.sort((a, b) => b.length - a.length).join('|')})`;
}

/** What people are asked to do; base forms that may open a request. */
export const ACTION_VERB = anyVerb(`
  accept acknowledge add address adjust advise agree align allocate amend analyse analyze answer apply approach
  approve arrange ask assess assign attach attend authorise authorize book brief bring calculate call cancel cease
  certify change chase check circulate clarify clear close collect comment communicate compare compile complete
  conduct configure confirm consider consolidate consult contact continue convert coordinate copy correct
  countersign courier cover create decide defer define delegate delete deliver demonstrate describe detail determine develop
  disclose discuss distribute document double-check download draft email enclose engage enquire ensure enter
  escalate establish estimate evaluate examine execute expedite explain extend extract file fill finalise finalize
  find finish fix follow forecast forward freeze furnish generate get give go grant halt hand handle highlight hold
  host identify implement include incorporate increase indicate inform initiate insert inspect install instruct
  introduce investigate invite invoice issue itemise itemize join justify keep liaise list locate lodge look mail
  maintain make manage mark measure meet mention minute mobilise mobilize modify monitor move name negotiate
  nominate notify obtain open order organise organize outline pass pay perform phone ping place plan postpone
  prepare prequalify present price print prioritise prioritize process procure produce prolong propose protect prove
  provide publish push put quantify query quote raise re-issue re-quote re-send read reassess recalculate recheck
  recommend reconcile reconfirm record rectify redraft reduce refer register reissue reject relay release remind
  remove reopen reply report request requote reschedule resend reserve resolve respond resubmit resume retain retest
  return revert review revise rework ring run scan schedule secure see seek select send separate set settle share
  ship shorten show sign solve sort speak specify split stamp start state stop store submit substitute suggest
  summarise summarize supersede supply suspend tabulate take tell test tidy trace transfer translate transmit try
  undertake update upgrade upload validate verify visit wait waive warn weigh withdraw withhold witness write
`);

/** After "I will": what counts as a promise of work; not "I will be there", "I will know more". */
export const PROMISE_VERB = anyVerb(`
  add address advise amend answer approve arrange ask attend book bring call chase check circulate clarify collect
  come compile complete confirm contact coordinate deal discuss distribute do draft ensure escalate expedite explain
  file finalise finalize find fix follow forward get give handle have inform investigate issue join let liaise look
  make meet move nominate notify obtain open order organise organize pass pick place prepare present process provide
  publish put raise reissue release remind reply report request resend reserve resolve respond return revert review
  revise ring schedule send set share sign sort speak start submit supply take talk tell update upload verify visit
  write
`);

const NOUNS_TOO = `
  progress report plan order test process place book review list record address contact schedule issue note move
  call mail email phone ship release request quote estimate design document supply transfer update answer cover copy
  file share sign show project present price mark name hand hold notice produce witness question deliver start stop
  read set run raise close change look pass find support advance payment visit fix follow lead name track push take
  go see wait try use keep meet join speak talk mention translate comment transmit complete correct clear forecast
  minute query scan split stamp store measure host detail increase approach brief register rework halt itemise print
`;
const GOVERNED = phrases`
  the | a | an | your | our | my | his | her | their | this | that | these | those | all | both | any | each
  every | him | them | it | us | me | up | back | with us | to | whether | if | how | before | by | for me
  for us | \w+(?:'s)
`;

/** Verbs that are nouns as often: at the start of a sentence they ask only before a word that a verb governs. */
export const NOUN_LIKE = new RegExp(
  `^(?:${NOUNS_TOO.trim().split(/\s+/u).join('|')})\\b(?! ${oneOf(GOVERNED)} ?)`,
  'u',
);

export const RESPONSE_NOUN = oneOf(phrases`
  acceptance | acknowledg\w+ | agreement | answers? | approvals? | clarifications? | clearance | comments?
  confirmation | consent | decisions? | feedback | go-ahead | input | instructions? | opinion | position
  permission | quote | quotation | recovery plan | release | reply | replies | response | review | sign-off
  signature | views? | yes
`);
