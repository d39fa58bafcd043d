/** What is said to a Pod, by `resources -o json` and by the API server, in one form. */
import type { Pod } from '../../../src/model/kubernetes/api.ts';
import type { workplace } from './policy-workplace.ts';
import type { Amounts } from './resource-objects.ts';

export interface Judged {
  /** In the server's words; empty if the Pod is taken. */
  readonly refusals: readonly string[];
  readonly isByQuota: boolean;
  /** As they would be stored. */
  readonly containers: readonly ContainerAmounts[];
  readonly qosClass: string | undefined;
}

interface ContainerAmounts {
  readonly name: string;
  readonly requests?: Amounts;
  readonly limits?: Amounts;
}

/** The part of `resources -o json` that says what would become of a Pod. */
export interface PodAnswer {
  readonly containers?: readonly ContainerAmounts[];
  readonly qos?: { readonly class: string };
  readonly verdict?: string | undefined;
  readonly refusals?: readonly { readonly field: string; readonly message: string }[];
  readonly limitRange?: { readonly violations: readonly { readonly message: string }[] };
  readonly quotas?: readonly { readonly refusal?: { readonly message: string } }[];
  readonly savings?: readonly SavingAnswer[];
  readonly whatIf?: { readonly after: PodAnswer };
}

export interface SavingAnswer {
  readonly resource: string;
  readonly after: string;
  readonly change?: ChangeAnswer;
  readonly changes?: readonly ChangeAnswer[];
  /** Where another one comes with it. */
  readonly qosClass?: { readonly after: string };
}

interface ChangeAnswer {
  readonly kind: string;
  readonly container: string;
  readonly field?: 'requests' | 'limits' | 'both';
  readonly resource?: string;
  readonly amount?: string;
  readonly neighbour?: string;
}

/** What we say: validation comes first, then LimitRange, then quota, as with the server. */
export function judgementOf(answer: PodAnswer): Judged {
  const { refusals = [], limitRange, quotas = [], containers = [] } = answer;
  const invalid = refusals.map(({ field, message }) => `${field}: ${message}`);
  const violations = limitRange?.violations.map(({ message }) => message) ?? [];
  const overQuota = quotas.flatMap(({ refusal }) => refusal?.message ?? []);
  const [first = []] = [invalid, violations, overQuota].filter(({ length }) => length > 0);
  return {
    refusals: [...new Set(first)].sort(),
    isByQuota: first === overQuota,
    containers: containers.map(amountsOf),
    qosClass: answer.qos?.class,
  };
}

/** What the server says to each of them, by one dry run. */
export async function serverJudgements(
  { create }: Pick<Awaited<ReturnType<typeof workplace>>, 'create'>,
  pods: readonly Pod[],
): Promise<readonly (Judged & { readonly spec?: Pod['spec'] })[]> {
  // Each has a name of its own, by which it is found again.
  const items = pods.map((pod, index) => ({ ...pod, metadata: { name: `judged-${index}` } }));
  const path = '-o=jsonpath={@}{"\\n"}';
  const list = { apiVersion: 'v1', kind: 'List', items };
  const { stdout, stderr } = await create(list, '--dry-run=server', path);
  const lines = stdout.split('\n').filter((line) => line !== '');
  const stored: readonly StoredPod[] = lines.map((line) => JSON.parse(line));
  const errors = stderr.split(/^(?=Error from server|The |Warning: )/m);
  return items.map(({ metadata: { name } }) => {
    const pod = stored.find(({ metadata }) => metadata.name === name);
    if (pod === undefined) {
      const error = errors.find((each) => each.includes(`"${name}" is `)) ?? stderr;
      return { refusals: refusalsOf(error), isByQuota: false, containers: [], qosClass: undefined };
    }
    const { initContainers = [], containers } = pod.spec;
    return {
      refusals: [],
      isByQuota: false,
      containers: [...initContainers, ...containers].map(({ name: whose, resources }) =>
        amountsOf({ name: whose, ...resources }),
      ),
      qosClass: pod.status.qosClass,
      spec: pod.spec,
    };
  });
}

type StoredPod = Pod & { readonly status: { readonly qosClass: string } };

function amountsOf({ name, requests = {}, limits = {} }: ContainerAmounts): ContainerAmounts {
  return { name, requests, limits };
}

/** One sentence each; of the Pod as a whole, of its fields, of a LimitRange or of a quota. */
function refusalsOf(error: string): readonly string[] {
  const text = / is (?:forbidden|invalid): (.*)$/s.exec(error)?.[1]?.trim() ?? error;
  if (/^(?:exceeded|failed) quota|^status unknown/.test(text)) return [text];
  const sentences = text.startsWith('* ')
    ? text.split(/^\* /m)
    : text
        .replace(/^\[(.*)\]$/s, '$1')
        .split(/, (?=(?:minimum|maximum) |\S+ max limit |spec\.\S+: )/);
  return [...new Set(sentences.map((each) => each.trim()).filter(Boolean))].sort();
}
