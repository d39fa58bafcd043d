import { UserError } from '../../errors.ts';
import { workloadKindOf } from '../../kube/reads/workloads.ts';
import { type LabelSelector, parseLabelSelector } from '../../model/kubernetes/label-selector.ts';
import { nearNames } from '../../model/kubernetes/similar-names.ts';
import type { Quantity } from '../../model/resources/quantity/quantity.ts';
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
import { readAmount } from './amount.ts';
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
  const meant = groupingMeant(text);
  throw new UserError(`--by ${text}: there is no such way to sum up`, {
    hint: `${meant === undefined ? '' : `Was ${meant} meant? `}Give pod, workload, namespace, node or label=KEY.`,
  });
}

const GROUPINGS = ['pod', 'workload', 'namespace', 'node'] as const;
/** What others say for them; for a workload also its kind. */
const OTHER_GROUPINGS: Readonly<Record<string, (typeof GROUPINGS)[number]>> = {
  po: 'pod',
  ns: 'namespace',
  no: 'node',
  owner: 'workload',
  controller: 'workload',
};

/** Of a word that is like none, and could be the key of a label, that label. */
function groupingMeant(text: string): string | undefined {
  const word = text.toLowerCase();
  const one = word.replace(/s$/, '');
  for (const name of [word, one]) {
    if (Object.hasOwn(OTHER_GROUPINGS, name)) return OTHER_GROUPINGS[name];
  }
  // `job.example.com/name` is a label.
  if (!word.includes('.') && workloadKindOf(word) !== undefined) return 'workload';
  const begun = GROUPINGS.find((name) => name.startsWith(one));
  if (begun !== undefined && one !== '') return begun;
  const [near] = nearNames(GROUPINGS, word);
  if (near !== undefined && text.length > SHORTEST_TYPO) return near;
  if (one === 'label') return 'label=KEY';
  return /^[A-Za-z0-9][A-Za-z0-9_./-]*$/.test(text) ? `label=${text}` : undefined;
}

/** Of three letters two can be others in any word. */
const SHORTEST_TYPO = 3;

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
    const near = resourceMeant(resource.toLowerCase());
    const meant = near === undefined ? '' : `Was ${near}=${amount} meant? `;
    throw new UserError(`--min ${text}: give a resource and an amount, such as cpu=2`, {
      hint: `${meant}Resources are cpu, memory, ephemeral-storage, hugepages-2Mi, example.com/gpu, …`,
    });
  }
  return [resource, readAmount(`--min ${text}`, resource, amount)];
}

const SORT_KEYS = [
  'name',
  'pods',
  ...['', 'limits.', 'unused.', 'now.', 'usage.'].flatMap((of) => [`${of}cpu`, `${of}memory`]),
];

/** What `--sort-by` means for such rows; undefined where it is not given. */
export function parseSortBy(text: string | undefined, by: Grouping): SortKey | undefined {
  if (text === undefined) return undefined;
  const key = parseSortKey(text);
  if (key?.by === 'amount' && key.isShare && key.of !== 'unused' && by.kind !== 'node') {
    throw new UserError(`--sort-by ${text}: shares are of what a node has`, {
      hint: 'Give --by node, or unused.cpu% for the share of what is requested.',
    });
  }
  if (key !== undefined) return key;
  const near = sortKeyMeant(text);
  throw new UserError(`--sort-by ${text}: there is no such column`, {
    hint:
      (near === undefined ? '' : `Was ${near} meant? `) +
      'Give name, pods, a resource for its requests (cpu, memory, ephemeral-storage, ' +
      'example.com/gpu), or limits., unused., now. or usage. before a resource: unused.cpu. ' +
      'With % after it rows come by the share.',
  });
}

/** What others call these columns: `cpu.util` and `mem.request` are of kube-capacity. */
const AMOUNT_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^req(uest(s|ed)?)?$/, ''],
  [/^lim(it(s|ed)?)?$/, 'limits.'],
  [/^(us(e|ed|age)|util(ization)?|actual)$/, 'usage.'],
  [/^(unused|waste(d)?|idle)$/, 'unused.'],
  [/^now$/, 'now.'],
];

/** `limits.memory` of `mem.limit`, `MEM LIM` or `memory_limits`. */
function sortKeyMeant(text: string): string | undefined {
  const isShare = /%|percent/.test(text);
  const words = text
    .toLowerCase()
    .replace(/%|percent(age)?/, '')
    .split(/[\s._-]+/)
    .filter(Boolean);
  const [resource] = words.flatMap((word) => resourceMeant(word) ?? []);
  const of = AMOUNT_WORDS.find(([pattern]) => words.some((word) => pattern.test(word)))?.[1];
  const isClear = of !== undefined || words.length === 1;
  if (resource !== undefined && isClear) return `${of ?? ''}${resource}${isShare ? '%' : ''}`;
  if (of !== undefined && words.length === 1) return `${of}cpu`;
  return nearNames(SORT_KEYS, text.toLowerCase())[0] ?? resource;
}

const RESOURCE_WORDS: Readonly<Record<string, string>> = {
  cpu: 'cpu',
  cpus: 'cpu',
  cores: 'cpu',
  mem: 'memory',
  memory: 'memory',
  ram: 'memory',
  storage: 'ephemeral-storage',
  ephemeral: 'ephemeral-storage',
  gpu: 'nvidia.com/gpu',
  gpus: 'nvidia.com/gpu',
};

function resourceMeant(word: string): string | undefined {
  return Object.hasOwn(RESOURCE_WORDS, word) ? RESOURCE_WORDS[word] : undefined;
}

/** Whether the labels of Pods have to be kept. */
export function hasLabels({ keys, all }: LabelColumns): boolean {
  return all || keys.length > 0;
}

/** What `option` selects; all that has labels or none where it is not given. */
export function labelSelectorOf(option: string, text = ''): LabelSelector {
  const selector = parseLabelSelector(text);
  if (selector !== undefined) return selector;
  throw new UserError(`${option} ${text}: not a label selector`, {
    hint: 'Give labels separated by commas: app=web,tier!=db,env in (test,dev),!canary',
  });
}

/** Which nodes, by their labels and taints. */
export interface NodeFilter {
  /** For the server. */
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
  throw new UserError(`--node-taints ${nodeTaints}: not a list of taints`, {
    hint: 'Give KEY, KEY=VALUE or KEY=VALUE:EFFECT, separated by commas; !KEY for nodes without it, or none.',
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
