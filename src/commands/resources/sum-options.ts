import { UserError } from '../../errors.ts';
import { nearNames } from '../../model/kubernetes/similar-names.ts';
import { type Quantity, readQuantity } from '../../model/resources/quantity/quantity.ts';
import {
  parseTaintSelector,
  type TaintSelector,
} from '../../model/resources/totals/taint-selector.ts';
import type { Grouping } from '../../model/resources/totals/totals.ts';
import {
  isResourceName,
  parseSortKey,
  type SortKey,
} from '../../model/resources/totals/totals-order.ts';
import type { LabelColumns } from '../../model/resources/totals/totals-report.ts';
import type { ResourcesOptions } from './options.ts';

/** `pod`, `workload`, `namespace`, `node` or `label=KEY`. */
export function parseGrouping(text: string): Grouping {
  switch (text) {
    case 'pod':
    case 'workload':
    case 'namespace':
    case 'node':
      return { kind: text };
  }
  const [, key] = /^label=(.+)$/s.exec(text) ?? [];
  if (key !== undefined) return { kind: 'label', key };
  if (text === 'label') {
    throw new UserError('--by label: which label is meant?', {
      hint: 'Give label=KEY, such as label=app.kubernetes.io/name; or pod, workload, namespace or node.',
    });
  }
  const [near] = nearNames(['pod', 'workload', 'namespace', 'node'], text);
  const meant = near === undefined ? '' : `Was ${near} meant? `;
  throw new UserError(`--by ${text}: there is no such way to sum up`, {
    hint: `${meant}Give pod, workload, namespace, node or label=KEY.`,
  });
}

/**
 * What Pods are put together by, one thing within the other: `node,pod`. Containers come last, below
 * their Pods.
 */
export function parseGroupings(
  text: string,
  withContainers: boolean,
): { readonly by: Grouping; readonly thenBy: readonly Grouping[] } {
  const texts = text.split(',').map((each) => each.trim());
  const [by = { kind: 'pod' } as const, ...thenBy] = texts.map(parseGrouping);
  const keys = [by, ...thenBy];
  if (new Set(texts).size < texts.length) throw new UserError(`--by ${text}: a key comes twice`);
  if (keys.slice(0, -1).some(({ kind }) => kind === 'pod')) {
    throw new UserError(`--by ${text}: nothing but --containers goes below Pods`, {
      hint: 'Give pod as the last key: node,pod or namespace,workload,pod.',
    });
  }
  if (!withContainers) return { by, thenBy };
  if (keys.at(-1)?.kind === 'pod') return { by, thenBy: [...thenBy, { kind: 'container' }] };
  throw new UserError('--containers are told below their Pods', {
    hint: `Give --by ${text},pod.`,
  });
}

/** `cpu=2` and `memory=1Gi`, each for itself or with commas between them. */
export function parseMin(texts: readonly string[]): ReadonlyMap<string, Quantity> {
  const thresholds = texts.flatMap((text) => text.split(',')).map(parseThreshold);
  return new Map(thresholds);
}

function parseThreshold(text: string): readonly [string, Quantity] {
  const [, resource = '', amount = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (!isResourceName(resource)) {
    throw new UserError(`--min ${text}: give a resource and an amount, such as cpu=2`, {
      hint: 'Resources are cpu, memory, ephemeral-storage, hugepages-2Mi, example.com/gpu, …',
    });
  }
  const quantity = readQuantity(amount);
  if ('problem' in quantity) throw new UserError(`--min ${text}: ${quantity.problem}`);
  return [resource, quantity];
}

const SORT_KEYS = [
  'name',
  'pods',
  ...['', 'limits.', 'unused.', 'now.', 'usage.'].flatMap((of) => [`${of}cpu`, `${of}memory`]),
];

/** What `--sort-by` means; undefined where it is not given. */
export function parseSortBy(text: string | undefined): SortKey | undefined {
  if (text === undefined) return undefined;
  const key = parseSortKey(text);
  if (key !== undefined) return key;
  const near = nearNames(SORT_KEYS, text);
  const meant = near.length > 0 ? `Was ${near.join(' or ')} meant? ` : '';
  throw new UserError(`--sort-by ${text}: there is no such column`, {
    hint:
      meant +
      'Give name, pods, a resource for its requests (cpu, memory, ephemeral-storage, ' +
      'example.com/gpu), or limits., unused., now. or usage. before a resource: unused.cpu.',
  });
}

/** Whether the labels of Pods have to be kept. */
export function hasLabels({ keys, all }: LabelColumns): boolean {
  return all || keys.length > 0;
}

/** Which nodes, by their labels and taints. */
export interface NodeFilter {
  readonly selector: string | undefined;
  readonly taints: string | undefined;
  readonly hasTaints: TaintSelector;
}

/** The nodes that are meant; undefined for all. */
export function nodeFilterOf({
  nodeSelector,
  nodeTaints,
}: Pick<ResourcesOptions, 'nodeSelector' | 'nodeTaints'>): NodeFilter | undefined {
  if (nodeSelector === undefined && nodeTaints === undefined) return undefined;
  const hasTaints = nodeTaints === undefined ? () => true : parseTaintSelector(nodeTaints);
  if (hasTaints !== undefined) return { selector: nodeSelector, taints: nodeTaints, hasTaints };
  throw new UserError(`--node-taints ${nodeTaints}: these are no taints`, {
    hint: 'Give KEY, KEY=VALUE or KEY=VALUE:EFFECT with commas between them, !KEY for nodes without it, or none.',
  });
}

/** The labels that are to be columns, of Pods or of nodes. */
export function labelColumnsOf(
  { labelColumns = [], showLabels = false }: Partial<ResourcesOptions>,
  { kind }: Grouping,
): LabelColumns {
  const keys = labelColumns.flatMap((text) => text.split(',')).filter((key) => key !== '');
  if (keys.length === 0 && !showLabels) return { keys, all: false };
  if (kind === 'pod' || kind === 'node') return { keys, all: showLabels };
  throw new UserError(
    `${showLabels ? '--show-labels' : '--label-columns'} is about Pods and nodes`,
    {
      hint: 'Give --by pod or --by node; --by label=KEY sums up by the values of a label.',
    },
  );
}
