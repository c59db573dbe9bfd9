import { DiffList, DiffRow } from '../ui/diff-row.tsx';
import { type Patch, type PatchContext, patchRows } from './patch-rows.ts';

/** Every field of a patch, old → new. */
export function PatchDiff({ patch, context }: { patch: Patch; context?: PatchContext }) {
  return (
    <DiffList>
      {patchRows(patch, context).map((row) => (
        <DiffRow key={row.field} label={row.label} from={row.from} to={row.to} />
      ))}
    </DiffList>
  );
}
