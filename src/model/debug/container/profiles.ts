import type { SecurityContext } from '../../kubernetes/security-context.ts';

/** The profiles of `kubectl debug` 1.37, without legacy. */
export const PROFILES = ['general', 'baseline', 'restricted', 'netadmin', 'sysadmin'] as const;

export type Profile = (typeof PROFILES)[number];

/**
 * What a profile makes of the security context of an ephemeral container, field by field as
 * `kubectl debug` does (kubectl pkg/cmd/debug/profiles.go). Undefined where it sets none.
 */
export function profileSecurityContext(profile: Profile): SecurityContext | undefined {
  switch (profile) {
    case 'general':
      return { capabilities: { add: ['SYS_PTRACE'] } };
    case 'baseline':
      return undefined;
    case 'restricted':
      return {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        runAsNonRoot: true,
        seccompProfile: { type: 'RuntimeDefault' },
      };
    case 'netadmin':
      return { capabilities: { add: ['NET_ADMIN', 'NET_RAW'] } };
    case 'sysadmin':
      return { privileged: true };
  }
}

/** Whether a profile gives something that only root has the use of. */
export function needsRoot(profile: Profile): boolean {
  return profile === 'general' || profile === 'netadmin' || profile === 'sysadmin';
}
