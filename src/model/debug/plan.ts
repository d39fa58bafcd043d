import type { Container, Pod, VolumeMount } from '../kubernetes/api.ts';
import { userOf } from './container/container-user.ts';
import type { ContainerWish } from './container/container-wish.ts';
import { withCustom } from './container/custom.ts';
import type { DebugContainer } from './container/debug-container.ts';
import { environmentOf, mountsOf } from './container/from-target.ts';
import { type Rung, rungs } from './container/rungs.ts';
import { runFields, streamFields } from './container/wished-fields.ts';
import { freeName, nameRefusal } from './container-name.ts';
import { preflight } from './preflight.ts';
import { type ProcessNamespace, processNamespace, sharedNamespace } from './process-namespace.ts';
import { isRefusal, type Refusal } from './refusal.ts';
import { chooseTarget, type Target } from './target.ts';

/** What is asked for, as far as it shapes the container. */
export interface DebugWish extends ContainerWish {
  readonly image: string;
  readonly target?: string;
  /** The target's volumes too. */
  readonly volumes?: 'ro' | 'rw';
  /** The target's variables too. */
  readonly envFromTarget: boolean;
}

/** A debug container that the Pod can take, and what it will see. */
export interface DebugPlan {
  readonly name: string;
  readonly target: Target;
  readonly namespace: ProcessNamespace;
  /** The best first; the next is for a server that refuses one. */
  readonly rungs: readonly Rung[];
  readonly container: (rung: Rung) => DebugContainer;
  /** Mounts of the target that were asked for and cannot be had. */
  readonly skippedMounts: readonly VolumeMount[];
}

/**
 * Plans a debug container for a Pod as the cluster has it, or says why there can be none.
 * `suffixes` give names of our own their endings.
 */
export function planDebug(
  pod: Pod,
  wish: DebugWish,
  suffixes: Iterable<string>,
): DebugPlan | Refusal {
  const refusal =
    preflight(pod) ?? (wish.name === undefined ? undefined : nameRefusal(pod, wish.name));
  if (refusal !== undefined) return refusal;
  const target = chooseTarget(pod, wish.target);
  if (isRefusal(target)) return target;
  const user = userOf(pod, target.container);
  if (wish.user.kind === 'target' && user === undefined) {
    return { code: 'TargetUserUnknown', container: target.container.name };
  }
  const name = wish.name ?? freeName(pod, suffixes);
  const joined = joinedName(pod, wish, target);
  return {
    name,
    target,
    namespace: processNamespace(pod, joined),
    rungs: rungs(wish.profile, pod, wish.user, user),
    container: (rung) => debugContainer(name, wish, { joined, spec: target.container.spec }, rung),
    skippedMounts: wish.volumes ? mountsOf(target.container.spec, wish.volumes).skipped : [],
  };
}

/** A namespace of the whole Pod makes a target meaningless, so we name none unless asked to. */
function joinedName(pod: Pod, wish: DebugWish, target: Target): string | undefined {
  if (wish.target !== undefined) return wish.target;
  if (!target.isJoined || sharedNamespace(pod) !== undefined) return undefined;
  return target.container.name;
}

/** The fields as `kubectl debug` sets them (pkg/cmd/debug/debug.go, generateDebugContainer). */
function debugContainer(
  name: string,
  wish: DebugWish,
  target: { readonly joined: string | undefined; readonly spec: Container },
  { securityContext }: Rung,
): DebugContainer {
  const { image, pullPolicy, volumes, custom } = wish;
  const mounts = volumes ? mountsOf(target.spec, volumes).volumeMounts : [];
  const { env, envFrom } = wish.envFromTarget
    ? environmentOf(target.spec, wish.env)
    : { env: wish.env, envFrom: [] };
  const container = {
    name,
    image,
    ...runFields(wish),
    ...(env.length > 0 && { env }),
    ...(envFrom.length > 0 && { envFrom }),
    ...(mounts.length > 0 && { volumeMounts: mounts }),
    ...(pullPolicy !== undefined && { imagePullPolicy: pullPolicy }),
    ...streamFields(wish),
    terminationMessagePolicy: 'File' as const,
    ...(securityContext !== undefined && { securityContext }),
    ...(target.joined !== undefined && { targetContainerName: target.joined }),
  };
  return custom === undefined ? container : withCustom(container, custom);
}
