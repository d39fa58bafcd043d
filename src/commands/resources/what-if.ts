import { UserError } from '../../errors.ts';
import type { Pod, RequestsOrLimits } from '../../model/kubernetes/api.ts';
import { resourceProblems } from '../../model/resources/admission/validation.ts';
import {
  type Change,
  type ChangeProblem,
  settingOf,
} from '../../model/resources/change/what-if.ts';
import type { PodSource } from '../../model/resources/pod/pod-context.ts';
import { readAmount } from './amount.ts';

/**
 * The change that `--what-if` names: `CONTAINER.RESOURCE=AMOUNT`,
 * `CONTAINER.limits.RESOURCE=AMOUNT` (an empty amount takes it away),
 * `CONTAINER=first|last|before:OTHER|after:OTHER`, `replicas=COUNT`. Throws a UserError for
 * anything else.
 */
export function parseChange(text: string): Change {
  const [, replicas] = /^replicas=(\d{1,9})$/.exec(text) ?? [];
  if (replicas !== undefined) return { kind: 'replicas', replicas: Number(replicas) };
  const [, moved, place, relation, neighbour] =
    /^([a-z0-9-]+)=(?:(first|last)|(before|after):([a-z0-9-]+))$/.exec(text) ?? [];
  if (moved !== undefined) {
    const to = (place ?? relation) as Extract<Change, { kind: 'move' }>['to'];
    return { kind: 'move', container: moved, to, neighbour };
  }
  const [, container, field = 'requests', resource, amount] =
    /^([a-z0-9-]+)\.(?:(requests|limits)\.)?([^=]+)=(.*)$/.exec(text) ?? [];
  if (container === undefined || resource === undefined || amount === undefined) {
    throw new UserError(`--what-if does not understand "${text}"`, {
      hint: 'Give CONTAINER.cpu=500m, CONTAINER.limits.memory=1Gi, CONTAINER=last (first, before:OTHER, after:OTHER), or replicas=5.',
    });
  }
  if (amount !== '') readAmount(`--what-if ${text}`, resource, amount);
  const refusal = refusalOf(resource, amount || '0');
  if (refusal !== undefined) {
    throw new UserError(`--what-if ${text}: the API server would refuse that: ${refusal}`);
  }
  return settingOf(container, field as RequestsOrLimits, resource, amount || undefined);
}

/** What is wrong with an amount whatever else the Pod has; the rest is judged with the Pod. */
function refusalOf(resource: string, amount: string): string | undefined {
  // Hugepages need one of these beside them.
  const amounts = { cpu: '1', [resource]: amount };
  const container = { name: 'alone', resources: { requests: amounts, limits: amounts } };
  return resourceProblems({ spec: { containers: [container] } })[0]?.message;
}

/** Why a change cannot be made to this Pod. */
export function changeError(problem: ChangeProblem, { pod, kind }: PodSource): UserError {
  if (problem.code === 'no-replicas') {
    return new UserError(
      `--what-if: ${kind} ${pod.metadata.name ?? ''} has no replicas to change`,
      hintAt(HOW_MANY[kind]),
    );
  }
  return new UserError(problemText(problem, pod), {
    hint: `Its containers are: ${containerNames(pod).join(', ')}.`,
  });
}

const HOW_MANY: Readonly<Record<string, string | undefined>> = {
  DaemonSet: 'A DaemonSet runs one Pod on each node.',
  Job: 'A Job runs as many Pods at once as its parallelism says.',
  CronJob: 'The Jobs of a CronJob run as many Pods at once as their parallelism says.',
};

function hintAt(hint: string | undefined): { readonly hint?: string } {
  return hint === undefined ? {} : { hint };
}

type ContainerProblem = Exclude<ChangeProblem, { readonly code: 'no-replicas' }>;

function problemText({ code, container }: ContainerProblem, { metadata }: Pod): string {
  return code === 'not-an-init-container'
    ? `--what-if: ${container} is an app container: only the order of init containers and sidecars can change`
    : `--what-if: the Pod ${metadata.name ?? ''} has no container ${container}`;
}

function containerNames({ spec }: Pod): readonly string[] {
  return [...(spec.initContainers ?? []), ...spec.containers].map(({ name }) => name);
}
