import { executable, kubectl, run } from './real-cluster.ts';

/** The part of `resources -o json` that the tests compare with the cluster. */
export interface ResourcesAnswer {
  readonly metadata: { readonly name: string };
  readonly hasEnded?: boolean;
  readonly containers: readonly {
    readonly name: string;
    readonly requests: Amounts;
    readonly limits: Amounts;
    readonly allocated?: Amounts;
    readonly actual?: { readonly requests: Amounts; readonly limits: Amounts };
  }[];
  readonly requests: Readonly<Record<string, TermAnswer>>;
  readonly limits: Readonly<Record<string, TermAnswer>>;
  readonly qos: { readonly bySpec: string };
  readonly cgroup: {
    readonly cpuShares: number;
    readonly cpuQuotaMicroseconds?: number;
    readonly memoryBytes?: string;
    readonly unbounded: { readonly cpu: readonly string[]; readonly memory: readonly string[] };
  };
  readonly resize?: {
    readonly state: string;
    readonly message?: string;
    readonly amounts: readonly Readonly<Record<string, string>>[];
  };
  readonly quotas?: readonly {
    readonly name: string;
    readonly room?: number;
    readonly refusal?: { readonly code: string; readonly message: string };
  }[];
  readonly limitRange: { readonly filled: readonly Readonly<Record<string, string>>[] };
  readonly fit?: {
    readonly nodes: readonly string[];
    readonly facts: readonly {
      readonly code: string;
      readonly raises?: readonly Readonly<Record<string, string>>[];
    }[];
  };
}

type Amounts = Readonly<Record<string, string>>;

interface TermAnswer {
  readonly effective: string;
  readonly decidedBy: string;
  readonly byQuota: string;
  readonly bySpec: string;
  readonly unusedAfterInit: string;
}

/** The Pod as the API server has it, as far as the tests look at it. */
export interface StoredPod {
  readonly metadata: {
    readonly name: string;
    readonly uid: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly nodeName?: string;
    readonly containers: readonly StoredContainer[];
    readonly initContainers?: readonly StoredContainer[];
  };
  readonly status: {
    readonly phase: string;
    readonly qosClass: string;
    readonly allocatedResources?: Amounts;
    readonly conditions?: readonly {
      readonly type: string;
      readonly reason?: string;
      readonly message?: string;
    }[];
    readonly containerStatuses?: readonly StoredStatus[];
    readonly initContainerStatuses?: readonly StoredStatus[];
    readonly ephemeralContainerStatuses?: readonly StoredStatus[];
  };
}

interface StoredContainer {
  readonly name: string;
  readonly resources: { readonly requests?: Amounts; readonly limits?: Amounts };
}

interface StoredStatus {
  readonly name: string;
  readonly ready: boolean;
  readonly state?: Readonly<Record<string, unknown>>;
}

/** What `resources WORDS… -o json` says, whether of one Pod or of several. */
export async function resourcesOf(
  namespace: string,
  words: readonly string[],
  stdin?: string,
): Promise<readonly ResourcesAnswer[]> {
  const command = [executable, 'resources', '-n', namespace, '-o', 'json', ...words];
  const { stdout, stderr, exitCode } = await run(command, stdin === undefined ? {} : { stdin });
  // 5: --check found that the Pod is refused, or that no node has room for it now.
  const isTold = exitCode === 0 || (words.includes('--check') && exitCode === 5);
  if (!isTold || stderr !== '') throw new Error(`${exitCode} ${command}: ${stderr}`);
  const answer = JSON.parse(stdout);
  return answer.kind === 'PodResourcesList' ? answer.items : [answer];
}

/** What `resources WORDS…` says to a reader, with its lines joined. */
export async function resourcesText(namespace: string, ...words: readonly string[]) {
  const { stdout, stderr } = await run([executable, 'resources', '-n', namespace, ...words]);
  if (stderr !== '') throw new Error(stderr);
  return stdout.replaceAll(/\s+/g, ' ');
}

/** All Pods of a namespace as the API server has them. */
export async function storedPods(namespace: string): Promise<readonly StoredPod[]> {
  return JSON.parse(await kubectl(['-n', namespace, 'get', 'pods', '-o', 'json'])).items;
}

/** The row of a Pod in what `kubectl describe node` prints as Non-terminated Pods. */
export interface DescribedRow {
  readonly 'requests.cpu': string;
  readonly 'limits.cpu': string;
  readonly 'requests.memory': string;
  readonly 'limits.memory': string;
}

/** What `kubectl describe node` says of the Pods of a namespace. */
export interface DescribedNodes {
  /** By the Pod's name. */
  readonly rows: ReadonlyMap<string, DescribedRow>;
  /** The sum of an extended resource over all Pods. */
  readonly gadgets: number;
}

export async function describeNodes(
  namespace: string,
  nodes: readonly string[],
  gadget: string,
): Promise<DescribedNodes> {
  const text = await kubectl(['describe', 'node', ...nodes]);
  const cell = String.raw`\s+(\S+) \(-?\d+%\)`;
  const row = new RegExp(String.raw`^\s+${namespace}\s+(\S+)${cell.repeat(4)}`, 'gm');
  const rows = [...text.matchAll(row)].map(
    ([, name = '', requestsCpu = '', limitsCpu = '', requestsMemory = '', limitsMemory = '']) => {
      const amounts: DescribedRow = {
        'requests.cpu': requestsCpu,
        'limits.cpu': limitsCpu,
        'requests.memory': requestsMemory,
        'limits.memory': limitsMemory,
      };
      return [name, amounts] as const;
    },
  );
  const [, gadgets] = new RegExp(String.raw`^  ${gadget}\s+(\d+)\s+\d+$`, 'm').exec(text) ?? [];
  return { rows: new Map(rows), gadgets: Number(gadgets) };
}

/** The same four amounts of an answer, as one of the parts of Kubernetes counts them. */
export function rowOf(
  { requests, limits }: ResourcesAnswer,
  counted: 'bySpec' | 'byQuota',
): DescribedRow {
  return {
    'requests.cpu': requests.cpu?.[counted] ?? '0',
    'limits.cpu': limits.cpu?.[counted] ?? '0',
    'requests.memory': requests.memory?.[counted] ?? '0',
    'limits.memory': limits.memory?.[counted] ?? '0',
  };
}
