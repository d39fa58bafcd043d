import type { PodContainer } from '../kubernetes/containers.ts';
import type { UserIds } from './container/container-user.ts';
import type { Denial, InsideFacts } from './inside.ts';
import type { ProcessNamespace } from './process-namespace.ts';
import { isRunning } from './target.ts';

/** What a person in the debug container can do with its target, measured inside. */
export type Hint =
  | {
      readonly code: 'TargetFiles';
      readonly container: string;
      readonly pid: number;
      /** Where the root of its file system is. */
      readonly path: string;
      readonly link: string | undefined;
      /** Nothing can be written there, except into volumes. */
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
  /** Of a Pod whose processes are all to be seen: this container has none now. */
  | { readonly code: 'TargetNotRunning'; readonly container: string }
  | { readonly code: 'TargetNotSeen'; readonly container: string; readonly isJoined: boolean };

/**
 * What to tell of the target, as it is now, by what was found inside; nothing where it cannot be
 * known.
 */
export function hints(
  facts: InsideFacts | undefined,
  container: PodContainer,
  namespace: ProcessNamespace,
): readonly Hint[] {
  const { name, spec } = container;
  if (namespace.kind === 'own') return [];
  if (!isRunning(container)) return [{ code: 'TargetNotRunning', container: name }];
  if (facts === undefined) return [];
  if (facts.kind === 'not-seen') {
    return [{ code: 'TargetNotSeen', container: name, isJoined: namespace.kind === 'target' }];
  }
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
