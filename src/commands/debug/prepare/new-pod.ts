import { UserError } from '../../../errors.ts';
import { missingRights, type Right } from '../../../kube/debug/access.ts';
import { loadDebugApis } from '../../../kube/debug/apis.ts';
import { accessModesOf, createPod } from '../../../kube/debug/new-pods.ts';
import { readNamedNode } from '../../../kube/reads/node-list.ts';
import type { KubeClient } from '../../../kube/transport/client.ts';
import { ApiError, isForbidden, withHint } from '../../../kube/transport/errors.ts';
import { amountsRefusal } from '../../../model/debug/admission.ts';
import type { Rung } from '../../../model/debug/container/rungs.ts';
import { type CopyHazard, claimsOf, copyHazards } from '../../../model/debug/new-pod/hazards.ts';
import { planNodePod } from '../../../model/debug/new-pod/node-pod.ts';
import { type NewPod, type NewPodPlan, planCopy } from '../../../model/debug/new-pod/pod-copy.ts';
import { nodeRefusal } from '../../../model/debug/preflight.ts';
import { isRefusal } from '../../../model/debug/refusal.ts';
import type { Sickest } from '../../../model/debug/sickest.ts';
import type { Pod } from '../../../model/kubernetes/api.ts';
import { accessWords } from '../../../render/debug/access-words.ts';
import { amountsWords } from '../../../render/debug/new-pod-words.ts';
import { refusalWords } from '../../../render/debug/refusal-words.ts';
import type { NewPodRequest } from '../request/new-pod.ts';
import { adviceError, RIGHTS_TO_ATTACH, suffixes } from './prepare.ts';
import { findPod } from './subject.ts';

/** A Pod that can be created, as far as that can be known before. */
export interface PreparedPod {
  readonly plan: NewPodPlan;
  readonly pod: NewPod;
  readonly rung: Rung;
  /** What the server has said against each better rung. */
  readonly refused: readonly string[];
  /** Of a copy. */
  readonly original: Pod | undefined;
  readonly choice: Sickest | undefined;
  readonly hazards: readonly CopyHazard[];
}

type Planned = Pick<PreparedPod, 'plan' | 'original' | 'choice' | 'hazards'>;

/** Plans the Pod, without asking the server whether it would take it. */
export async function planNewPod(client: KubeClient, request: NewPodRequest): Promise<Planned> {
  const { namespace } = client.connection;
  const { origin, wish } = request;
  if (origin.kind === 'node') {
    const refusal = nodeRefusal(await readNamedNode(client, origin.node));
    if (refusal !== undefined) {
      throw adviceError(refusalWords(refusal, { namespace, pod: origin.node }));
    }
    const [suffix = ''] = suffixes();
    const plan = planNodePod(origin.node, namespace, wish, suffix);
    return { plan, original: undefined, choice: undefined, hazards: [] };
  }
  const { pod, choice } = await findPod(client, origin.subject);
  const { name = '' } = pod.metadata;
  const plan = planCopy(pod, origin.copy, wish, suffixes());
  if (isRefusal(plan)) throw adviceError(refusalWords(plan, { namespace, pod: name }));
  const modes = await accessModesOf(client, namespace, claimsOf(pod));
  return { plan, original: pod, choice, hazards: copyHazards(pod, origin.copy, modes) };
}

/**
 * All that comes before the Pod is made: what it is to be, the user's rights, and the server's
 * word on it, which goes down the rungs as long as PodSecurity admission is against it.
 */
export async function prepareNewPod(
  client: KubeClient,
  request: NewPodRequest,
): Promise<PreparedPod> {
  const { namespace } = client.connection;
  const planning = planNewPod(client, request);
  planning.catch(() => undefined);
  const apis = await loadDebugApis(client);
  const missing = await missingRights(apis, namespace, '', rightsFor(request));
  if (missing.length > 0) throw adviceError(accessWords(missing, namespace, 'no Pod was made'));
  const planned = await planning;
  return { ...planned, ...(await admitted(client, planned)) };
}

async function admitted(client: KubeClient, { plan, original }: Planned) {
  const { namespace } = client.connection;
  const refused: string[] = [];
  for (const rung of plan.rungs) {
    const pod = plan.pod(rung);
    try {
      await createPod(client, namespace, pod, { dryRun: true });
      return { pod, rung, refused };
    } catch (error) {
      if (!isForbidden(error) || !error.serverMessage.includes('violates PodSecurity')) {
        throw plainly(error, original !== undefined, namespace);
      }
      refused.push(error.serverMessage);
    }
  }
  const [rung] = plan.rungs;
  throw new UserError(
    `the namespace does not allow ${plan.rungs.length > 1 ? 'this Pod' : `profile ${rung?.profile}`}: ${refused.at(-1)}`,
    { hint: 'No Pod was made. Another namespace may allow it: -n NAMESPACE.' },
  );
}

function plainly(error: unknown, isCopy: boolean, namespace: string): unknown {
  if (!(error instanceof ApiError)) return error;
  const refusal = amountsRefusal(error.serverMessage);
  const step = refusal === undefined ? error.hint : amountsWords(refusal, isCopy, namespace);
  return withHint(
    error,
    [step, 'No Pod was made.'].filter((text) => text !== undefined).join('\n'),
  );
}

function rightsFor({ attach, removes, origin }: NewPodRequest): readonly Right[] {
  const deletes = removes || (origin.kind === 'copy' && origin.copy.replace);
  return [
    { verb: 'create', resource: 'pods' },
    ...(attach ? RIGHTS_TO_ATTACH : []),
    ...(deletes ? [{ verb: 'delete', resource: 'pods' }] : []),
  ];
}
