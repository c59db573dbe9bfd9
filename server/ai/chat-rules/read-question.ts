import type { PackageField } from '../../packages/package-fields.schema.ts';
import { foldText } from '../rules/fold-text.ts';
import { askApprovals } from './ask-approvals.ts';
import { askPackages } from './ask-packages.ts';
import { askTasks } from './ask-tasks.ts';
import { findFields } from './field-words.ts';
import type { ChatContext, Facet, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { APPROVAL, MAIL, MANY, TASKS, TIMELINE } from './question-cues.ts';
import { saysMe } from './says-me.ts';
import { readSince } from './time-spans.ts';

const WORDS_OF_QUESTION = new Set(
  'what which who when where why how did does do is are was were has have had the a an of for from in on at to by with about regarding re concerning us we our me my i you they their he she it its any anything latest last recent recently new show find search list give tell get all mail mails email emails message messages wrote write writes written say says said saying correspondence letter letters reply replied replies vendor supplier told mention mentions mentioned hear heard back and or please their that this there be been package packages since week month yesterday today promised promise promises claim claims ask asked asks look up me something re so far been informed inform according respond responded'.split(
    ' ',
  ),
);

/** What mail shall be about: the words that neither ask nor name the package or vendor. */
function topicOf(folded: string, named: NamedPackages, titleWords: string): string {
  const about = /\b(?:about|regarding|on|concerning|mention(?:s|ed)?|of)\b(.*)$/u.exec(folded)?.[1] ?? folded;
  const drop = foldText(`${named.vendors.join(' ')} ${titleWords}`);
  const words = (about.match(/[\p{L}][\p{L}\p{N}-]*/gu) ?? []).filter(
    (word) =>
      word.length > 2 && !WORDS_OF_QUESTION.has(word) && !drop.includes(word) && !/^[a-z]{1,3}-\d+$/u.test(word),
  );
  return [...new Set(words)].slice(0, 8).join(' ');
}

/** What of a package a question is about. */
export function facetsOf(folded: string): Facet[] {
  const facets: Facet[] = findFields(folded).map(({ field }) => field as PackageField);
  if (/\bstatus\b|\bstage\b|\bwhere (?:are|is|do) (?:we|it)\b|\bstand\b|\bprogress\b/u.test(folded))
    facets.push('status');
  if (/\blate\b|\bdelayed\b|\bon time\b|\bslip\w*\b|\bdelay\b/u.test(folded)) facets.push('late', 'deliveryDate');
  if (/\bfloat\b/u.test(folded)) facets.push('float');
  if (/\bwhen\b.*\b(?:arriv\w*|deliver\w*|here|come|coming|get)\b|\bhow long\b|\beta\b/u.test(folded))
    facets.push('deliveryDate');
  if (/\bwhen\b.*\baward/u.test(folded)) facets.push('awardDate');
  if (/\bhow much\b|\bworth\b|\bexpensive\b/u.test(folded)) facets.push('contractAmount', 'budgetAmount');
  if (/\bwho\b.*\b(?:suppl\w+|delivers?|makes?|builds?)\b/u.test(folded)) facets.push('vendor');
  if (/\bwho\b.*\b(?:buys?|buying|responsible|owns?|in charge|handles?|looks? after)\b/u.test(folded))
    facets.push('buyer');
  if (/\bbudget\b/u.test(folded) && /\bcontract\b|\b(?:under|over|above|below|within)\b/u.test(folded))
    facets.push('budgetAmount', 'contractAmount', 'margin');
  if (facets.includes('contractAmount') && !facets.includes('budgetAmount') && /\bbudget\b/u.test(folded))
    facets.push('budgetAmount');
  return facets.length > 0 ? [...new Set(facets)] : ['all'];
}

/** The tool call that a question needs; null when nothing of ours is asked for. */
export function readQuestion(text: string, named: NamedPackages, context: ChatContext): Intent | null {
  const folded = foldText(text);
  const title =
    named.by === 'title'
      ? context.world.packages
          .filter(({ code }) => named.codes.includes(code))
          .map((pkg) => pkg.title)
          .join(' ')
      : '';
  const several = named.codes.length + named.candidates.length;
  if (MAIL.test(folded) && !/\bar-\d/u.test(folded)) {
    const topic = topicOf(folded, named, title);
    const since = readSince(folded, context.today);
    return {
      kind: 'read',
      tool: 'search_emails',
      args: {
        ...(named.codes.length === 1 ? { package: named.codes[0] } : {}),
        ...(named.vendors.length > 0 ? { vendor: named.vendors[0] } : {}),
        ...(topic ? { query: topic } : {}),
        ...(since ? { since } : {}),
      },
    };
  }
  if (APPROVAL.test(folded)) return askApprovals(folded, text, named, context);
  if (TIMELINE.test(folded) && !/\bnext\b|\bnew (?:tasks?|to-?dos?|actions?)\b/u.test(folded)) {
    if (named.codes.length === 0 && named.candidates.length > 1)
      return {
        kind: 'clarify',
        ask: `Which package do you mean: ${named.candidates.join(', ')}?`,
        candidates: named.candidates,
      };
    const since = readSince(folded, context.today);
    return {
      kind: 'read',
      tool: 'get_timeline',
      args: { ...(named.codes[0] ? { package: named.codes[0] } : {}), ...(since ? { since } : {}) },
    };
  }
  const ofPackages =
    /\bpackages?\b|\borders\b|\bpos\b|\bvendors?\b|\bsuppliers?\b|\bcontracts?\b|\bbids?\b|\bdeliver\w*/u.test(
      folded,
    ) && !/\btasks?\b/u.test(folded);
  if (
    TASKS.test(folded) &&
    !(ofPackages && /\boverdue\b|\bdue\b|\bworking on\b/u.test(folded) && named.codes.length === 0)
  )
    return askTasks(folded, text, named, context);
  const supplies =
    named.vendors.length > 0 &&
    /\bsuppl(?:y|ies|ying)\b|\bpackages\b|\bwith us\b|\bdo(?:es|ing)? for us\b|\bhave (?:anything |something )?with\b|\b(?:bidding|tendering|quoting)\b|\borders?\b|\bcontracts\b/u.test(
      folded,
    ) &&
    !/\bwho\b/u.test(folded);
  if (supplies || (several === 0 && MANY.test(folded)) || (named.vendors.length > 0 && named.codes.length === 0))
    return askPackages(folded, text, named, context);
  if (named.codes.length > 0)
    return {
      kind: 'read',
      tool: 'get_package',
      args: named.codes.length === 1 ? { package: named.codes[0] } : { package: named.codes[0], packages: named.codes },
      facets: facetsOf(folded),
    };
  if (named.candidates.length > 0)
    return {
      kind: 'read',
      tool: 'get_package',
      args: { package: named.candidates[0], packages: named.candidates },
      facets: facetsOf(folded),
    };
  const list = askPackages(folded, text, named, context);
  const wide =
    (list.kind === 'read' && Object.keys(list.args).some((key) => /(?:Before|After)$/.test(key))) ||
    /\b(?:which|list|show|all|packages?|late|delayed|project|status)\b/u.test(folded) ||
    saysMe(folded);
  return list.kind === 'read' && Object.keys(list.args).length > 0 && wide ? list : null;
}
