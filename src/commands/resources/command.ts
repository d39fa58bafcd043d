import { InvalidArgumentError } from 'commander';
import type { CommandSpec } from '../command.ts';
import { CONNECTION_FLAGS } from '../flags/connection.ts';
import { outputFlags } from '../flags/output.ts';
import { fileFlags, LIST_FLAGS } from '../flags/selection.ts';

const EXAMPLES = `Examples:
  # Why does this Pod ask for so much?
  kubectl initx resources web-0

  # One Pod of a Deployment; does quota let in another?
  kubectl initx resources deploy/web

  # What a manifest will ask for, without a cluster
  kubectl initx resources -f deployment.yaml

  # What if its init container were trimmed, and its sidecar started last?
  kubectl initx resources web-0 --what-if migrate.cpu=500m --what-if proxy=last

  # What does a new version change, against files or the cluster?
  kubectl initx resources -f old.yaml --against new.yaml
  kubectl initx resources deploy/web --against deployment.yaml

  # All Pods of a namespace; every node against what its Pods reserve
  kubectl initx resources -n shop
  kubectl initx resources -A --by node

  # Where init containers waste most
  kubectl initx resources -A --by workload --waste --top 10`;

const HELP = `
The other flags of kubectl that choose a cluster and a user work too: see
kubectl initx options.

Exit codes:
  0  everything was shown; with --check: it would be admitted and has room
  5  with --check: something refuses it, or there is no room for all its Pods
  6  with --check: something that decides this could not be checked
  1  an error: not everything that was asked for could be read
Of several Pods the worst counts: 1 before 5, 5 before 6.`;

/** What can be sorted by of the two resources that every Pod has. */
const COLUMNS = ['', 'limits.', 'unused.', 'usage.'].flatMap((of) => [`${of}cpu`, `${of}memory`]);

const AGAIN = 'To see it again and again: watch kubectl initx resources';
const USAGE = 'Give --usage.';
const FREE = '--by node has what is free.';
const PODS = 'Give --by node,pod.';

/** Flags of kubectl get and top, kube-capacity and kubectl-view-allocations. */
const INSTEAD_OF: CommandSpec['insteadOf'] = {
  '--replicas': 'Give --what-if replicas=N.',
  '-w': AGAIN,
  '--watch': AGAIN,
  '--watch-only': AGAIN,
  '-u': USAGE,
  '--util': USAGE,
  '--utilization': USAGE,
  '-a': FREE,
  '--available': FREE,
  '-p': PODS,
  '--pods': PODS,
  '-c': 'Give --containers, below nodes --by node,pod --containers.',
  '-g': 'Give --by, with several keys separated by commas: --by node,pod',
  '--group-by': 'Give --by, with several keys separated by commas: --by node,pod',
  '-r': 'Give --resources.',
  '--resource-name': 'Give --resources.',
  '--pod-count': 'Every table of sums has PODS, that of --by node with how many there may be.',
  '--pod-labels': 'Give -l.',
  '--namespace-labels': 'Give --namespace-selector.',
  '--node-labels': 'Give --node-selector.',
  '-t': 'Give --node-taints.',
  '--no-taint': 'Give --node-taints none.',
  '--no-limits': 'Give -o custom-columns=…, or -o csv.',
  '--no-requests': 'Give -o custom-columns=…, or -o csv.',
  '--sum': 'The last line of a list is its sum.',
  '--sort': 'Give --sort-by.',
};

export const RESOURCES: CommandSpec = {
  name: 'resources',
  summary: 'show what Pods reserve, and why',
  description:
    'Shows the effective requests and limits of a Pod: which containers decide them, what init ' +
    'containers waste, and what that means for the scheduler, quota, the QoS class ' +
    'and the cgroup. Without a Pod it lists those of the namespace, or sums them up.',
  usage: '[POD... | KIND/NAME... | -f FILE] [flags]',
  words: {
    name: '[POD...]',
    description: 'Pods by name, or workloads as KIND/NAME',
    completes: 'pod-or-workload',
  },
  flags: [
    ...fileFlags('read Pods and workloads from a file (- is stdin)'),
    {
      flags: '--check',
      description:
        'also look for room on the nodes and try resizes (dry run); with -f also check quota, LimitRange and updates',
    },
    ...LIST_FLAGS,
    {
      flags: '--by <what>',
      description:
        'sum up by pod, workload, namespace, node or label=KEY; several make a tree: node,pod',
      suggests: ['pod', 'workload', 'namespace', 'node', 'label='],
    },
    {
      flags: '--sort-by <column>',
      description: 'name, pods, cpu, memory, limits.cpu, unused.cpu, …',
      suggests: ['name', 'pods', ...COLUMNS],
    },
    {
      flags: '-L, --label-columns <keys>',
      description: 'labels of the Pods, or with --by node of the nodes, as columns',
      repeatable: true,
    },
    { flags: '--show-labels', description: 'all of these labels in one column' },
    {
      flags: '--namespace-selector <labels>',
      description: 'only Pods in namespaces with these labels, of all namespaces',
    },
    { flags: '--node-selector <labels>', description: 'only Pods on nodes with these labels' },
    {
      flags: '--node-taints <taints>',
      description: 'only Pods on nodes with these taints; !KEY without, none',
    },
    { flags: '--top <n>', description: 'only the first n rows', parse: wholeNumber },
    {
      flags: '--min <resource=amount>',
      description: 'only rows that request at least this much: cpu=2',
      suggests: ['cpu=', 'memory='],
      repeatable: true,
    },
    {
      flags: '--waste',
      description: 'rank by what init containers reserve and nothing uses afterwards',
    },
    {
      flags: '--what-if <change>',
      description: 'show what a change would do: NAME.cpu=1, NAME=last',
      completes: 'change',
      repeatable: true,
    },
    {
      flags: '--against <file>',
      description: 'compare with another version: what changes in each container and in total',
      completes: 'file',
      repeatable: true,
    },
    {
      flags: '--resources <names>',
      description: 'show only these resources: memory,example.com/gpu',
      repeatable: true,
    },
    { flags: '--containers', description: 'list the containers below each Pod' },
    { flags: '--usage', description: 'show what is used now, where there is a metrics-server' },
    { flags: '--no-headers', description: 'print lists without column titles' },
    ...outputFlags(['table', 'wide', 'json', 'yaml', 'csv', 'name']),
    ...CONNECTION_FLAGS,
  ],
  insteadOf: INSTEAD_OF,
  examples: EXAMPLES,
  help: HELP,
  load: () => import('./run.ts'),
};

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}
