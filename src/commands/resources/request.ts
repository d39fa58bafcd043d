import { UserError } from '../../errors.ts';
import type { LabelSelector } from '../../model/kubernetes/label-selector.ts';
import type { Change } from '../../model/resources/change/what-if.ts';
import type { Ranking } from '../../model/resources/totals/ranked-rows.ts';
import type { Invocation } from '../command.ts';
import { refuseFlags } from '../refused-flags.ts';
import {
  type FileSelection,
  type PodSelection,
  type Selection,
  selectionOf,
} from '../selection/selection.ts';
import type { Target } from '../selection/targets.ts';
import {
  FOR_SINGLE_PODS,
  FOR_SUMS,
  IS_FOR_SUMS,
  NOT_COMPARED,
  type ResourcesOptions,
  type Shown,
} from './options.ts';
import {
  labelColumnsOf,
  labelSelectorOf,
  type NodeFilter,
  nodeFilterOf,
  parseGroupings,
  parseMin,
  parseSortBy,
} from './sum-options.ts';
import { parseChange } from './what-if.ts';

/** What `resources` is asked for. */
export type ResourcesRequest =
  | PodReport
  | FileReport
  | ComparisonOfFiles
  | ComparisonWithFiles
  | Sums
  | SumsOfFiles;

/** Each of some Pods or workloads of the cluster. */
export interface PodReport extends Shown {
  readonly kind: 'pods';
  readonly targets: readonly Target[];
  readonly changes: readonly Change[];
  readonly check: boolean;
  readonly usage: boolean;
}

/** Each Pod and workload of some files. */
export interface FileReport extends Shown {
  readonly kind: 'files';
  readonly files: FileSelection;
  readonly changes: readonly Change[];
  readonly check: boolean;
}

/** What files say against what other files say. */
export interface ComparisonOfFiles extends Shown {
  readonly kind: 'comparison-of-files';
  readonly files: FileSelection;
  readonly against: FileSelection;
}

/** Some Pods or workloads of the cluster against what files say of them. */
export interface ComparisonWithFiles extends Shown {
  readonly kind: 'comparison-with-files';
  readonly targets: readonly Target[];
  readonly against: FileSelection;
}

/** A summary of many Pods of the cluster. */
export interface Sums extends Ranking, Shown {
  readonly kind: 'sums';
  readonly pods: Omit<PodSelection, 'kind' | 'workloads'>;
  readonly usage: boolean;
  /** Whether it is asked what resizes would give back now. */
  readonly now: boolean;
  /** Whether the server is asked what it says to the resizes that --waste tells. */
  readonly check: boolean;
  /** Only Pods in namespaces with such labels; undefined for all. */
  readonly namespaceSelector: string | undefined;
  /** Only Pods on such nodes; undefined for all, also those on none. */
  readonly onNodes: NodeFilter | undefined;
}

/** A summary of what files say. */
export interface SumsOfFiles extends Ranking, Shown {
  readonly kind: 'sums-of-files';
  readonly files: FileSelection;
  /** Which Pods, by their labels; undefined for all. */
  readonly selector: string | undefined;
  readonly isSelected: LabelSelector;
  /** Only Pods on such nodes of the files; undefined for all, also those on none. */
  readonly onNodes: NodeFilter | undefined;
}

/** Reads words and flags; throws a UserError for flags that mean nothing for what is asked. */
export function resourcesRequest({ words, rest = [], options }: Invocation): ResourcesRequest {
  const given = options as unknown as ResourcesOptions;
  const selection = selectionOf([...words, ...rest], given);
  refuseNames(given);
  const { output, color, headers = true } = given;
  const shown = { output, color, hasTitles: headers };
  if (given.against !== undefined) return comparisonOf(selection, given.against, given, shown);
  switch (selection.kind) {
    case 'names':
      refuseFlags(given, [...FOR_SUMS, 'by'], IS_FOR_SUMS, 'Name no Pod.');
      return {
        kind: 'pods',
        targets: selection.targets,
        changes: (given.whatIf ?? []).map(parseChange),
        check: given.check ?? false,
        usage: given.usage ?? false,
        ...shown,
      };
    case 'files':
      return requestOfFiles(selection.files, given, shown);
    case 'list':
      // What of it can be had now is tried on the server.
      refuseFlags(
        given,
        given.waste ? ['whatIf'] : FOR_SINGLE_PODS,
        'needs a Pod, a workload or -f',
      );
      return sumsOf(podsOf(selection, given), given, shown);
  }
}

