import { UserError } from '../../../errors.ts';
import type { DebugApis } from '../../../kube/debug/apis.ts';
import { addEphemeralContainer } from '../../../kube/debug/ephemeral-containers.ts';
import { ApiError, isForbidden, isNotFound } from '../../../kube/transport/errors.ts';
import { type PodSecurityRefusal, podSecurityRefusal } from '../../../model/debug/admission.ts';
import type { DebugContainer } from '../../../model/debug/container/debug-container.ts';
import type { Rung } from '../../../model/debug/container/rungs.ts';
import type { DebugPlan } from '../../../model/debug/plan.ts';
import type { Pod } from '../../../model/kubernetes/api.ts';
import { listed } from '../../../render/text/listed.ts';

/** A container that the server has accepted on trial. */
export interface Admitted {
  readonly container: DebugContainer;
  readonly rung: Rung;
  /** Of each better rung that was refused: what stood in its way. */
  readonly refused: readonly PodSecurityRefusal[];
}

/**
 * Tries the very patch on the server, which stores nothing, and goes down the rungs as long as
 * PodSecurity admission alone is against it. Throws a UserError for every other refusal.
 */
export async function admit(
  apis: DebugApis,
  subject: { readonly namespace: string; readonly name: string },
  pod: Pod,
  plan: DebugPlan,
): Promise<Admitted> {
  const refused: PodSecurityRefusal[] = [];
  let last: unknown;
  for (const rung of plan.rungs) {
    const container = plan.container(rung);
    try {
      await addEphemeralContainer(apis, subject, container, { dryRun: true });
      return { container, rung, refused };
    } catch (error) {
      last = error;
      const refusal = isForbidden(error)
        ? podSecurityRefusal(error.serverMessage, pod, plan.name)
        : undefined;
      if (refusal === undefined) throw plainRefusal(error);
      if (refusal.others.length > 0) throw hopeless(refusal, subject.name);
      refused.push(refusal);
    }
  }
  throw tooStrict(last, plan);
}

/** kubectl tells a missing subresource by a 404 that names no object (debug.go). */
function plainRefusal(error: unknown): unknown {
  if (isNotFound(error) && detailsName(error) === '') {
    return new UserError(
      'this cluster has no ephemeral containers: they came with Kubernetes 1.25',
      {
        hint: 'Use a command that the image has: kubectl exec.',
        cause: error,
      },
    );
  }
  if (!(error instanceof ApiError)) return error;
  const hint = [error.hint, 'No container was added.'].filter((text) => text !== undefined);
  return new ApiError(error.code, error.reason, error.serverMessage, {
    status: error.status,
    hint: hint.join('\n'),
  });
}

function detailsName({ status }: ApiError): string {
  const { details } = status as { details?: { name?: string } };
  return details?.name ?? '';
}

function hopeless({ policy, violations, others, byOldDebuggers }: PodSecurityRefusal, pod: string) {
  const names = listed(others);
  return new UserError(
    byOldDebuggers
      ? `PodSecurity "${policy}" refuses any new debug container because of older ones in Pod ${pod}: ${names}`
      : `PodSecurity "${policy}" refuses any debug container because of what Pod ${pod} itself is: ${names}`,
    {
      hint: `${violations}\n${
        byOldDebuggers
          ? 'They cannot be removed: a new Pod is free of them. No container was added.'
          : 'The Pod is older than the policy of its namespace. No container was added.'
      }`,
    },
  );
}

function tooStrict(error: unknown, { rungs }: DebugPlan): UserError {
  const refusal = error instanceof ApiError ? error.serverMessage : String(error);
  const [first] = rungs;
  const isPinned = rungs.length === 1;
  const steps = [
    ...(isPinned ? ['Leave out --profile to get what the namespace allows.'] : []),
    // As the restricted standard words it (pod-security-admission, check_runAsUser.go).
    ...(refusal.includes('runAsUser=0')
      ? ['It must run as another user than root: without --as-root, or with --run-as UID:GID.']
      : []),
    'No container was added.',
  ];
  const what = isPinned ? `profile ${first?.profile}` : 'this debug container';
  return new UserError(`the namespace does not allow ${what}: ${refusal}`, {
    hint: steps.join(' '),
  });
}
