import { UserError } from '../../errors.ts';
import type { WorkloadKind } from '../../kube/reads/workloads.ts';
import type { SelectionOptions } from '../flags/selection.ts';
import { meaningOf, type Target } from './targets.ts';

/** Which Pods are meant. */
export type Selection =
  | { readonly kind: 'files'; readonly files: FileSelection }
  | { readonly kind: 'names'; readonly targets: readonly Target[] }
  | PodSelection;

/** Files whose Pods are meant. */
export interface FileSelection {
  readonly names: readonly string[];
  readonly isRecursive: boolean;
  /** What -n says, which also decides for objects that do not say where they belong. */
  readonly namespace: string | undefined;
}

/** All Pods of a namespace or of all, as far as they are selected. */
export interface PodSelection {
  readonly kind: 'list';
  /** Only Pods of workloads of these kinds; empty for all Pods. */
  readonly workloads: readonly WorkloadKind[];
  readonly allNamespaces: boolean;
  readonly selector: string | undefined;
  readonly fieldSelector: string | undefined;
}

/** Reads which Pods words and flags mean; throws a UserError where they contradict each other. */
export function selectionOf(words: readonly string[], options: SelectionOptions): Selection {
  const { filename: files = [], allNamespaces = false, selector, fieldSelector } = options;
  const { recursive: isRecursive = false, namespace } = options;
  if (files.length > 0) {
    if (words.length > 0) throw new UserError('give either Pods or -f, not both');
    return { kind: 'files', files: { names: files, isRecursive, namespace } };
  }
  if (isRecursive) throw new UserError('-R is about the directories that -f names');
  const meaning = words.length > 0 ? meaningOf(words) : { kind: 'all' as const, workloads: [] };
  if (meaning.kind === 'names') return meaning;
  return { kind: 'list', workloads: meaning.workloads, allNamespaces, selector, fieldSelector };
}