function sumsOf(pods: Sums['pods'], given: ResourcesOptions, shown: Shown): Sums {
  const ranking = rankingOf(given);
  return {
    kind: 'sums',
    pods,
    usage: (given.usage ?? false) || isSortedBy('usage', ranking),
    now: ranking.waste || isSortedBy('now', ranking),
    namespaceSelector: given.namespaceSelector,
    onNodes: nodeFilterOf(given),
    check: given.check ?? false,
    ...ranking,
    ...shown,
  };
}

function isSortedBy(of: 'usage' | 'now', { sortBy }: Ranking): boolean {
  return sortBy?.by === 'amount' && sortBy.of === of;
}

function comparisonOf(
  selection: Selection,
  names: readonly string[],
  given: ResourcesOptions,
  shown: Shown,
): ComparisonOfFiles | ComparisonWithFiles {
  refuseFlags(
    given,
    ['check'],
    'does not go with --against',
    'Ask what the cluster says to the new version by itself: -f FILE --check. It looks at what is there, too.',
  );
  refuseFlags(given, NOT_COMPARED, 'does not go with --against');
  const against = {
    names,
    isRecursive: given.recursive ?? false,
    namespace: given.namespace,
  };
  if (selection.kind === 'files') {
    if (names.includes('-') && selection.files.names.includes('-')) {
      throw new UserError('-f - and --against -: stdin can be read only once');
    }
    return { kind: 'comparison-of-files', files: selection.files, against, ...shown };
  }
  if (selection.kind === 'names') {
    return { kind: 'comparison-with-files', targets: selection.targets, against, ...shown };
  }
  throw new UserError('--against: what is to be compared?', {
    hint: 'Give the old manifests with -f, or a Pod or KIND/NAME of the cluster.',
  });
}

function requestOfFiles(
  files: FileSelection,
  given: ResourcesOptions,
  shown: Shown,
): FileReport | SumsOfFiles {
  refuseFlags(given, ['usage'], 'is about Pods that run, and -f about what a file says');
  if (given.by === undefined) {
    refuseFlags(given, FOR_SUMS, IS_FOR_SUMS, 'Add --by to sum up what the files say.');
    const changes = (given.whatIf ?? []).map(parseChange);
    return { kind: 'files', files, changes, check: given.check ?? false, ...shown };
  }
  refuseFlags(given, FOR_SINGLE_PODS, 'is not for sums: leave out --by');
  refuseFlags(
    given,
    ['allNamespaces', 'namespaceSelector', 'fieldSelector'],
    'is about Pods of a cluster, and -f about what a file says',
  );
  const isSelected = labelSelectorOf('--selector', given.selector);
  const ranking = rankingOf(given);
  if (isSortedBy('usage', ranking) || isSortedBy('now', ranking)) {
    throw new UserError(
      `--sort-by ${given.sortBy} is about Pods that run, and -f about what a file says`,
    );
  }
  return {
    kind: 'sums-of-files',
    files,
    selector: given.selector,
    isSelected,
    onNodes: nodeFilterOf(given),
    ...ranking,
    ...shown,
  };
}

function refuseNames({ output, by = '' }: ResourcesOptions): void {
  if (output !== 'name' || !by.startsWith('label')) return;
  throw new UserError('-o name: rows by a label are not objects', {
    hint: 'Give --by pod, workload, namespace or node; or -o csv for the values of the label.',
  });
}

function rankingOf({
  by = 'pod',
  sortBy,
  top,
  min = [],
  waste = false,
  containers = false,
  resources,
  ...given
}: ResourcesOptions): Ranking {
  const keys = parseGroupings(by, containers);
  const labels = labelColumnsOf(given, keys.by);
  const order = { sortBy: parseSortBy(sortBy, keys.by), top, min: parseMin(min) };
  const only = resources?.flatMap((text) => text.split(',')).filter((name) => name !== '');
  return { ...keys, ...order, waste, labels, only };
}

function podsOf(
  { workloads, ...pods }: Extract<Selection, { kind: 'list' }>,
  { namespaceSelector, namespace }: ResourcesOptions,
): Sums['pods'] {
  const [workload] = workloads;
  if (namespaceSelector !== undefined && namespace !== undefined) {
    throw new UserError('--namespace-selector is about all namespaces: leave out --namespace');
  }
  if (workload === undefined) {
    const { selector, fieldSelector } = pods;
    const allNamespaces = pods.allNamespaces || namespaceSelector !== undefined;
    return { allNamespaces, selector, fieldSelector };
  }
  throw new UserError(`which ${workload.kind} is meant?`, {
    hint: `Give it as ${workload.kind.toLowerCase()}/NAME, or sum up all workloads with --by workload.`,
  });
}
