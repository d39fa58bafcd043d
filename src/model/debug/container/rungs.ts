import type { Pod } from '../../kubernetes/api.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';
import { refusesRoot, runAs, type UserIds, type UserWish } from './container-user.ts';
import { type Profile, profileSecurityContext } from './profiles.ts';

/** One way to run the debug container. */
export interface Rung {
  readonly profile: Profile;
  readonly securityContext: SecurityContext | undefined;
  /** As whom it runs, where the container says so itself. */
  readonly user: UserIds | undefined;
}

/** Nobody in particular, in most images and beyond. */
const NOBODY: UserIds = { uid: 65534, gid: 65534 };

/**
 * The ways to run it, the one that shows most first. `auto` goes down from general to what the
 * Pod Security Standards let pass, each time as the user under whom the target's files can still
 * be read: root needs SYS_PTRACE for another user's (kernel, ptrace(2), PTRACE_MODE_READ_FSCREDS).
 * Any other profile is one rung, as `kubectl debug` makes it.
 */
export function rungs(
  profile: Profile | 'auto',
  pod: Pod,
  wish: UserWish,
  target: UserIds | undefined,
): readonly Rung[] {
  const asked = askedUser(wish, target);
  if (profile !== 'auto') return [rung(profile, asked)];
  const nonRoot = target !== undefined && target.uid !== 0 ? target : undefined;
  const general = rung('general', asked ?? (refusesRoot(pod) ? (nonRoot ?? NOBODY) : undefined));
  const baseline = rung('baseline', asked ?? nonRoot ?? (refusesRoot(pod) ? NOBODY : undefined));
  if (asked?.uid === 0) return [general, baseline];
  return [general, baseline, rung('restricted', asked ?? nonRoot ?? NOBODY)];
}

/** As whom it is to run, if that is asked for; undefined too where the target's user is not known. */
export function askedUser(wish: UserWish, target: UserIds | undefined): UserIds | undefined {
  switch (wish.kind) {
    case 'default':
      return undefined;
    case 'target':
      return target;
    case 'root':
      return { uid: 0, gid: 0 };
    case 'ids':
      return wish;
  }
}

function rung(profile: Profile, user: UserIds | undefined): Rung {
  const fixed = profileSecurityContext(profile);
  const securityContext =
    user === undefined ? fixed : { ...runAs(user), ...nonRootWins(fixed, user) };
  return { profile, securityContext, user };
}

/** What the profile says comes last, but root asked for by name is not denied by ourselves. */
function nonRootWins(fixed: SecurityContext | undefined, { uid }: UserIds): SecurityContext {
  if (fixed === undefined || uid !== 0 || fixed.runAsNonRoot === undefined) return fixed ?? {};
  return { ...fixed, runAsNonRoot: false };
}
