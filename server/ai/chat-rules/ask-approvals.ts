import type { ChatContext, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';
import { namePeople } from './name-people.ts';

/** The approvals that a question is about, by code, package, outcome and person. */
export function askApprovals(folded: string, text: string, named: NamedPackages, context: ChatContext): Intent {
  const codes = [...folded.matchAll(/\bar-\d+\b/gu)].map(([code]) => code.toUpperCase());
  const person = namePeople(text, context.world.people).people[0];
  const args: Record<string, unknown> = {};
  if (codes.length > 0) args.code = codes[0];
  if (named.codes[0]) args.package = named.codes[0];
  const history = /\b(?:history|all|ever|past|so far|last month|been)\b/u.test(folded);
  if (/\b(?:rejected|declined|turned down|reject)\b/u.test(folded)) args.status = 'rejected';
  else if (
    /\b(?:was|were|been|did|recently|already|got|have|has) .{0,40}\bapproved?\b|\bapproved\b|\bapplied\b|\bdecided\b/u.test(
      folded,
    ) &&
    !/\b(?:pending|waiting|needs?|must|has to|have to|to be)\b/u.test(folded)
  )
    args.status = 'applied';
  else if (/\bwithdrawn\b/u.test(folded)) args.status = 'withdrawn';
  else if (/\bexpired\b/u.test(folded)) args.status = 'expired';
  else if (codes.length === 0 && !history) args.status = 'pending';
  const mineAsked =
    /\b(?:i|my|me)\b.{0,20}\b(?:requested|proposed|proposals?|requests?|raised|submitted)\b|\b(?:my|own) (?:proposals?|requests?)\b/u.test(
      folded,
    );
  if (person) {
    if (
      /\b(?:requested|proposed|raised|submitted|asked|by)\b/u.test(folded) &&
      !/\bapproved by\b|\bdecided by\b/u.test(folded)
    )
      args.requestedBy = person.email;
    else args.approver = person.email;
  } else if (mineAsked) args.requestedBy = 'me';
  else if (
    /\b(?:for|on|by|need|needs|from) (?:me|my)\b|\bmy (?:approval|decision|turn|sign)|\b(?:i|me) (?:have|need|must|should|can) (?:to )?(?:approve|decide|sign)|\bdo i (?:have|need)\b|\bam i\b|\bmy approvals?\b/u.test(
      folded,
    )
  )
    args.approver = context.user.email;
  if (args.package && codes.length > 0) delete args.package;
  return { kind: 'read', tool: 'list_approvals', args };
}
