import type { Pod } from '../../kubernetes/api.ts';
import type { PodContainer } from '../../kubernetes/containers.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';

/** Numbers that a process runs as; the group is absent where it is not known. */
export interface UserIds {
  readonly uid: number;
  readonly gid?: number;
}

/** As whom the debug container is to run. */
export type UserWish =
  /** As the Pod and the image say, unless that cannot work. */
  | { readonly kind: 'default' }
  | { readonly kind: 'target' }
  | { readonly kind: 'root' }
  | ({ readonly kind: 'ids' } & UserIds);

/**
 * As whom a container runs: the kubelet reports it for one that has started; before that only its
 * spec tells, and without numbers there it is the image's business.
 */
export function userOf(pod: Pod, { spec, status }: PodContainer): UserIds | undefined {
  const reported = status?.user?.linux;
  if (reported !== undefined) return { uid: reported.uid, gid: reported.gid };
  const { securityContext } = spec;
  const uid = securityContext?.runAsUser ?? pod.spec.securityContext?.runAsUser;
  const gid = securityContext?.runAsGroup ?? pod.spec.securityContext?.runAsGroup;
  return uid === undefined ? undefined : { uid, ...(gid !== undefined && { gid }) };
}

/** The fields that make a container run as these. */
export function runAs({ uid, gid }: UserIds): SecurityContext {
  // A Pod that insists on other users than root insists for its debug containers too.
  const asRoot = uid === 0 && { runAsNonRoot: false };
  return { runAsUser: uid, ...(gid !== undefined && { runAsGroup: gid }), ...asRoot };
}

/**
 * What the Pod makes of a debug container that says nothing: it inherits the security context of
 * the Pod and nothing of its target's (pkg/securitycontext/util.go,
 * DetermineEffectiveSecurityContext).
 */
export function refusesRoot({ spec }: Pod): boolean {
  const { runAsNonRoot, runAsUser } = spec.securityContext ?? {};
  return runAsNonRoot === true && runAsUser === undefined;
}
