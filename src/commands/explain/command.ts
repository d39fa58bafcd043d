import { InvalidArgumentError } from 'commander';
import type { CommandSpec } from '../command.ts';
import { CONNECTION_FLAGS } from '../flags/connection.ts';
import { outputFlags } from '../flags/output.ts';
import { fileFlags, LIST_FLAGS } from '../flags/selection.ts';
import { AT_FLAG } from '../flags/time.ts';
import { parseStages, parseTimeout } from './watch/until.ts';

const EXAMPLES = `Examples:
  kubectl initx explain web-0
  kubectl initx explain pod/web-0 pod/web-1 -n shop -o wide
  kubectl initx explain deploy/web                # its Pods, or why it has none
  kubectl initx explain -n shop --worst           # all Pods, worst first
  kubectl initx explain -A -l team=payments
  kubectl initx explain -f pod.yaml               # no cluster needed
  kubectl get pod web-0 -o yaml | kubectl initx explain -f -
  kubectl initx explain web-0 --watch
  kubectl initx explain deploy/web --watch
  kubectl initx explain web-0 --until ready,stuck --timeout 5m
  kubectl initx explain web-0 -o json | jq -r .verdict.code
  kubectl initx explain web-0 -o svg > web-0.svg    # for a ticket
  kubectl initx explain web-0 --dump web-0.json   # for a colleague`;

const HELP = `
The other flags of kubectl that choose a cluster and a user work too: see
kubectl initx options.

Exit codes:
  0  the Pod is healthy or complete, or the file is a forecast
  2  it is progressing: nothing is wrong as far as the API shows; or it is
     Ready, but one of its containers was restarted recently
  3  it is stuck: something fails, or takes longer than a healthy step
  4  it has failed and will not run again
  1  an error: nothing is known about the Pod
With --until: 0 it happened; 3 it did not happen in time, or the Pod is stuck
and ready,stuck was given; 4 it can no longer happen.
With --watch: 0 once the Pod is gone; after q, as without --watch; 130 after
Ctrl-C.
With --lint: 0 nothing to say; 3 only advice; 1 something is refused or cannot
be read. A comment in a document, # initx:ignore CODE, silences advice there.`;

const ALL = 'Without a name all Pods of the namespace are listed; -A is for all namespaces.';
const ONE = 'All containers are told, the one to blame first. For a log: kubectl logs POD -c NAME.';
const LABELS = 'kubectl get pods --show-labels shows labels.';
const LOG = 'Give --logs N for more lines; the rest is in kubectl logs.';

/** Flags of kubectl get, describe, logs and wait. */
const INSTEAD_OF: CommandSpec['insteadOf'] = {
  '--all': ALL,
  '-c': ONE,
  '--container': ONE,
  '-L': LABELS,
  '--label-columns': LABELS,
  '--show-labels': LABELS,
  '--sort-by': 'Lists have the worst Pod first.',
  '--tail': LOG,
  '-p': LOG,
  '--previous': LOG,
  '--since': LOG,
  '--follow': 'Give --watch.',
  '--watch-only': 'Give --watch.',
  '--wait': 'Give --until ready.',
  '--for': 'Give --until ready, initialized, completed, stuck, deleted or started:CONTAINER.',
  '--show-events': 'The Events of a Pod are always read; -o wide shows those that count.',
  '--ignore-not-found': 'A Pod that is not there is an error: exit code 1.',
  '--api-version': 'For the fields of a kind: kubectl explain KIND.FIELD',
  '--chunk-size': 'Long lists are read in pages.',
};

export const EXPLAIN: CommandSpec = {
  name: 'explain',
  summary: 'show why a Pod is not starting, and in what order it starts',
  description:
    'Shows the containers of a Pod in the order in which they start: which one holds up which, ' +
    'what is stuck, since when and why, and which container the kubelet starts next. Many Pods ' +
    'get one line each, the worst first.',
  usage: '[POD... | KIND/NAME... | -f FILE] [flags]',
  words: {
    name: '[POD...]',
    description: 'Pods by name, or workloads as KIND/NAME; without any, the Pods of the namespace',
    completes: 'pod-or-workload',
  },
  flags: [
    ...fileFlags(
      'explain the Pods in a file (- is stdin): manifests, Lists, saved Pods and workloads',
    ),
    {
      flags: '--logs <lines>',
      description: 'how many lines to show of the log of the container to blame; 5 by default',
      parse: lineCount,
    },
    AT_FLAG,
    {
      flags: '--shutdown',
      description: 'also show in what order it will stop, and how long that takes',
    },
    {
      flags: '--dump <file>',
      description:
        'also save all that was read, so that -f shows the same elsewhere; values of variables are left out',
      completes: 'file',
    },
    { flags: '--dump-env', description: 'with --dump: keep the values of environment variables' },
    {
      flags: '--lint',
      description:
        'with -f: show only what would be refused, and advice; for CI (-o sarif, -o github)',
    },
    {
      flags: '-w, --watch',
      description: 'keep watching and show each change; ends once a single Pod is gone',
    },
    {
      flags: '--until <stage>',
      description:
        'wait until it is initialized, ready, completed, stuck, deleted or started:CONTAINER; ready,stuck waits for whichever comes first',
      suggests: [
        'initialized',
        'ready',
        'completed',
        'stuck',
        'deleted',
        'started:',
        'ready,stuck',
      ],
      parse: parseStages,
    },
    {
      flags: '--timeout <time>',
      description: 'how long --until waits: 30s, 2m; 0 looks once; forever by default',
      parse: parseTimeout,
    },
    ...LIST_FLAGS,
    { flags: '--worst', description: 'after a list of Pods, show the worst one in full' },
    { flags: '--no-headers', description: 'print lists without column titles' },
    ...outputFlags(['table', 'wide', 'json', 'yaml', 'name', 'svg', 'markdown', 'sarif', 'github']),
    ...CONNECTION_FLAGS,
  ],
  insteadOf: INSTEAD_OF,
  examples: EXAMPLES,
  help: HELP,
  load: () => import('./run.ts'),
};

function lineCount(text: string): number {
  if (/^\d{1,5}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It is a number of lines up to 99999, 0 for none.');
}
