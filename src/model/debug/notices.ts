import type { Pod } from '../kubernetes/api.ts';
import { podCgroup } from '../resources/effective/pod-cgroup.ts';
import type { PodSecurityRefusal } from './admission.ts';
import type { UserIds } from './container/container-user.ts';
import { needsRoot, type Profile } from './container/profiles.ts';
import type { Rung } from './container/rungs.ts';
import type { DebugPlan } from './plan.ts';
import { reasonOf, type Target } from './target.ts';

/** What is worth knowing about a debug container before it runs; each only where it fits. */
export type Notice =
  | { readonly code: 'Targeting'; readonly container: string; readonly by: Target['by'] }
  | {
      readonly code: 'NotTargeting';
      readonly namespace: string;
      readonly pod: string;
      readonly container: string;
      readonly by: Target['by'];
      readonly reason: string;
      readonly exitCode?: number;
      /** Its log is that of the run before the one that is to come. */
      readonly isPrevious: boolean;
      readonly isStartError: boolean;
    }
  | { readonly code: 'DiesWithTarget'; readonly container: string }
  | { readonly code: 'SharedByPod' | 'SharedByNode' }
  | {
      readonly code: 'GivenUp';
      readonly policy: string;
      readonly profiles: readonly Profile[];
      readonly profile: 'baseline' | 'restricted';
      readonly user: UserIds | undefined;
    }
  | { readonly code: 'RunsAs'; readonly user: UserIds }
  | { readonly code: 'CapabilitiesInert'; readonly uid: number }
  | {
      readonly code: 'MountsSkipped';
      readonly paths: readonly string[];
      /** Whether the files of the target are to be seen. */
      readonly areSeen: boolean;
    }
  /** What the debug container takes counts for the Pod. */
  | { readonly code: 'LittleMemory'; readonly bytes: bigint };

/**
 * The notices for a plan of which the server has accepted one rung, after refusing those before
 * it.
 */
export function notices(
  pod: Pod,
  plan: DebugPlan,
  rung: Rung,
  refused: readonly PodSecurityRefusal[],
): readonly Notice[] {
  return [
    ...targetNotices(pod, plan),
    ...givenUp(plan, rung, refused),
    ...userNotices(pod, plan, rung, refused),
    ...mountNotices(plan),
    ...memoryNotices(pod),
  ];
}

function targetNotices(pod: Pod, { target, namespace }: DebugPlan): readonly Notice[] {
  if (namespace.kind === 'node') return [{ code: 'SharedByNode' }];
  const container = target.container.name;
  if (namespace.kind === 'pod') return [{ code: 'SharedByPod' }];
  if (namespace.kind === 'own') {
    const { namespace: inNamespace = '', name = '' } = pod.metadata;
    const state = reasonOf(target.container);
    const place = { namespace: inNamespace, pod: name, container, by: target.by };
    return [{ code: 'NotTargeting', ...place, ...state }];
  }
  return [
    { code: 'Targeting', container, by: target.by },
    { code: 'DiesWithTarget', container },
  ];
}

function givenUp(
  { rungs }: DebugPlan,
  { profile, user }: Rung,
  refused: readonly PodSecurityRefusal[],
): readonly Notice[] {
  const [first] = refused;
  if (first === undefined || (profile !== 'baseline' && profile !== 'restricted')) return [];
  const profiles = rungs.slice(0, refused.length).map((rung) => rung.profile);
  return [{ code: 'GivenUp', policy: first.policy, profiles, profile, user }];
}

/** Capabilities of a user other than root fill the bounding set only (capabilities(7)). */
function userNotices(
  pod: Pod,
  { rungs }: DebugPlan,
  { profile, user }: Rung,
  refused: readonly PodSecurityRefusal[],
): readonly Notice[] {
  const { runAsNonRoot, runAsUser } = pod.spec.securityContext ?? {};
  if (user === undefined && runAsUser && needsRoot(profile)) {
    return [{ code: 'CapabilitiesInert', uid: runAsUser }];
  }
  const isOurChoice =
    rungs.length > 1 && refused.length === 0 && user !== undefined && user.uid !== 0;
  return isOurChoice && runAsNonRoot === true ? [{ code: 'RunsAs', user }] : [];
}

function mountNotices({ skippedMounts, namespace }: DebugPlan): readonly Notice[] {
  if (skippedMounts.length === 0) return [];
  const paths = skippedMounts.map(({ mountPath }) => mountPath);
  return [{ code: 'MountsSkipped', paths, areSeen: namespace.kind !== 'own' }];
}

/** Below this a package manager or a profiler may well get the Pod's own processes killed. */
const LITTLE_MEMORY = 256n * 1024n * 1024n;

/**
 * A debug container has no limit of its own, but it runs in the cgroup of the Pod (R29; R18 says
 * when that has a limit).
 */
function memoryNotices(pod: Pod): readonly Notice[] {
  const { memoryBytes } = podCgroup(pod);
  if (memoryBytes === undefined || memoryBytes > LITTLE_MEMORY) return [];
  return [{ code: 'LittleMemory', bytes: memoryBytes }];
}
