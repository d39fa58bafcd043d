import type { Container } from '../../kubernetes/api.ts';
import { waitingPatternOf } from './waiting-pattern.ts';

/** On which host the containers of a Pod reach each other, by whatever name. */
export function isLocal(target: string): boolean {
  return /^(?:localhost|127(?:\.\d+){3})(?::|$)/i.test(target);
}

/**
 * The port of its own Pod that a postStart hook asks once, without trying again. An httpGet without
 * a host asks the Pod, and the kubelet does so only once (pkg/kubelet/lifecycle/handlers.go).
 */
export function portAskedByHook({ lifecycle, env }: Container): string | undefined {
  const { httpGet, exec } = lifecycle?.postStart ?? {};
  if (httpGet) {
    const isOwn = !httpGet.host || isLocal(httpGet.host);
    return isOwn && httpGet.port !== undefined ? String(httpGet.port) : undefined;
  }
  const { command = [] } = exec ?? {};
  const isRepeated = command.some((word) => /\b(?:until|while|for|retry|sleep)\b/.test(word));
  const pattern = isRepeated
    ? undefined
    : waitingPatternOf({ name: '', command, ...(env && { env }) });
  const isAsked = pattern?.pattern === 'http' || pattern?.pattern === 'tcp';
  const [, port] = (isAsked ? pattern.targets.find(isLocal) : undefined)?.split(':') ?? [];
  return port;
}
