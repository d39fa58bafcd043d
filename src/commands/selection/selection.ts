import { UserError } from '../../errors.ts';
import type { WorkloadKind } from '../../kube/reads/workloads.ts';
import type { SelectionOptions } from '../flags/selection.ts';
import { meaningOf, type Target } from './targets.ts';

/** Which Pods are meant. */
export type Selection =
  | { readonly kind: 'files'; readonly files: readonly string[] }
  | { readonly kind: 'names'; readonly targets: readonly Target[] }
  | PodSelection;

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
  if (files.length > 0) {
    if (words.length > 0) throw new UserError('give either Pods or -f, not both');
    return { kind: 'files', files };
  }
  const meaning = words.length > 0 ? meaningOf(words) : { kind: 'all' as const, workloads: [] };
  if (meaning.kind === 'names') return meaning;
  return { kind: 'list', workloads: meaning.workloads, allNamespaces, selector, fieldSelector };
}
