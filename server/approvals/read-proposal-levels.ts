import type { UserActor } from '../actor.ts';
import type { Db } from '../db.ts';
import { statusStateOf } from '../packages/apply-change.ts';
import type { PackageState } from '../packages/package.columns.ts';
import { projectPolicy } from '../projects/project.queries.ts';
import { originOf } from './approval-level.policy.ts';
import { levelsOfFields, levelsOfSteps } from './field-levels.policy.ts';

export type ProposalLevels = {
  fields: ReturnType<typeof levelsOfFields>;
  steps: ReturnType<typeof levelsOfSteps>;
};

/** The level that each field and each step of the package has at least when this person proposes it. */
export async function readProposalLevels(db: Db, actor: UserActor, pkg: PackageState): Promise<ProposalLevels> {
  const { thresholds, calendar } = await projectPolicy(db, pkg.project);
  const context = {
    before: { ...pkg, ...statusStateOf(pkg) },
    isCreatorOrBuyer: actor.userId === pkg.createdBy || actor.userId === pkg.buyer,
    origin: originOf(actor.via, actor.ai),
    project: { thresholds, calendar },
    lastTwoPersonContractAmount: null,
    firstDecidedContractAmount: null,
  };
  return { fields: levelsOfFields(context), steps: levelsOfSteps(context) };
}
