import { Command } from 'commander';
import { describeUserError, UserError } from '../../errors.ts';
import type { Io } from '../../io/io.ts';
import { resolveConnection } from '../../kube/connect/resolve-connection.ts';
import { readManifests } from '../../kube/files/manifest-files.ts';
import { readPodAndEvents } from '../../kube/reads/pod-events.ts';
import { createClient, type KubeClient, userAgentOf } from '../../kube/transport/client.ts';
import { explainPod } from '../../model/explain/explain.ts';
import type { Explanation } from '../../model/explain/explanation.ts';
import { observedAt } from '../../model/explain/observed-at.ts';
import { renderExplanation } from '../../render/explain/explain-text.ts';
import { structuredExplanation, structuredExplanations } from '../../render/explain/structured.ts';
import { toJson, toYaml } from '../../render/text/json-yaml.ts';
import { sanitiseMultiline } from '../../render/text/sanitise.ts';
import { type ColorChoice, terminalOf } from '../../render/text/terminal.ts';
import { addConnectionFlags, addOutputFlags, collect, connectionOptions } from '../flags/flags.ts';
import { podNames } from '../selection/pod-names.ts';

interface ExplainOptions {
  readonly filename?: readonly string[];
  readonly output: 'table' | 'wide' | 'json' | 'yaml';
  readonly color: ColorChoice;
}

/** What was found, and what could not be read of all that was asked for. */
interface Found {
  readonly explanations: readonly Explanation[];
  readonly problems: readonly UserError[];
}

const ERROR = 1;

/** A script can wait for 0 and give up at 3. The worst of several Pods counts. */
const EXIT_CODES = { healthy: 0, complete: 0, progressing: 2, stuck: 3, failed: 4 } as const;

const HELP = `
Examples:
  kubectl initx explain web-0
  kubectl initx explain pod/web-0 pod/web-1 -n shop -o wide
  kubectl initx explain -f pod.yaml                # no cluster needed
  kubectl get pod web-0 -o yaml | kubectl initx explain -f -
  kubectl initx explain web-0 -o json | jq -r .verdict.code

The other flags of kubectl that choose a cluster and a user work too: see
kubectl options.

Exit codes:
  0  the Pod is healthy or complete, or the file is a forecast
  2  it is progressing: nothing is wrong, by all that the API tells
  3  it is stuck: something fails, or takes longer than a healthy step
  4  it has failed and will not run again
  1  an error: nothing is known about the Pod`;

/** `explain`; leaves its exit code in `result`. */
export function explainCommand(io: Io, version: string, result: { exitCode: number }): Command {
  const command = new Command('explain')
    .summary('show why a Pod is not starting, and in what order it starts')
    .description(
      'Shows the containers of a Pod in the order in which they start: who holds back whom, ' +
        'what blocks, since when and why, and which container the kubelet starts next.',
    )
    .usage('(POD... | -f FILE) [flags]')
    .argument('[POD...]', 'Pods by name, also as pod/NAME')
    .option(
      '-f, --filename <file>',
      'explain the Pods in a file (- is stdin): manifests, Lists, saved Pods and workloads',
      collect,
    );
  addOutputFlags(command, ['table', 'wide', 'json', 'yaml'], io).addHelpText('after', HELP);
  addConnectionFlags(command);
  return command.action(async (words: readonly string[], options: ExplainOptions) => {
    result.exitCode = await explain(words, options, io, () => connect(command, io, version));
  });
}

async function explain(
  words: readonly string[],
  options: ExplainOptions,
  io: Io,
  connectToCluster: () => Promise<KubeClient>,
): Promise<number> {
  const files = options.filename ?? [];
  if (files.length > 0 && words.length > 0) {
    throw new UserError('give either Pods or -f, not both');
  }
  if (files.length === 0 && words.length === 0) {
    throw new UserError('give the name of a Pod, or a file with -f', {
      hint: 'See kubectl initx explain --help.',
    });
  }
  const isLive = files.length === 0;
  const names = podNames(words);
  const { explanations, problems } = isLive
    ? await fromCluster(names, await connectToCluster(), io)
    : await fromFiles(files, io);
  // Who asks for several gets a list, even if only one of them is there.
  const isList = names.length > 1 || explanations.length > 1;
  if (explanations.length > 0) {
    await io.writeOut(format(explanations, { isList, isLive }, options, io));
  }
  for (const problem of problems) {
    await io.writeError(`${sanitiseMultiline(describeUserError(problem))}\n`);
  }
  return problems.length > 0 ? ERROR : Math.max(...explanations.map(exitCodeOf));
}

async function connect(command: Command, io: Io, version: string): Promise<KubeClient> {
  const connection = await resolveConnection(connectionOptions(command), io);
  return createClient(connection, userAgentOf(version, io.platform, io.architecture));
}

async function fromCluster(names: readonly string[], client: KubeClient, io: Io): Promise<Found> {
  const { namespace } = client.connection;
  const stories = await Promise.allSettled(
    names.map((name) => readPodAndEvents(client, namespace, name)),
  );
  const problems: UserError[] = [];
  const explanations = stories.flatMap((story) => {
    if (story.status === 'fulfilled') {
      const { pod, events, eventsProblem, row, serverDate } = story.value;
      return explainPod({
        pod,
        events,
        ...(eventsProblem !== undefined && { eventsUnreadable: eventsProblem }),
        ...(row && { columns: row }),
        // The clocks of this machine and the cluster may differ.
        now: serverDate?.getTime() ?? io.now(),
      });
    }
    if (!(story.reason instanceof UserError)) throw story.reason;
    problems.push(story.reason);
    return [];
  });
  return { explanations, problems };
}

/** A saved Pod is explained as of its newest moment: it was saved then or later. */
async function fromFiles(files: readonly string[], io: Io): Promise<Found> {
  const { pods, events } = await readManifests(files, io.readStdin);
  const explanations = pods.map(({ pod }) => {
    const own = events.filter(({ involvedObject }) => isAbout(pod.metadata, involvedObject));
    return explainPod({ pod, events: own, now: observedAt(pod, own) ?? io.now() });
  });
  return { explanations, problems: [] };
}

type ObjectName = { readonly name?: string; readonly namespace?: string };

function isAbout(pod: ObjectName, object: (ObjectName & { kind?: string }) | undefined): boolean {
  if (object === undefined || (object.kind ?? 'Pod') !== 'Pod') return false;
  return object.name === pod.name && (object.namespace ?? pod.namespace) === pod.namespace;
}

function format(
  explanations: readonly Explanation[],
  { isList, isLive }: { isList: boolean; isLive: boolean },
  { output, color }: ExplainOptions,
  io: Io,
): string {
  const [first] = explanations;
  if (output === 'json' || output === 'yaml') {
    const isOne = !isList && first !== undefined;
    const value = isOne ? structuredExplanation(first) : structuredExplanations(explanations);
    return output === 'json' ? toJson(value) : toYaml(value);
  }
  const text = { ...terminalOf(color, io), isLive, isWide: output === 'wide' };
  return explanations.map((each) => renderExplanation(each, text)).join('\n');
}

function exitCodeOf(explanation: Explanation): number {
  return explanation.kind === 'forecast' ? 0 : EXIT_CODES[explanation.verdict.outcome];
}
