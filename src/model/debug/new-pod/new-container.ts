import type { Container, EnvVar } from '../../kubernetes/api.ts';
import type { SecurityContext } from '../../kubernetes/security-context.ts';
import { withCustom } from '../container/custom.ts';
import type { DebugContainer } from '../container/debug-container.ts';
import { type Profile, profileSecurityContext } from '../container/profiles.ts';
import { startedByLine, verbatim } from '../session/start-line.ts';
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
  const { argumentsOnly, pullPolicy, custom } = wish;
  const typed = wish.command.map(verbatim);
  const command = wish.waitsForLine ? startedByLine(typed) : typed;
  const stdin = wish.stdin || wish.waitsForLine;
  const { securityContext: _, stdin: _stdin, tty: _tty, stdinOnce: _once, ...rest } = base;
  const { args: _args, ...withoutArguments } = rest;
  const run =
    command.length === 0
      ? rest
      : argumentsOnly
        ? { ...rest, args: command }
        : { ...withoutArguments, command };
  const env = joined(base.env ?? [], wish.env);
  const container = {
    ...run,
    ...(image !== undefined && { image }),
    ...(env.length > 0 && { env }),
    ...(pullPolicy !== undefined && { imagePullPolicy: pullPolicy }),
    ...(stdin && { stdin }),
    ...(stdin && !wish.tty && { stdinOnce: true }),
    ...(wish.tty && { tty: true }),
    ...(securityContext !== undefined && { securityContext }),
  };
  return custom === undefined ? container : (withCustom(container as never, custom) as Container);
}

function joined(theirs: readonly EnvVar[], own: readonly EnvVar[]): readonly EnvVar[] {
  const names = new Set(own.map(({ name }) => name));
  return [...theirs.filter(({ name }) => !names.has(name)), ...own];
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
