import {
  awaitedServices,
  type ServiceFinding,
  serviceFinding,
} from '../command/awaited-service.ts';
import type { WaitingPattern } from '../command/waiting-pattern.ts';
import type { Situation } from './situation.ts';

/** How it stands with the Services that a command waits for, of those that were looked up. */
export function serviceFindings(
  { pod, services }: Pick<Situation, 'pod' | 'services'>,
  pattern: WaitingPattern,
): readonly ServiceFinding[] {
  if (services.length === 0) return [];
  return awaitedServices(pattern, pod.metadata.namespace ?? 'default').flatMap((each) => {
    const found = services.find(
      ({ namespace, name }) => namespace === each.namespace && name === each.name,
    );
    return (found && serviceFinding(pattern, each, found, pod)) ?? [];
  });
}
