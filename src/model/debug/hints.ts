import type { UserIds } from './container/container-user.ts';
import type { Denial, InsideFacts } from './inside.ts';
import type { Target } from './target.ts';

/** What a person in the debug container can do with its target, measured inside. */
export type Hint =
  | {
      readonly code: 'TargetFiles';
      readonly container: string;
      readonly pid: number;
      /** Where the root of its file system is. */
      readonly path: string;
      readonly link: string | undefined;
      /** Nothing can be written there. */
      readonly isReadOnly: boolean;
    }
  | {
      readonly code: 'TargetFilesDenied';
      readonly container: string;
      readonly pid: number;
      readonly path: string;
      readonly denied: Denial;
      readonly own: UserIds;
      readonly target: UserIds;
      /** The flag with which a new debug container could read them. */
      readonly remedy: '--as-target' | '--profile=general' | undefined;
    }
  | { readonly code: 'TargetNotSeen'; readonly container: string };

/** What to tell of the target by what was found inside. */
export function hints(facts: InsideFacts, { container }: Target): readonly Hint[] {
  const { name, spec } = container;
  if (facts.kind === 'not-seen') return [{ code: 'TargetNotSeen', container: name }];
  const { pid, denied, own, target, link } = facts;
  const common = { container: name, pid, path: `/proc/${pid}/root` };
  if (denied !== undefined) {
    const remedy = remedyOf(denied);
    return [{ code: 'TargetFilesDenied', ...common, denied, own, target, remedy }];
  }
  const isReadOnly = spec.securityContext?.readOnlyRootFilesystem === true;
  return [{ code: 'TargetFiles', ...common, link, isReadOnly }];
}

function remedyOf(denied: Denial): '--as-target' | '--profile=general' | undefined {
  switch (denied) {
    case 'user':
    case 'group':
      return '--as-target';
    case 'capabilities':
      return '--profile=general';
    case 'policy':
      return undefined;
  }
}
