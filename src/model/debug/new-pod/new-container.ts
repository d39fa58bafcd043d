import type { Container } from '../../kubernetes/api.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';
import { withCustom } from '../container/custom.ts';
import type { DebugContainer } from '../container/debug-container.ts';
import { joinedEnv } from '../container/from-target.ts';
import { type Profile, profileSecurityContext } from '../container/profiles.ts';
import { runFields, streamFields } from '../container/wished-fields.ts';
import type { NewContainerWish } from './wish.ts';

/** A container as the API has it, together with the fields of debug containers. */
type AnyContainer = Container & Partial<DebugContainer>;

/**
 * A container as it is asked for, made new or from one that there is (kubectl pkg/cmd/debug/debug.go,
 * generatePodCopyWithDebugContainer). Variables are joined by name, where kubectl replaces them all.
 */
export function newContainer(
  base: AnyContainer,
  wish: NewContainerWish,
  image: string | undefined,
  securityContext: SecurityContext | undefined,
): Container {
  const { pullPolicy, custom } = wish;
  const run = runFields(wish);
  const { securityContext: _, stdin: _stdin, tty: _tty, stdinOnce: _once, args, ...rest } = base;
  const env = joinedEnv(base.env ?? [], wish.env);
  const container = {
    ...rest,
    // Arguments belong to the command that was there.
    ...(args !== undefined && run.command === undefined && { args }),
    ...run,
    ...(image !== undefined && { image }),
    ...(env.length > 0 && { env }),
    ...(pullPolicy !== undefined && { imagePullPolicy: pullPolicy }),
    ...streamFields(wish),
    ...(securityContext !== undefined && { securityContext }),
  };
  return custom === undefined ? container : (withCustom(container as never, custom) as Container);
}

/** What a profile makes of a container that has a security context (kubectl profiles.go). */
export function profiled(
  own: SecurityContext | undefined,
  profile: Profile,
): SecurityContext | undefined {
  const fixed = profileSecurityContext(profile);
  switch (profile) {
    case 'baseline':
    case 'restricted':
      return fixed;
    case 'sysadmin':
      return { ...own, ...fixed };
    case 'general':
    case 'netadmin': {
      const add = [...(own?.capabilities?.add ?? []), ...(fixed?.capabilities?.add ?? [])];
      return { ...own, capabilities: { ...own?.capabilities, add } };
    }
  }
}
