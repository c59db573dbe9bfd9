import type { PackageIndex } from '../rules/title-words.ts';
import type { ChatContext, Intent } from './intent.ts';
import type { NamedPackages } from './name-packages.ts';

const list = (codes: readonly string[], index: PackageIndex) =>
  codes
    .slice(0, 8)
    .map((code) => `${code} ${index.byCode.get(code)?.title ?? ''}`.trim())
    .join(', ');

/** The one package meant, or what to ask. The package last talked about counts where none is named. */
export function onePackage(
  named: NamedPackages,
  context: ChatContext,
  index: PackageIndex,
  verb: string,
): { code: string } | { ask: Intent } {
  const clarify = (ask: string, candidates: string[] = []): { ask: Intent } => ({
    ask: { kind: 'clarify', ask, candidates },
  });
  if (named.unknown.length > 0 && named.codes.length === 0)
    return clarify(`There is no package ${named.unknown.join(', ')}. Which package do you mean?`);
  if (named.codes.length > 1)
    return clarify(
      `I ${verb} for one package at a time. Which package first: ${list(named.codes, index)}?`,
      named.codes,
    );
  if (named.codes[0]) return { code: named.codes[0] };
  if (named.candidates.length > 0)
    return clarify(`Which package do you mean: ${list(named.candidates, index)}?`, named.candidates);
  if (named.by === null && context.last?.packages.length === 1) return { code: context.last.packages[0]! };
  if (named.by === null && context.about) return { code: context.about };
  return clarify('Which package do you mean? Give its code or name, such as P-001.');
}
