import { runAs } from '../container/container-user.ts';
import { DEFAULT_IMAGE } from '../container/container-wish.ts';
import { type Profile, profileSecurityContext } from '../container/profiles.ts';
import { askedUser, type Rung } from '../container/rungs.ts';
import { newContainer } from './new-container.ts';
import type { NewPodPlan } from './pod-copy.ts';
import type { NewContainerWish } from './wish.ts';

const HOST_ROOT = 'host-root';
const HOST_VOLUME = { name: HOST_ROOT, hostPath: { path: '/' } };
const HOST_NAMESPACES = { hostNetwork: true, hostPID: true, hostIPC: true };
const TOLERATES_ALL = { tolerations: [{ operator: 'Exists' }] };
/** Where the node's files are, as with kubectl. */
export const HOST_PATH = '/host';

/** Whether a Pod with this profile has the node's files. */
export function seesHostFiles(profile: Profile): boolean {
  return profile === 'general' || profile === 'sysadmin';
}

/**
 * Plans a Pod on a node, in the node's own namespaces and with its files where the profile is one
 * for that (kubectl pkg/cmd/debug/debug.go, generateNodeDebugPod; profiles.go).
 */
export function planNodePod(
  node: string,
  namespace: string,
  wish: NewContainerWish,
  suffix: string,
): NewPodPlan {
  const name = wish.name ?? 'debugger';
  const profile = wish.profile === 'auto' ? 'general' : wish.profile;
  const isOnHost = profile !== 'baseline' && profile !== 'restricted';
  const mountsHost = seesHostFiles(profile);
  const base = {
    name,
    terminationMessagePolicy: 'File' as const,
    ...(mountsHost && { volumeMounts: [{ name: HOST_ROOT, mountPath: HOST_PATH }] }),
  };
  return {
    container: name,
    rungs: [rungOf(profile, wish)],
    pod: ({ securityContext }) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: `node-debugger-${node}-${suffix}`,
        namespace,
        labels: { 'app.kubernetes.io/managed-by': 'kubectl-initx' },
      },
      spec: {
        nodeName: node,
        restartPolicy: 'Never',
        ...TOLERATES_ALL,
        ...(isOnHost && HOST_NAMESPACES),
        ...(mountsHost && { volumes: [HOST_VOLUME] }),
        containers: [newContainer(base, wish, wish.image ?? DEFAULT_IMAGE, securityContext)],
      },
    }),
  };
}

/** General is without a security context here: the node's namespaces are enough. */
function rungOf(profile: Profile, { user }: NewContainerWish): Rung {
  const fixed = profile === 'general' ? undefined : profileSecurityContext(profile);
  const ids = askedUser(user, undefined);
  const securityContext = ids === undefined ? fixed : { ...fixed, ...runAs(ids) };
  return { profile, securityContext, user: ids };
}
