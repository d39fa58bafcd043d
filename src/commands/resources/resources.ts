import { Command, InvalidArgumentError } from 'commander';
import { UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { resolveConnection } from '../../kube/connect/resolve-connection.ts';
import { createClient, type KubeClient, userAgentOf } from '../../kube/transport/client.ts';
import { addConnectionFlags, addOutputFlags, collect, connectionOptions } from '../flags/flags.ts';
import { targetsOf } from '../selection/targets.ts';
import { runPodResources } from './pods.ts';
import type { ResourcesOptions } from './request.ts';
import { readStoredForms } from './resource-manifests.ts';
import { runTotals } from './totals.ts';
import { totalsOfManifests } from './totals-of-manifests.ts';
import { parseGrouping, parseMin } from './totals-options.ts';
import { parseChange } from './what-if-flag.ts';

const HELP = `
Examples:
  # Why does this Pod ask for so much?
  kubectl initx resources web-0

  # One Pod of a Deployment; does quota let in another?
  kubectl initx resources deploy/web

  # What a manifest will ask for, without a cluster
  kubectl initx resources -f deployment.yaml

  # What if its init container were trimmed, and its sidecar started last?
  kubectl initx resources web-0 --what-if migrate.cpu=500m --what-if proxy=last

  # All Pods of a namespace; every node against what its Pods reserve
  kubectl initx resources -n shop
  kubectl initx resources -A --by node

  # Where init containers reserve most in vain
  kubectl initx resources -A --by workload --waste --top 10

The other flags of kubectl that choose a cluster and a user work too: see
kubectl options.`;

/** `resources`; leaves its exit code in `result`. */
export function resourcesCommand(io: Io, version: string, result: { exitCode: number }): Command {
  const command = new Command('resources')
    .summary('show what Pods reserve, and why')
    .description(
      'Shows the effective requests and limits of a Pod: which containers decide them, what init ' +
        'containers reserve in vain, and what that means for the scheduler, quota, the QoS class ' +
        'and the cgroup. Without a Pod it lists those of the namespace, or sums them up.',
    )
    .usage('[POD... | KIND/NAME... | -f FILE] [flags]')
    .argument('[POD...]', 'Pods by name, or workloads as KIND/NAME')
    .option('-f, --filename <file>', 'read Pods and workloads from a file (- is stdin)', collect)
    .option('--check', 'also look for room on the nodes; with -f ask for quota, LimitRange too')
    .option('-A, --all-namespaces', 'the Pods of all namespaces')
    .option('-l, --selector <labels>', 'only Pods with these labels: app=web,tier!=db')
    .option('--field-selector <fields>', 'only Pods with these fields: spec.nodeName=node-1')
    .option('--by <what>', 'sum up by pod, workload, namespace, node or label=KEY')
    .option('--sort-by <column>', 'name, pods, cpu, memory, limits.cpu, unused.cpu, …')
    .option('--top <n>', 'only the first n rows', wholeNumber)
    .option('--min <resource=amount>', 'only rows that request so much: cpu=2', collect)
    .option('--waste', 'rank by what init containers reserve and nothing uses later')
    .option('--what-if <change>', 'try a change in thought: NAME.cpu=1, NAME=last', collect)
    .option('--usage', 'show what is used now, where there is a metrics-server');
  addOutputFlags(command, ['table', 'wide', 'json', 'yaml', 'csv'], io).addHelpText('after', HELP);
  addConnectionFlags(command);
  return command.action(async (words: readonly string[], options: ResourcesOptions) => {
    result.exitCode = await resources(words, options, io, async () => {
      const connection = await resolveConnection(connectionOptions(command), io);
      return createClient(connection, userAgentOf(version, io.platform, io.architecture));
    });
  });
}

async function resources(
  words: readonly string[],
  options: ResourcesOptions,
  io: Io,
  connect: () => Promise<KubeClient>,
): Promise<number> {
  const files = options.filename ?? [];
  refuseContradictions(words, files, options);
  const changes = (options.whatIf ?? []).map(parseChange);
  const isSum = files.length > 0 ? options.by !== undefined : words.length === 0;
  if (!isSum) {
    const targets = targetsOf(words);
    const needsCluster = files.length === 0 || options.check;
    const client = needsCluster ? await connect() : undefined;
    return runPodResources({ ...options, targets, files, changes }, client, io);
  }
  const totals = {
    namespace: undefined,
    by: parseGrouping(options.by ?? 'pod'),
    min: parseMin(options.min ?? []),
    waste: options.waste ?? false,
    usage: options.usage ?? false,
    output: options.output,
    color: options.color,
    ...defined({
      selector: options.selector,
      fieldSelector: options.fieldSelector,
      sortBy: options.sortBy,
      top: options.top,
    }),
  };
  if (files.length > 0) {
    return totalsOfManifests(await readStoredForms(files, io), totals, io);
  }
  const client = await connect();
  const namespace = options.allNamespaces ? undefined : client.connection.namespace;
  return runTotals({ ...totals, namespace }, client, io);
}

/** Flags that only make sense for sums, or only for single Pods. */
const FOR_SUMS = ['allNamespaces', 'selector', 'fieldSelector', 'sortBy', 'top', 'min', 'waste'];

function refuseContradictions(
  words: readonly string[],
  files: readonly string[],
  options: ResourcesOptions,
): void {
  if (files.length > 0 && words.length > 0) {
    throw new UserError('give either Pods or -f, not both');
  }
  if (files.length > 0 && options.usage) {
    throw new UserError('--usage is about Pods that run, and -f about what a file says');
  }
  const given = new Set(Object.keys(options));
  const single = words.length > 0 || (files.length > 0 && !given.has('by'));
  const flags = single ? [...FOR_SUMS, ...(words.length > 0 ? ['by'] : [])] : ['whatIf', 'check'];
  const wrong = flags.find((name) => given.has(name));
  if (wrong !== undefined) {
    const flag = `--${wrong.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    const sum =
      files.length > 0 ? 'is not for sums: leave out --by' : 'needs a Pod, a workload or -f';
    throw new UserError(
      single ? `${flag} is for sums over many Pods` : `${flag} ${sum}`,
      single
        ? { hint: files.length > 0 ? 'Add --by to sum up what the files say.' : 'Name no Pod.' }
        : {},
    );
  }
}

function wholeNumber(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('It must be a whole number from 1.');
}

function defined<Fields extends object>(
  fields: Fields,
): { [Name in keyof Fields]?: Exclude<Fields[Name], undefined> } {
  const known = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(known) as never;
}
